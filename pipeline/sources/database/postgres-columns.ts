import type { ColumnType } from '../contract/source-schema.ts';
import type { CursorSql } from './cursor-parts.ts';
import type { ServerColumn, ServerKind } from './server-column.ts';

/** What PostgreSQL says of a type: a row of pg_type. */
export interface PostgresType {
	readonly typname: string;
	/** A letter: N numbers, S texts, D times, … */
	readonly typcategory: string;
	/** A letter: b base, c composite, e enum, … */
	readonly typtype: string;
}

const NUMBERS = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'money', 'oid'];
const INTEGERS = ['int2', 'int4', 'int8', 'oid'];

function kindOf({ typname, typcategory }: PostgresType): ServerKind {
	if (NUMBERS.includes(typname)) return 'number';
	if (typname === 'date') return 'day';
	if (typname === 'timestamp') return 'time';
	if (typname === 'timestamptz') return 'instant';
	return typcategory === 'S' ? 'text' : 'other';
}

/** A name as it is, whatever it is made of. */
export function quotePostgres(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** `2026-01-31 12:00:00+00` as `2026-01-31T12:00:00Z`; what is before Christ or infinite stays as it is. */
function instantText(text: string): string {
	return text.endsWith('+00') ? `${text.slice(0, -3).replace(' ', 'T')}Z` : text;
}

function sqlOf(column: string, { typname, typcategory, typtype }: PostgresType): string {
	if (typcategory === 'A') return `array_to_json(${column})::text`;
	if (typtype === 'c' || typname === 'record') return `row_to_json(${column})::text`;
	// A sum of money is written as the server's language does; without a currency it is a number like any other.
	if (typname === 'money') return `${column}::numeric`;
	if (typname === 'bytea') return `encode(${column}, 'hex')`;
	// The blanks that fill up a char(n) belong to no value.
	if (typname === 'bpchar') return `${column}::text`;
	return column;
}

function toTextOf({ typname }: PostgresType): ServerColumn['toText'] {
	if (typname === 'bool') return (text) => (text === 't' ? 'true' : 'false');
	return typname === 'timestamptz' ? instantText : null;
}

/** A column of a table or a query, which has the alias `source_rows`. */
export function postgresColumn(name: string, type: PostgresType, isNullable: boolean): ServerColumn {
	return {
		name,
		type: type.typname,
		kind: kindOf(type),
		isNullable,
		sql: sqlOf(`source_rows.${quotePostgres(name)}`, type),
		toText: toTextOf(type),
	};
}

/**
 * How a cursor's column is compared, in its own type so that an index serves; null when its values do not compare as those
 * of the declared type.
 */
export function postgresCursor(column: ServerColumn, declared: ColumnType): CursorSql | null {
	const name = `source_rows.${quotePostgres(column.name)}`;
	const missing = `${name} is null`;
	const cast = (type: string): CursorSql => ({
		value: name,
		missing,
		odd: null,
		bound: (text, _side, bind) => `${bind(text)}::${type}`,
	});
	switch (declared) {
		case 'integer':
		case 'decimal':
		case 'float':
			if (column.kind !== 'number') return null;
			if (!INTEGERS.includes(column.type)) {
				return column.type === 'money' ? { ...cast('numeric'), value: `${name}::numeric` } : cast(column.type);
			}
			return {
				...cast('int8'),
				// A fraction as a bound of whole numbers; only int8 finds them by their index.
				bound: (text, _side, bind) =>
					/^-?\d{1,18}(\.0*)?$/.test(text) ? `${bind(text.replace(/\..*$/, ''))}::int8` : `${bind(text)}::numeric`,
			};
		case 'date':
			return column.kind === 'day' ? cast('date') : null;
		case 'timestamp':
			if (column.kind === 'instant') return cast('timestamptz');
			return column.kind === 'time' ? cast('timestamp') : null;
		case 'text': {
			if (column.type === 'uuid') return cast('uuid');
			if (column.kind !== 'text' && column.kind !== 'other') return null;
			// By characters, as what is read is compared: the order of a language would leave rows out.
			const value = `${name}::text collate "C"`;
			return {
				value,
				missing: `coalesce(${name}::text, '') = ''`,
				odd: null,
				bound: (text, _side, bind) => `${bind(text)}::text`,
			};
		}
		case 'boolean':
			return null;
	}
}
