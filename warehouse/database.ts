import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';

export type Connection = DuckDBConnection;

export interface MemoryOptions {
	/** Threads DuckDB may use; 1 for a server that shares the machine, all cores for a run. */
	readonly threads: number;
	/** DuckDB's own limit, as it writes sizes: `'2GB'`. */
	readonly memoryLimit: string;
	/** Where it may spill; no spilling when left out. */
	readonly tempDirectory?: string;
}

/** An in-memory instance that database files are attached to: every database file is opened through one of these. */
export interface Database {
	connect(): Promise<Connection>;
	close(): void;
}

/**
 * Opens an in-memory DuckDB. This module alone creates instances: two instances on one file, even in one process, open
 * without an error and lose committed rows. Nothing is downloaded or loaded by itself, and the time zone is UTC.
 */
export async function openMemory(options: MemoryOptions): Promise<Database> {
	const instance = await DuckDBInstance.create(':memory:', {
		threads: String(options.threads),
		memory_limit: options.memoryLimit,
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false',
		...(options.tempDirectory === undefined ? {} : { temp_directory: options.tempDirectory }),
	});
	return {
		async connect() {
			const connection = await instance.connect();
			await connection.run("set TimeZone = 'UTC'");
			return connection;
		},
		close: () => instance.closeSync(),
	};
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Attaches a database file under a catalogue name; a file that does not exist is made unless `readOnly`.
 * @throws Error from DuckDB when another process holds the file (the message names its process id)
 */
export async function attach(
	connection: Connection,
	path: string,
	alias: string,
	options: { readonly readOnly: boolean },
): Promise<void> {
	await connection.run(`attach ${quoted(path)} as "${alias}"${options.readOnly ? ' (read_only)' : ''}`);
}

/** Detaches a catalogue: DuckDB checkpoints a written file and lets go of it. */
export async function detach(connection: Connection, alias: string): Promise<void> {
	await connection.run(`detach "${alias}"`);
}
