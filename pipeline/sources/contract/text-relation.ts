import { MAX_RECORD_BYTES } from '../file/limits.ts';
import { literal } from './values.ts';

/** Text that read_csv reads as we mean it. */
export interface ReadableText {
	/** Files of it, one after the other. */
	readonly paths: readonly string[];
	/** Whether the records are cleaned: no header, and the physical line number as a first field. */
	readonly isCleaned: boolean;
	/** Whether a record may span lines; DuckDB then reads with one thread. */
	readonly hasMultilineRecords: boolean;
	/** Fields of a record of the file. */
	readonly fields: number;
}

/** Records as a relation: their fields as text in columns `c0`, `c1`, …, null where one is empty. */
export interface TextRelation {
	readonly sql: string;
	/** Whether it says in `line` on which line each record begins; else they follow one another from the second line on. */
	readonly hasLine: boolean;
}

function readCsvSql(text: ReadableText, marks: { readonly delimiter: string; readonly quote: string }): string {
	const columns = Array.from({ length: text.fields }, (_, index) => `'c${index}': 'VARCHAR'`);
	if (text.isCleaned) columns.unshift(`'line': 'BIGINT'`);
	const options = [
		`columns = {${columns.join(', ')}}`,
		'auto_detect = false',
		`header = ${!text.isCleaned}`,
		'strict_mode = true',
		`delim = ${literal(marks.delimiter)}`,
		`quote = ${literal(marks.quote)}`,
		`escape = ${literal(marks.quote)}`,
		"nullstr = ''",
		'allow_quoted_nulls = true',
		"compression = 'none'",
		// A cleaned record has a line number in front, and twice the quotes where it was none of delimited text before.
		`max_line_size = ${text.isCleaned ? 2 * MAX_RECORD_BYTES + 32 : MAX_RECORD_BYTES}`,
		`parallel = ${!text.hasMultilineRecords}`,
	];
	// In a path read_csv takes *, ? and [ for a pattern; in brackets each stands for itself.
	const paths = text.paths.map((path) => literal(path.replaceAll(/[*?[]/g, '[$&]')));
	return `read_csv([${paths.join(', ')}], ${options.join(', ')})`;
}

/** The records of a text; DuckDB's error comes from whoever reads the relation when the text is not well-formed. */
export function textRelation(
	text: ReadableText,
	marks: { readonly delimiter: string; readonly quote: string },
): TextRelation {
	return { sql: readCsvSql(text, marks), hasLine: text.isCleaned };
}
