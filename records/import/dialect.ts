import { parse } from 'csv-parse/sync';

/** How a file writes its rows and values. */
export interface Dialect {
	readonly encoding: 'utf-8' | 'utf-16le' | 'windows-1252';
	readonly delimiter: ',' | ';' | '\t' | '|';
	/** What stands before decimals. */
	readonly decimal: '.' | ',';
	/** What comes first in a day such as 03/04/2026; 2026-04-03 and 03.04.2026 are told apart by themselves. */
	readonly dateOrder: 'day_first' | 'month_first';
}

const DELIMITERS = [',', ';', '\t', '|'] as const satisfies Dialect['delimiter'][];
const SAMPLE_ROWS = 50;
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/\d{2,4}/;

function sample(text: string, delimiter: string): string[][] {
	try {
		return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, to: SAMPLE_ROWS });
	} catch {
		return [];
	}
}

/** The delimiter that cuts the most columns, as many in each row as in the header. */
function guessDelimiter(text: string): Dialect['delimiter'] {
	const scores = DELIMITERS.map((delimiter) => {
		const rows = sample(text, delimiter);
		const columns = rows[0]?.length ?? 0;
		const fitting = rows.filter((row) => row.length === columns).length;
		return { delimiter, score: columns > 1 ? (columns * fitting) / rows.length : 0 };
	});
	return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

/** Day first where a first number is no month, or numbers have a comma too; month first otherwise. */
function guessDateOrder(cells: readonly string[], decimal: Dialect['decimal']): Dialect['dateOrder'] {
	const days = cells.flatMap((cell) => {
		const match = SLASHED.exec(cell.trim());
		return match ? [{ first: Number(match[1]), second: Number(match[2]) }] : [];
	});
	if (days.some(({ first }) => first > 12)) return 'day_first';
	if (days.some(({ second }) => second > 12)) return 'month_first';
	return decimal === ',' ? 'day_first' : 'month_first';
}

/** How a file is probably written, of its first rows. */
export function guessDialect(text: string, encoding: Dialect['encoding']): Dialect {
	const delimiter = guessDelimiter(text);
	const cells = sample(text, delimiter).slice(1).flat();
	const withComma = cells.filter((cell) => /^-?\d{1,3}(\.?\d{3})*,\d{1,2}$/.test(cell.trim())).length;
	const withPoint = cells.filter((cell) => /^-?\d{1,3}(,?\d{3})*\.\d{1,2}$/.test(cell.trim())).length;
	const isComma = withComma > withPoint || (withComma === withPoint && delimiter === ';');
	const decimal = isComma ? ',' : '.';
	return { encoding, delimiter, decimal, dateOrder: guessDateOrder(cells, decimal) };
}
