import type { FileColumn, FileFormat } from './file-source.ts';
import type { ColumnType } from './schema.ts';

/** DuckDB's type of a declared type. */
export const RAW_TYPES: Readonly<Record<ColumnType, string>> = {
	text: 'VARCHAR',
	integer: 'BIGINT',
	decimal: 'DECIMAL(18,6)',
	float: 'DOUBLE',
	boolean: 'BOOLEAN',
	date: 'DATE',
	timestamp: 'TIMESTAMP',
};

const TRUE_WORDS = ['true', 't', 'yes', 'y', '1', 'ja', 'j', 'wahr'];
const FALSE_WORDS = ['false', 'f', 'no', 'n', '0', 'nein', 'falsch'];

/** Days outside of these are taken for typing errors: the year 25, the year 9999. */
const EARLIEST = "timestamp '1900-01-01'";
const LATEST = "timestamp '2199-12-31 23:59:59.999999'";

/** The biggest integer that every tool downstream holds exactly: 2^53 - 1. */
const MAX_INTEGER = Number.MAX_SAFE_INTEGER;

/** Text as an SQL literal: for what the config says. */
export function literal(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

function wholePattern(format: FileFormat): string {
	if (format.thousands === null) return '[0-9]+';
	return `([0-9]+|[0-9]{1,3}([${format.thousands}][0-9]{3})+)`;
}

/** Numbers as the format writes them; thousands marks count only where they part groups of three. */
function numberPattern(format: FileFormat): string {
	const mark = `[${format.decimal}]`;
	return `[ \\t]*[+-]?(${wholePattern(format)}(${mark}[0-9]*)?|${mark}[0-9]+)([eE][+-]?[0-9]{1,3})?[ \\t]*`;
}

/** Integers, also written with decimals that are all zero, as a spreadsheet does. */
function integerPattern(format: FileFormat): string {
	return `[ \\t]*[+-]?${wholePattern(format)}([${format.decimal}]0*)?[ \\t]*`;
}

function isMatch(given: string, pattern: string): string {
	return `regexp_full_match(${given}, ${literal(pattern)})`;
}

/** The number in `given` as DuckDB spells numbers. */
function numberText(given: string, format: FileFormat): string {
	const bare = format.thousands === null ? given : `replace(${given}, ${literal(format.thousands)}, '')`;
	return format.decimal === '.' ? bare : `replace(${bare}, ${literal(format.decimal)}, '.')`;
}

function instant(given: string, formats: readonly string[]): string {
	const [only] = formats;
	const wanted = formats.length === 1 && only !== undefined ? literal(only) : `[${formats.map(literal).join(', ')}]`;
	return `try_strptime(${given}, ${wanted})::timestamp`;
}

function words(list: readonly string[]): string {
	return list.map(literal).join(', ');
}

interface ColumnSql {
	/** The typed value, null where the text is empty or no such value. */
	readonly typed: string;
	/** Whether text without a typed value is at least of the right kind: then it is out of range. */
	readonly isRightKind: string;
}

/** SQL that reads a column's text, in the expression `given`, by its type. Text stays as it is; empty text is null. */
export function columnSql(column: FileColumn, given: string, format: FileFormat): ColumnSql {
	switch (column.type) {
		case 'text':
			return { typed: given, isRightKind: 'true' };
		case 'integer': {
			const isInteger = isMatch(given, integerPattern(format));
			const value = `try_cast(${numberText(given, format)} as bigint)`;
			const isHeld = `${isInteger} and ${value} between -${MAX_INTEGER} and ${MAX_INTEGER}`;
			return { typed: `case when ${isHeld} then ${value} end`, isRightKind: isInteger };
		}
		case 'decimal': {
			const isNumber = isMatch(given, numberPattern(format));
			const value = `try_cast(${numberText(given, format)} as decimal(18,6))`;
			return { typed: `case when ${isNumber} then ${value} end`, isRightKind: isNumber };
		}
		case 'float': {
			const isNumber = isMatch(given, numberPattern(format));
			const value = `try_cast(${numberText(given, format)} as double)`;
			return { typed: `case when ${isNumber} and isfinite(${value}) then ${value} end`, isRightKind: isNumber };
		}
		case 'boolean': {
			const word = `lower(trim(${given}))`;
			const typed = `case when ${word} in (${words(TRUE_WORDS)}) then true when ${word} in (${words(FALSE_WORDS)}) then false end`;
			return { typed, isRightKind: 'false' };
		}
		case 'date':
		case 'timestamp': {
			const formats = column.type === 'date' ? format.dateFormats : format.timestampFormats;
			const value = instant(given, formats);
			// strptime takes "infinity" and "epoch" for 1900-01-01.
			const isReal = `(${value} <> ${EARLIEST} or regexp_matches(${given}, '[0-9]'))`;
			const isHeld = `${value} between ${EARLIEST} and ${LATEST} and ${isReal}`;
			return {
				typed: `case when ${isHeld} then ${value} end${column.type === 'date' ? '::date' : ''}`,
				isRightKind: `(${value} is not null and ${isReal})`,
			};
		}
	}
}

/** What a column wants, for the sentence about a value that is not that. */
export function expectation(column: FileColumn, format: FileFormat): string {
	switch (column.type) {
		case 'text':
			return 'text';
		case 'integer':
			return `an integer such as 1${format.thousands ?? ''}234`;
		case 'decimal':
		case 'float':
			return `a number such as 1${format.thousands ?? ''}234${format.decimal}5`;
		case 'boolean':
			return 'true or false';
		case 'date':
			return `a date as ${format.dateFormats.join(' or ')}`;
		case 'timestamp':
			return `a time as ${format.timestampFormats.join(' or ')}`;
	}
}

/** The range of a column's type in words. */
export function rangeOf(column: FileColumn): string {
	switch (column.type) {
		case 'integer':
			return `-${MAX_INTEGER} to ${MAX_INTEGER}`;
		case 'decimal':
			return 'less than 1,000,000,000,000 in size';
		case 'date':
		case 'timestamp':
			return 'the years 1900 to 2199';
		case 'text':
		case 'float':
		case 'boolean':
			return 'what the type holds';
	}
}
