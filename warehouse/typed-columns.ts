import { DuckDBDataChunk, DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { chunkColumn, hasValue } from './arrow/chunk-column.ts';
import type { Connection } from './database.ts';
import { QueryError } from './query.ts';
import type { Sql } from './query.ts';

/** A result by columns, for models: numbers in typed arrays, without an object per row. */
export interface TypedColumns {
	readonly rows: number;
	/** A DOUBLE; NaN where it is null. @throws QueryError when there is no such column of that type */
	doubles(name: string): Float64Array;
	/** An INTEGER without nulls, or a DATE as days since 1970-01-01. @throws QueryError as `doubles` */
	integers(name: string): Int32Array;
	/** A VARCHAR. @throws QueryError as `doubles` */
	texts(name: string): readonly (string | null)[];
}

type Column = Float64Array | Int32Array | (string | null)[];

function emptyColumn(type: DuckDBType, rows: number, name: string, query: Sql): Column {
	switch (type.typeId) {
		case DuckDBTypeId.DOUBLE:
			return new Float64Array(rows);
		case DuckDBTypeId.INTEGER:
		case DuckDBTypeId.DATE:
			return new Int32Array(rows);
		case DuckDBTypeId.VARCHAR:
			return [];
		default:
			throw new QueryError(
				`column "${name}" has type ${type.toString()} (expected double, integer, date or varchar)`,
				query.text,
			);
	}
}

/** Copies a column of a chunk behind the `at` rows that are there. */
function copyChunk(column: Column, chunk: DuckDBDataChunk, index: number, at: number): void {
	const { rowCount } = chunk;
	if (Array.isArray(column)) {
		column.push(...(chunk.getColumnValues(index) as (string | null)[]));
		return;
	}
	const source = chunkColumn(chunk.chunk, index, rowCount);
	const width = column.BYTES_PER_ELEMENT;
	const target = new Uint8Array(column.buffer, at * width, rowCount * width);
	target.set(source.data(rowCount * width));
	if (source.validity === null || column instanceof Int32Array) return;
	for (let row = 0; row < rowCount; row += 1) if (!hasValue(source, row)) column[at + row] = Number.NaN;
}

/**
 * Runs a query and gives its result by columns.
 * @throws QueryError with the SQL when DuckDB refuses it, or for a column of another type
 */
export async function readColumns(connection: Connection, query: Sql): Promise<TypedColumns> {
	const result = await connection.run(query.text, [...query.values]).catch((cause: unknown) => {
		throw new QueryError(cause instanceof Error ? cause.message : String(cause), query.text, { cause });
	});
	const chunks = await result.fetchAllChunks();
	const rows = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
	const names = result.deduplicatedColumnNames();
	const columns = new Map(
		result.columnTypes().map((type, index) => {
			const name = names[index] ?? '';
			const column = emptyColumn(type, rows, name, query);
			let at = 0;
			for (const chunk of chunks) {
				copyChunk(column, chunk, index, at);
				at += chunk.rowCount;
			}
			return [name, column];
		}),
	);

	function columnOf<Kind extends Column>(name: string, isKind: (column: Column) => column is Kind): Kind {
		const column = columns.get(name);
		if (column !== undefined && isKind(column)) return column;
		throw new QueryError(`no such column: "${name}" (received ${names.join(', ')})`, query.text);
	}

	return {
		rows,
		doubles: (name) => columnOf(name, (column) => column instanceof Float64Array),
		integers: (name) => columnOf(name, (column) => column instanceof Int32Array),
		texts: (name) => columnOf(name, (column) => Array.isArray(column)),
	};
}

/** The values of a column to be written, a row each, or one for all rows. */
export type GivenColumn = ArrayLike<DuckDBValue> | string;

const CHUNK_ROWS = 2048;

function valuesOf(column: GivenColumn | undefined, from: number, rows: number): DuckDBValue[] {
	if (column === undefined) throw new RangeError('a column to be written is missing');
	return Array.from({ length: rows }, (_, row) => {
		const value = typeof column === 'string' ? column : (column[from + row] ?? null);
		return typeof value === 'number' && Number.isNaN(value) ? null : value;
	});
}

/**
 * Appends rows to a temporary table, chunk by chunk. Columns are given by name and written in the table's order; NaN
 * becomes null.
 * @throws RangeError when a column of the table is missing
 */
export async function appendColumns(
	connection: Connection,
	table: string,
	rows: number,
	columns: Readonly<Record<string, GivenColumn>>,
): Promise<void> {
	const { columnNames, columnTypes } = await describe(connection, table);
	const appender = await connection.createAppender(table, 'main', 'temp');
	for (let from = 0; from < rows; from += CHUNK_ROWS) {
		const count = Math.min(CHUNK_ROWS, rows - from);
		const chunk = DuckDBDataChunk.create(columnTypes, count);
		columnNames.forEach((name, index) => {
			chunk.setColumnValues(index, valuesOf(columns[name], from, count));
		});
		appender.appendDataChunk(chunk);
	}
	appender.closeSync();
}

async function describe(connection: Connection, table: string) {
	const result = await connection.run(`from temp.main.${table} limit 0`);
	return { columnNames: result.columnNames(), columnTypes: result.columnTypes() };
}
