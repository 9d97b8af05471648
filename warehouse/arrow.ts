import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { Data, Field, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from 'apache-arrow';
import type { ColumnBuilder } from './arrow/column-builder.ts';
import { columnBuilder } from './arrow/columns.ts';
import { chunkColumn } from './arrow/chunk-column.ts';
import { QueryError } from './query.ts';
import type { Sql } from './query.ts';
import { openResultStream } from './result-stream.ts';
import type { ResultStream } from './result-stream.ts';

/** A record batch ends at the first chunk that reaches one of these: few enough batches, bounded memory. */
const BATCH_ROWS = 65_536;
const BATCH_BYTES = 8 * 1024 * 1024;

/** Writes messages of an Arrow stream into memory, from where they are taken as they are finished. */
class MessageWriter extends RecordBatchStreamWriter {
	#parts: Uint8Array[] = [];

	protected override _write(part: ArrayBufferView): this {
		this.#parts.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
		return this;
	}

	/** What was written since the last call, copied: column builders use their memory again. */
	take(): Uint8Array {
		const bytes = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.byteLength, 0));
		let at = 0;
		for (const part of this.#parts) {
			bytes.set(part, at);
			at += part.byteLength;
		}
		this.#parts = [];
		return bytes;
	}
}

interface Column {
	readonly name: string;
	readonly builder: ColumnBuilder;
}

function openColumns({ names, types }: ResultStream, sqlText: string): Column[] {
	return types.map((type, index) => {
		const name = names[index] ?? '';
		const builder = columnBuilder(type);
		if (builder) return { name, builder };
		throw new QueryError(
			`column "${name}" has type ${type.toString()}, which Arrow output cannot hold (cast it, for example to varchar)`,
			sqlText,
		);
	});
}

function appendChunk(columns: readonly Column[], chunk: DuckDBDataChunk, sqlText: string): void {
	columns.forEach(({ name, builder }, index) => {
		try {
			builder.append(chunkColumn(chunk.chunk, index, chunk.rowCount));
		} catch (cause) {
			if (!(cause instanceof RangeError)) throw cause;
			throw new QueryError(`column "${name}": ${cause.message} (cast it, for example to varchar)`, sqlText, { cause });
		}
	});
}

/**
 * A result as one Arrow IPC stream, in pieces: the schema, each record batch (and before the first the dictionaries),
 * the end. Types follow DuckDB's declared types alone: JSON and UUID are text, HUGEINT is Decimal128(38, 0), an ENUM a
 * dictionary of its values, an instant in microseconds UTC. `sqlText` is for errors only.
 * @throws QueryError naming column and type where Arrow has no place for it (nested types, INTERVAL, BIT, UHUGEINT), and
 * naming column and value for infinite dates, 24:00:00 and integers of more than 38 digits
 */
export async function* arrowOfResult(result: ResultStream, sqlText: string): AsyncGenerator<Uint8Array> {
	const columns = openColumns(result, sqlText);
	const schema = new Schema(columns.map(({ name, builder }) => new Field(name, builder.type, true)));
	const rowType = new Struct(schema.fields);
	const writer = new MessageWriter();
	let rows = 0;

	function takeBatch(): Uint8Array {
		const children = columns.map(({ builder }) => builder.build());
		writer.write(new RecordBatch(schema, new Data(rowType, 0, rows, 0, {}, children)));
		const bytes = writer.take();
		for (const { builder } of columns) builder.clear();
		rows = 0;
		return bytes;
	}

	writer.reset(undefined, schema);
	yield writer.take();
	for await (const chunk of result.chunks()) {
		appendChunk(columns, chunk, sqlText);
		// Asked after the columns were copied, which keeps the chunk, and so the memory of its vectors, alive until then.
		rows += chunk.rowCount;
		const bytes = columns.reduce((sum, { builder }) => sum + builder.byteLength, 0);
		if (rows >= BATCH_ROWS || bytes >= BATCH_BYTES) yield takeBatch();
	}
	if (rows > 0) yield takeBatch();
	writer.close();
	yield writer.take();
}

/**
 * Runs a query and gives its result as pieces of one Arrow IPC stream, as DuckDB delivers it; see `arrowOfResult`. The
 * connection must not be in a transaction, nor be used for anything else until the last piece was taken.
 * @throws QueryError with the SQL when DuckDB refuses it, at once or on the way
 */
export async function* arrowBatches(connection: DuckDBConnection, query: Sql): AsyncGenerator<Uint8Array> {
	await using result = await openResultStream(connection, query);
	yield* arrowOfResult(result, query.text);
}

/**
 * Runs a query and gives its whole result as one Arrow IPC stream; see `arrowOfResult`. No rows still carry the schema.
 * @throws QueryError as `arrowBatches`
 */
export async function encodeArrow(connection: DuckDBConnection, query: Sql): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for await (const part of arrowBatches(connection, query)) parts.push(part);
	return Buffer.concat(parts);
}
