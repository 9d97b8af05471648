import { resolve } from 'node:path';
import { startChild } from './console/child.ts';
import type { Answer, ConsoleColumn, ConsoleEnd, ConsoleOutput, ConsoleValue } from './console/messages.ts';
import { QueryError } from './query.ts';

export type { ConsoleColumn, ConsoleEnd, ConsoleValue } from './console/messages.ts';

/** The snapshot's file that queries may read; people.duckdb is never given to them. */
export interface ConsoleFiles {
	readonly marts: string;
}

export interface ConsoleLimits {
	/** Time the query may work, in seconds (default 30); waiting for the reader does not count. */
	readonly timeoutSeconds?: number;
	/** Memory its process may hold, in bytes (default 1.2 GB). */
	readonly residentBytes?: number;
	/** DuckDB's own limit, as it writes sizes (default '512MB'): most queries end here, with DuckDB's message. */
	readonly memoryLimit?: string;
	/** Stops the query when it is raised: a QueryError then. */
	readonly signal?: AbortSignal;
}

export interface ConsoleOptions extends ConsoleLimits {
	/** Rows to give at most (default 10,000). */
	readonly limit?: number;
}

export interface ConsoleResult {
	readonly columns: readonly ConsoleColumn[];
	readonly rows: readonly (readonly ConsoleValue[])[];
	/** There are more rows than were given. */
	readonly truncated: boolean;
	readonly seconds: number;
}

/** A query that runs; to be disposed of, read to its end or not. */
export interface ConsoleRun<Piece> extends Disposable {
	readonly columns: readonly ConsoleColumn[];
	/** The result, piece by piece, once; the query waits while nobody asks for the next. */
	pieces(): AsyncIterable<Piece>;
	/** What is known at the end; null until all pieces were read. */
	end(): ConsoleEnd | null;
}

const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_RESIDENT_BYTES = 1_200_000_000;
const DEFAULT_MEMORY_LIMIT = '512MB';
const DEFAULT_ROWS = 10_000;
/** Of all rows together: rows of long texts must not fill the reader's memory. */
const MOST_CHARACTERS = 32_000_000;

const NO_LIMIT = { rows: Infinity, characters: Infinity };

type Rows = readonly (readonly ConsoleValue[])[];

/** Starts a query in its process; `take` picks from an answer what the reader wants. */
async function openRun<Piece>(
	files: ConsoleFiles,
	sql: string,
	output: ConsoleOutput,
	limits: ConsoleLimits,
	take: (answer: Answer) => Piece | undefined,
): Promise<ConsoleRun<Piece>> {
	const child = startChild(sql, {
		timeoutSeconds: limits.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
		residentBytes: limits.residentBytes ?? DEFAULT_RESIDENT_BYTES,
		signal: limits.signal,
	});
	try {
		const memoryLimit = limits.memoryLimit ?? DEFAULT_MEMORY_LIMIT;
		const request = { marts: resolve(files.marts), sql, output, memoryLimit };
		const first = await child.ask({ kind: 'start', request });
		if (first.kind !== 'columns') throw new QueryError(`expected columns, received ${first.kind}`, sql);
		let end: ConsoleEnd | null = null;
		return {
			columns: first.columns,
			async *pieces() {
				for (;;) {
					const answer = await child.ask({ kind: 'next' });
					if (answer.kind === 'end') {
						end = answer;
						return;
					}
					const piece = take(answer);
					if (piece !== undefined) yield piece;
				}
			},
			end: () => end,
			[Symbol.dispose]: () => child.kill(),
		};
	} catch (cause) {
		child.kill();
		throw cause;
	}
}

function takeRows(answer: Answer): Rows | undefined {
	return answer.kind === 'rows' ? answer.rows : undefined;
}

function endOf<Piece>(run: ConsoleRun<Piece>, sql: string): ConsoleEnd {
	const end = run.end();
	if (!end) throw new QueryError('the query was left before its end', sql);
	return end;
}

/** All rows of a query as JSON values, in pieces. @throws QueryError as `runConsoleQuery`, also on the way */
export function openConsoleRows(
	files: ConsoleFiles,
	sql: string,
	limits: ConsoleLimits = {},
): Promise<ConsoleRun<Rows>> {
	return openRun(files, sql, { kind: 'rows', limit: NO_LIMIT }, limits, takeRows);
}

/** All rows of a query as pieces of one Arrow IPC stream. @throws QueryError as `runConsoleQuery`, also on the way */
export function openConsoleArrow(
	files: ConsoleFiles,
	sql: string,
	limits: ConsoleLimits = {},
): Promise<ConsoleRun<Uint8Array>> {
	return openRun(files, sql, { kind: 'arrow' }, limits, (answer) =>
		answer.kind === 'bytes' ? answer.bytes : undefined,
	);
}

/**
 * Writes all rows of a query to a new Parquet file in a folder of its own (where DuckDB also spills), with the types that
 * DuckDB has; integers of 128 bits become DECIMAL(38, 0).
 * @throws QueryError as `runConsoleQuery`
 */
export async function writeConsoleParquet(
	files: ConsoleFiles,
	sql: string,
	target: { readonly folder: string; readonly fileName: string },
	limits: ConsoleLimits = {},
): Promise<ConsoleEnd> {
	const output = { kind: 'parquet', folder: resolve(target.folder), fileName: target.fileName } as const;
	using run = await openRun(files, sql, output, limits, () => undefined);
	await Array.fromAsync(run.pieces());
	return endOf(run, sql);
}

/**
 * Runs SQL that a person typed on a snapshot's marts, in a process of its own that sees nothing else and is killed when
 * it takes too long or too much memory. One SELECT (also `describe`, `summarize`, `show tables`) or EXPLAIN. Values as
 * JSON: integers and doubles number, but text beyond 2^53 and for NaN and the infinities; DECIMAL, days and instants in
 * UTC text; nested values DuckDB's text.
 * @throws QueryError when the query is not admitted, DuckDB refuses it, or it was stopped at a limit
 */
export async function runConsoleQuery(
	files: ConsoleFiles,
	sql: string,
	options: ConsoleOptions = {},
): Promise<ConsoleResult> {
	const limit = { rows: options.limit ?? DEFAULT_ROWS, characters: MOST_CHARACTERS };
	using run = await openRun(files, sql, { kind: 'rows', limit }, options, takeRows);
	const rows = (await Array.fromAsync(run.pieces())).flat();
	const { truncated, seconds } = endOf(run, sql);
	return { columns: run.columns, rows, truncated, seconds };
}
