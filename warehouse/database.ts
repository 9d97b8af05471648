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
		// Left out, DuckDB would spill to `.tmp` in the working directory.
		temp_directory: options.tempDirectory ?? '',
	});
	const first = await instance.connect();
	await first.run("set global TimeZone = 'UTC'");
	first.closeSync();
	return {
		connect: () => instance.connect(),
		close: () => instance.closeSync(),
	};
}

/** Sets another limit of what an instance may hold, as DuckDB writes sizes. */
export async function limitMemory(connection: Connection, limit: string): Promise<void> {
	await connection.run(`set memory_limit = ${quoted(limit)}`);
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Attaches a database file under a catalogue name; a file that does not exist is made unless `readOnly`. What is written
 * to one that is not logged is there when it has been detached, and not before: for files that are thrown away with a
 * crash, which are written a sixth faster so.
 * @throws Error from DuckDB when another process holds the file (the message names its process id)
 */
export async function attach(
	connection: Connection,
	path: string,
	alias: string,
	options: { readonly readOnly: boolean; readonly isLogged?: boolean },
): Promise<void> {
	// A file keeps the format it was made with. Older DuckDBs need not read ours, and the newest format writes facts with a
	// fifth less processor time (9.0 s instead of 11.2 s for five million lines).
	const mode = options.readOnly ? 'read_only' : "storage_version 'latest'";
	const logging = options.isLogged === false ? ', recovery_mode no_wal_writes' : '';
	await connection.run(`attach ${quoted(path)} as "${alias}" (${mode}${logging})`);
}

/** Detaches a catalogue: DuckDB checkpoints a written file and lets go of it. */
export async function detach(connection: Connection, alias: string): Promise<void> {
	await connection.run(`detach "${alias}"`);
}

/**
 * Confines an instance to a folder for good: it may still attach database files in there, and nothing else of the file
 * system is in its reach. Settings can no longer be changed, except a connection's search path.
 */
export async function confine(connection: Connection, folder: string): Promise<void> {
	await connection.run(`set allowed_directories = [${quoted(folder)}]`);
	await connection.run('set enable_external_access = false');
	await connection.run('set lock_configuration = true');
}
