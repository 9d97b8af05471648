import type { ColumnType } from './source-schema.ts';
import type { SourceColumn } from './source-columns.ts';
import type { ValueFormat } from './value-format.ts';

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

function wholePattern(format: ValueFormat): string {
	if (format.thousands === null) return '[0-9]+';
	return `([0-9]+|[0-9]{1,3}([${format.thousands}][0-9]{3})+)`;
}

/** Numbers as the format writes them; thousands marks count only where they part groups of three. */
function numberPattern(format: ValueFormat): string {
	const mark = `[${format.decimal}]`;
	return `[ \\t]*[+-]?(${wholePattern(format)}(${mark}[0-9]*)?|${mark}[0-9]+)([eE][+-]?[0-9]{1,3})?[ \\t]*`;
}

/** Integers, also written with decimals that are all zero, as a spreadsheet does. */
function integerPattern(format: ValueFormat): string {
	return `[ \\t]*[+-]?${wholePattern(format)}([${format.decimal}]0*)?[ \\t]*`;
}

function isMatch(given: string, pattern: string): string {
	return `regexp_full_match(${given}, ${literal(pattern)})`;
}

/** The number in `given` as DuckDB spells numbers. */
function numberText(given: string, format: ValueFormat): string {
	const bare = format.thousands === null ? given : `replace(${given}, ${literal(format.thousands)}, '')`;
	return format.decimal === '.' ? bare : `replace(${bare}, ${literal(format.decimal)}, '.')`;
}

function instant(given: string, formats: readonly string[]): string {
	// Not try_strptime(text, [formats]): that reads its formats anew for every row.
	const tries = formats.map((wanted) => `try_strptime(${given}, ${literal(wanted)})::timestamp`);
	return tries.length === 1 ? tries.join('') : `coalesce(${tries.join(', ')})`;
}

function words(list: readonly string[]): string {
	return list.map(literal).join(', ');
}

/**
 * SQL that reads a column's text by its type, in two steps so that nothing is computed twice: DuckDB computes what stands
 * inside a `case` once per mention.
 */
export interface ColumnSql {
	/** Computed first, from the text: whether it is written as the type wants it, and its value. Null: not needed. */
	readonly isWellWritten: string | null;
	readonly value: string | null;
	/** The typed value, from the results of the first step; null where the text is empty or no such value. */
	readonly typed: (names: { readonly given: string; readonly isWellWritten: string; readonly value: string }) => string;
	/** Whether text without a typed value is at least of the right kind: then it is out of range. */
	readonly isRightKind: (names: { readonly isWellWritten: string; readonly value: string }) => string;
}

/** How a column is read from the text in the expression `given`. Text stays as it is; empty text is null. */
export function columnSql(column: SourceColumn, given: string, format: ValueFormat): ColumnSql {
	switch (column.type) {
		case 'text':
			return { isWellWritten: null, value: null, typed: () => given, isRightKind: () => 'true' };
		case 'integer':
			return {
				isWellWritten: isMatch(given, integerPattern(format)),
				value: `try_cast(${numberText(given, format)} as bigint)`,
				typed: ({ isWellWritten, value }) =>
					`case when ${isWellWritten} and ${value} between -${MAX_INTEGER} and ${MAX_INTEGER} then ${value} end`,
				isRightKind: ({ isWellWritten }) => isWellWritten,
			};
		case 'decimal':
			return {
				isWellWritten: isMatch(given, numberPattern(format)),
				value: `try_cast(${numberText(given, format)} as decimal(18,6))`,
				typed: ({ isWellWritten, value }) => `case when ${isWellWritten} then ${value} end`,
				isRightKind: ({ isWellWritten }) => isWellWritten,
			};
		case 'float':
			return {
				isWellWritten: isMatch(given, numberPattern(format)),
				value: `try_cast(${numberText(given, format)} as double)`,
				typed: ({ isWellWritten, value }) => `case when ${isWellWritten} and isfinite(${value}) then ${value} end`,
				isRightKind: ({ isWellWritten }) => isWellWritten,
			};
		case 'boolean':
			return {
				isWellWritten: null,
				value: `lower(trim(${given}))`,
				typed: ({ value }) =>
					`case when ${value} in (${words(TRUE_WORDS)}) then true when ${value} in (${words(FALSE_WORDS)}) then false end`,
				isRightKind: () => 'false',
			};
		case 'date':
		case 'timestamp': {
			const isDate = column.type === 'date';
			// strptime takes "infinity" and "epoch" for 1900-01-01.
			const isReal = (value: string): string => `(${value} <> ${EARLIEST} or regexp_matches(${given}, '[0-9]'))`;
			return {
				isWellWritten: null,
				value: instant(given, isDate ? format.dateFormats : format.timestampFormats),
				typed: ({ value }) =>
					`case when ${value} between ${EARLIEST} and ${LATEST} and ${isReal(value)} then ${value} end` +
					(isDate ? '::date' : ''),
				isRightKind: ({ value }) => `(${value} is not null and ${isReal(value)})`,
			};
		}
	}
}

/** What a column wants, for the sentence about a value that is not that. */
export function expectation(column: SourceColumn, format: ValueFormat): string {
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

/** The range of a column in words: what it declares, else that of its type. */
export function rangeOf({ type, min, max, maxLength }: SourceColumn): string {
	if (maxLength !== null) return `at most ${maxLength} characters`;
	if (min !== null || max !== null) {
		if (min === null) return `at most ${max}`;
		return max === null ? `at least ${min}` : `${min} to ${max}`;
	}
	switch (type) {
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

/** A limit of a column as SQL of its type. */
function limitSql(limit: number | string, type: ColumnType): string {
	return typeof limit === 'number' ? String(limit) : `${literal(limit)}::${type}`;
}

/** Whether a typed value lies outside of what its column declares; null where it declares nothing. */
export function outsideSql({ type, min, max, maxLength }: SourceColumn, typed: string): string | null {
	const conditions = [
		...(min === null ? [] : [`${typed} < ${limitSql(min, type)}`]),
		...(max === null ? [] : [`${typed} > ${limitSql(max, type)}`]),
		...(maxLength === null ? [] : [`length(${typed}) > ${maxLength}`]),
	];
	return conditions.length === 0 ? null : `(${conditions.join(' or ')})`;
}
