import {
	DuckDBDateValue,
	DuckDBDecimalValue,
	DuckDBTimestampMillisecondsValue,
	DuckDBTimestampNanosecondsValue,
	DuckDBTimestampSecondsValue,
	DuckDBTimestampTZValue,
	DuckDBTimestampValue,
} from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

export type SqlValue = string | number | bigint | boolean | null;

/** A piece of SQL with its values apart: `text` has `$1`, `$2`, … in the order of `values`. */
export interface Sql {
	readonly text: string;
	readonly values: readonly SqlValue[];
}

/** A query that DuckDB refused, with the SQL that it refused. */
export class QueryError extends Error {
	readonly sql: string;
	constructor(message: string, sql: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'QueryError';
		this.sql = sql;
	}
}

function isSql(part: SqlValue | Sql): part is Sql {
	return typeof part === 'object' && part !== null;
}

/**
 * Builds SQL for reading: values become bound parameters, nested pieces are inlined with their own values.
 * @example sql`select * from dim_customers where country = ${'Germany'} and ${sql`orders_count > ${3}`}`
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly (SqlValue | Sql)[]): Sql {
	let text = strings[0] ?? '';
	const values: SqlValue[] = [];
	parts.forEach((part, index) => {
		if (isSql(part)) {
			text += part.text.replaceAll(/\$(\d+)/g, (_, position: string) => `$${Number(position) + values.length}`);
			values.push(...part.values);
		} else {
			values.push(part);
			text += `$${values.length}`;
		}
		text += strings[index + 1] ?? '';
	});
	return { text, values };
}

/** A quoted identifier. Takes names from our own catalogue only, so anything but a plain lower-case name is refused. */
export function ident(name: string): Sql {
	if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new QueryError(`invalid identifier: "${name}"`, name);
	return { text: `"${name}"`, values: [] };
}

/**
 * SQL text of our own making (a file, a catalogue expression); never anything that a person typed. A `$` before digits in
 * it is taken for a parameter.
 */
export function unsafe(text: string): Sql {
	return { text, values: [] };
}

/** Joins pieces by a separator of our own, `', '` by default; no pieces give empty text. */
export function join(parts: readonly Sql[], separator = ', '): Sql {
	return parts.reduce<Sql>(
		(all, part, index) => (index === 0 ? part : sql`${all}${unsafe(separator)}${part}`),
		unsafe(''),
	);
}

/**
 * A DuckDB value as the product uses it: integers and doubles number (an integer beyond 2^53 throws), DECIMAL its
 * decimal string, DATE `YYYY-MM-DD`, any TIMESTAMP an ISO instant in UTC to the millisecond (what is finer is cut off),
 * everything else the text that DuckDB gives it.
 * @throws QueryError for an integer beyond 2^53
 */
export function toPlainValue(value: DuckDBValue): string | number | boolean | null {
	if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
		return value;
	if (typeof value === 'bigint') {
		if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) {
			throw new QueryError(`integer out of range: ${value} (cast it in the query)`, '');
		}
		return Number(value);
	}
	if (value instanceof DuckDBDecimalValue || value instanceof DuckDBDateValue) return value.toString();
	if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
		return toInstant(floorDivide(value.micros, 1_000n));
	}
	if (value instanceof DuckDBTimestampMillisecondsValue) return toInstant(value.millis);
	if (value instanceof DuckDBTimestampSecondsValue) return toInstant(value.seconds * 1_000n);
	if (value instanceof DuckDBTimestampNanosecondsValue) return toInstant(floorDivide(value.nanos, 1_000_000n));
	return value.toString();
}

/** Division of bigints cuts towards zero: before 1970 that would give a later instant. */
function floorDivide(value: bigint, divisor: bigint): bigint {
	const quotient = value / divisor;
	return value % divisor < 0n ? quotient - 1n : quotient;
}

function toInstant(milliseconds: bigint): string {
	return new Date(Number(milliseconds)).toISOString().replace('.000Z', 'Z');
}

/**
 * Runs a query and gives its rows as plain objects, in the order of the query.
 * @throws QueryError with the SQL when DuckDB refuses it
 */
export async function rows<Row>(connection: DuckDBConnection, query: Sql): Promise<Row[]> {
	try {
		const reader = await connection.runAndReadAll(query.text, [...query.values]);
		const names = reader.deduplicatedColumnNames();
		return reader.getRows().map((values) => {
			const row: Record<string, unknown> = {};
			names.forEach((name, index) => {
				row[name] = toPlainValue(values[index] ?? null);
			});
			return row as Row;
		});
	} catch (cause) {
		if (cause instanceof QueryError) throw cause;
		throw new QueryError(cause instanceof Error ? cause.message : String(cause), query.text, { cause });
	}
}

/** The first row of a query, or null where it has none. */
export async function row<Row>(connection: DuckDBConnection, query: Sql): Promise<Row | null> {
	const [first] = await rows<Row>(connection, query);
	return first ?? null;
}
