import { parse } from 'csv-parse/sync';

/** What stands between and around the fields of a text. */
export interface FoundMarks {
	readonly delimiter: string;
	readonly quote: string;
}

const DELIMITERS = [',', ';', '\t', '|'];
const SAMPLE_ROWS = 200;

function rowsOf(text: string, delimiter: string, quote: string): string[][] {
	try {
		return parse(text, {
			delimiter,
			quote,
			relax_column_count: true,
			relax_quotes: true,
			skip_empty_lines: true,
			to: SAMPLE_ROWS,
		});
	} catch {
		return [];
	}
}

/** How well a delimiter cuts a text: the columns of its header, and how many rows have as many. */
function score(rows: readonly string[][]): number {
	const columns = rows[0]?.length ?? 0;
	if (columns < 2) return 0;
	return columns * (rows.filter((row) => row.length === columns).length / rows.length) ** 4;
}

/** The delimiter that cuts a text into the most columns that all of its rows have, and the quotes around fields. */
export function detectMarks(text: string): FoundMarks {
	const quote = /(^|[,;\t|])'[^'\n]*'([,;\t|]|\r?\n)/.test(text) && !text.includes('"') ? "'" : '"';
	const scores = DELIMITERS.map((delimiter) => ({ delimiter, score: score(rowsOf(text, delimiter, quote)) }));
	const best = scores.reduce((found, next) => (next.score > found.score ? next : found));
	return { delimiter: best.score === 0 ? ',' : best.delimiter, quote };
}

/** Whether the first row of a text looks like one of values, not of names: then the file has no header. */
export function lacksHeader(names: readonly string[]): boolean {
	const values = names.filter((name) => /^[+-]?\d[\d.,]*$|^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/.test(name.trim()));
	return names.length > 1 && values.length > 0 && values.length >= names.length / 3;
}
