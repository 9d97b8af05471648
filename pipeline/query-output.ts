import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { openConsoleArrow, openConsoleRows, runConsoleQuery, writeConsoleParquet } from '#warehouse/console.ts';
import type { ConsoleEnd, ConsoleFiles, ConsoleOptions } from '#warehouse/console.ts';
import { UsageError } from './errors.ts';
import { csvRecords } from './query-output/csv.ts';
import { tableText } from './query-output/table.ts';
import { passThroughFile, writeChunks, writeToFile, writeToStdout } from './query-output/target.ts';

export const QUERY_FORMATS = ['table', 'json', 'csv', 'parquet', 'arrow'] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

export interface QueryOutput {
	readonly format: QueryFormat;
	/** The file to write; null writes to `stdout`. */
	readonly out: string | null;
	readonly stdout: Writable & { readonly isTTY?: boolean };
}

/** What was written; rows are truncated in table and json only. */
export type QuerySummary = Pick<ConsoleEnd, 'rowsCount' | 'truncated' | 'seconds'>;

interface Query {
	readonly files: ConsoleFiles;
	readonly sql: string;
	readonly options: ConsoleOptions;
}

/** For a whole result; a first look at a query (table, json) has the console's own, shorter limit. */
const WHOLE_RESULT_SECONDS = 600;

type Chunks = Iterable<string> | AsyncIterable<string | Uint8Array>;

async function writeStream(chunks: Chunks, { out, stdout }: QueryOutput): Promise<void> {
	if (out === null) await writeToStdout(stdout, chunks);
	else await writeToFile(out, (folder, fileName) => writeChunks(join(folder, fileName), chunks));
}

async function writeLimited({ files, sql, options }: Query, output: QueryOutput): Promise<QuerySummary> {
	const result = await runConsoleQuery(files, sql, options);
	await writeStream([output.format === 'json' ? `${JSON.stringify(result)}\n` : tableText(result)], output);
	return { rowsCount: result.rows.length, truncated: result.truncated, seconds: result.seconds };
}

async function writeCsv({ files, sql, options }: Query, output: QueryOutput): Promise<QuerySummary | null> {
	using run = await openConsoleRows(files, sql, options);
	async function* records(): AsyncGenerator<string> {
		yield csvRecords([run.columns.map(({ name }) => name)]);
		for await (const rows of run.pieces()) yield csvRecords(rows);
	}
	await writeStream(records(), output);
	return run.end();
}

async function writeArrow({ files, sql, options }: Query, output: QueryOutput): Promise<QuerySummary | null> {
	using run = await openConsoleArrow(files, sql, options);
	await writeStream(run.pieces(), output);
	return run.end();
}

function writeParquet({ files, sql, options }: Query, { out, stdout }: QueryOutput): Promise<QuerySummary> {
	const write = (folder: string, fileName: string) => writeConsoleParquet(files, sql, { folder, fileName }, options);
	return out === null ? passThroughFile(stdout, write) : writeToFile(out, write);
}

function refuseTerminal({ format, out, stdout }: QueryOutput): void {
	const isBinary = format === 'parquet' || format === 'arrow';
	if (!isBinary || out !== null || stdout.isTTY !== true) return;
	throw new UsageError(`${format} is binary, and stdout is a terminal`, {
		hint: `name a file with --out FILE, or pass it on: … --format ${format} | …`,
	});
}

/**
 * Runs SQL that a person typed on a snapshot's marts and writes the result. `table` is for eyes and `json` the shape of
 * the command line; both give the first rows up to the limit and say when there are more. `csv` (RFC 4180, exact values),
 * `parquet` and `arrow` (an IPC stream) give every row, with DuckDB's types, and may take ten minutes rather than half a
 * one. A file appears whole under its name or not at all. Gives null when the reader of stdout left before the end.
 * @throws QueryError from the query; UsageError for a binary format on a terminal or a file that cannot be written
 */
export async function writeQuery(
	files: ConsoleFiles,
	sql: string,
	output: QueryOutput,
	options: ConsoleOptions = {},
): Promise<QuerySummary | null> {
	refuseTerminal(output);
	const isWhole = output.format !== 'table' && output.format !== 'json';
	const query = { files, sql, options: isWhole ? { timeoutSeconds: WHOLE_RESULT_SECONDS, ...options } : options };
	switch (output.format) {
		case 'table':
		case 'json':
			return writeLimited(query, output);
		case 'csv':
			return writeCsv(query, output);
		case 'arrow':
			return writeArrow(query, output);
		case 'parquet':
			return writeParquet(query, output);
	}
}
