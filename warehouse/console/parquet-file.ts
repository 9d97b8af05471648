import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBTypeId, quotedIdentifier, quotedString } from '@duckdb/node-api';
import { confine, openMemory } from '../database.ts';
import type { ResultStream } from '../result-stream.ts';

const MEMORY_LIMIT = '256MB';
const CHUNKS_BETWEEN_COLLECTIONS = 64;

/** Parquet has no integer of 128 bits: DuckDB would write a rounded double. */
const AS_DECIMAL: readonly DuckDBTypeId[] = [DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT];

/**
 * Writes a result to a Parquet file with the types it has; integers of 128 bits become DECIMAL(38, 0). Names and types
 * come from what a person typed, so they are quoted, and the instance that writes is confined to the folder, where it
 * also spills. Gives the number of rows.
 */
export async function writeParquet(result: ResultStream, folder: string, fileName: string): Promise<number> {
	const tempDirectory = join(folder, 'spill');
	await mkdir(tempDirectory, { recursive: true });
	const database = await openMemory({ threads: 1, memoryLimit: MEMORY_LIMIT, tempDirectory });
	const connection = await database.connect();
	try {
		await confine(connection, folder);
		const names = result.names.map(quotedIdentifier);
		const columns = result.types.map((type, index) => `${names[index]} ${type.toString()}`);
		await connection.run(`create table result (${columns.join(', ')})`);
		const appender = await connection.createAppender('result');
		let rows = 0;
		let chunks = 0;
		for await (const chunk of result.chunks()) {
			appender.appendDataChunk(chunk);
			rows += chunk.rowCount;
			chunks += 1;
			// JavaScript sees only the small handle of a chunk, not its memory, and would let thousands of them lie.
			if (chunks % CHUNKS_BETWEEN_COLLECTIONS === 0) globalThis.gc?.({ type: 'minor', execution: 'sync' });
		}
		appender.closeSync();
		const selected = result.types.map((type, index) => {
			const name = names[index] ?? '';
			return AS_DECIMAL.includes(type.typeId) ? `${name}::decimal(38, 0) as ${name}` : name;
		});
		const file = quotedString(join(folder, fileName));
		await connection.run(
			`copy (select ${selected.join(', ')} from result) to ${file} (format parquet, compression zstd)`,
		);
		return rows;
	} finally {
		connection.closeSync();
		database.close();
	}
}
