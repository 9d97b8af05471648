import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import { QueryError } from './query.ts';
import type { Sql } from './query.ts';

/** A result that is read while DuckDB still makes it. To be disposed of, read to its end or not. */
export interface ResultStream extends AsyncDisposable {
	/** Unique: a name that occurs twice gets a number. */
	readonly names: readonly string[];
	readonly types: readonly DuckDBType[];
	/**
	 * The rows, chunk by chunk, once; a chunk need not be full.
	 * @throws QueryError when the query fails on the way
	 */
	chunks(): AsyncIterable<DuckDBDataChunk>;
}

function toQueryError(cause: unknown, query: Sql): QueryError {
	return new QueryError(cause instanceof Error ? cause.message : String(cause), query.text, { cause });
}

async function isAborted(connection: DuckDBConnection): Promise<boolean> {
	try {
		await connection.run('select 1');
		return false;
	} catch {
		return true;
	}
}

/** Runs a query that failed while it was streamed once more, to learn why. */
async function failureOf(connection: DuckDBConnection, query: Sql): Promise<QueryError> {
	try {
		await connection.run(query.text, [...query.values]);
	} catch (cause) {
		return toQueryError(cause, query);
	}
	return new QueryError('the query failed before its last row, and did not fail again', query.text);
}

/**
 * Starts a query and gives its rows as they come. DuckDB's client ends a stream that fails half way as if its last row
 * had been read; so the query runs in a transaction of its own, which a failure aborts. The connection must not be in a
 * transaction, nor be used for anything else until the stream was disposed of.
 * @throws QueryError with the SQL when DuckDB refuses the query
 */
export async function openResultStream(connection: DuckDBConnection, query: Sql): Promise<ResultStream> {
	await connection.run('begin transaction');
	let isOpen = true;

	async function end(): Promise<void> {
		if (isOpen) await connection.run('rollback');
		isOpen = false;
	}

	try {
		const result = await connection.stream(query.text, [...query.values]);
		return {
			names: result.deduplicatedColumnNames(),
			types: result.columnTypes(),
			async *chunks() {
				try {
					yield* result;
				} catch (cause) {
					throw toQueryError(cause, query);
				}
				if (!(await isAborted(connection))) return;
				await end();
				throw await failureOf(connection, query);
			},
			[Symbol.asyncDispose]: end,
		};
	} catch (cause) {
		await end();
		throw toQueryError(cause, query);
	}
}
