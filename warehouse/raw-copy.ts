import { join } from 'node:path';
import { attach, detach } from './database.ts';
import type { Connection } from './database.ts';
import { row, rows, sql, unsafe } from './query.ts';
import { NewerRawError, rawVersion } from './raw-schema.ts';
import type { RawVersion } from './raw-schema.ts';

export const rawFile = (dataDir: string): string => join(dataDir, 'raw.duckdb');

/** What raw.duckdb holds, to compare a copy by. */
export interface RawContents extends RawVersion {
	/** Rows and a sum of their hashes by table, which no order of rows changes: `loads`, `history.fits`. */
	readonly tables: Readonly<Record<string, { readonly rows: number; readonly checksum: string }>>;
}

/** raw.duckdb is there and cannot be read. */
export class DamagedRawError extends Error {
	readonly hint = 'restore the last backup with `kundig restore FILE --force`; what is there is kept aside';
	constructor(path: string, reason: string, options?: ErrorOptions) {
		super(`${path} ${reason}`, options);
		this.name = 'DamagedRawError';
	}
}

/** The process that holds a DuckDB file for itself, as DuckDB's own error names it; null for any other error. */
export function lockHolder(error: unknown): number | null {
	const text = error instanceof Error ? error.message : '';
	if (!/lock on file|Conflicting lock/i.test(text)) return null;
	return Number(/PID (\d+)/.exec(text)?.[1] ?? 0);
}

/**
 * Attaches raw.duckdb as `raw` and says in plain words what is the matter with a file that DuckDB refuses.
 * @throws NewerRawError for the format of a newer DuckDB, DamagedRawError for what is no database or a damaged one
 * @throws Error from DuckDB while another process holds it (`lockHolder` names that)
 */
export async function attachRaw(
	connection: Connection,
	path: string,
	options: { readonly readOnly: boolean },
): Promise<void> {
	try {
		await attach(connection, path, 'raw', options);
	} catch (cause) {
		const text = cause instanceof Error ? cause.message : '';
		const format = /database file with version number (\d+)/.exec(text)?.[1];
		if (format !== undefined) {
			const engine = await row<{ version: string }>(connection, sql`select version() as version`);
			throw new NewerRawError(
				`${path} was written by a newer DuckDB (format ${format}) than this version of Kundig has (${engine?.version ?? 'unknown'})`,
				{ cause },
			);
		}
		if (text.includes('not a valid DuckDB database file')) {
			throw new DamagedRawError(path, 'is not a DuckDB database', { cause });
		}
		if (/Corrupt database file|Could not read enough bytes|Failure while replaying WAL/i.test(text)) {
			throw new DamagedRawError(path, 'is damaged', { cause });
		}
		throw cause;
	}
}

/** Counts and sums up what the database attached as `raw` holds. */
async function contentsOf(connection: Connection): Promise<RawContents> {
	const found = await rows<{ schema: string; name: string }>(
		connection,
		sql`select schema_name as schema, table_name as name from duckdb_tables()
			where database_name = 'raw' and not internal order by schema_name, table_name`,
	);
	const tables: Record<string, { rows: number; checksum: string }> = {};
	for (const { schema, name } of found) {
		const sum = await row<{ rows: number; checksum: string }>(
			connection,
			unsafe(
				`select count(*) as rows, coalesce(sum(hash(t)::hugeint), 0)::varchar as checksum
				from raw."${schema}"."${name.replaceAll('"', '""')}" as t`,
			),
		);
		tables[schema === 'main' ? name : `${schema}.${name}`] = { rows: sum?.rows ?? 0, checksum: sum?.checksum ?? '0' };
	}
	return { ...(await rawVersion(connection)), tables };
}

/**
 * Copies raw.duckdb, as it is at one instant, into a fresh file: what was deleted is not in it. The file must not be open in
 * this process. Gives what the original holds.
 * @throws Error from DuckDB while a run writes it
 */
export async function copyRaw(connection: Connection, dataDir: string, target: string): Promise<RawContents> {
	await attachRaw(connection, rawFile(dataDir), { readOnly: true });
	try {
		const contents = await contentsOf(connection);
		await attach(connection, target, 'raw_copy', { readOnly: false, isLogged: false });
		try {
			await connection.run('copy from database raw to raw_copy');
		} finally {
			await detach(connection, 'raw_copy');
		}
		return contents;
	} finally {
		await detach(connection, 'raw');
	}
}

/** What a raw.duckdb at any path holds, read from its start to its end. */
export async function rawContents(connection: Connection, path: string): Promise<RawContents> {
	await attachRaw(connection, path, { readOnly: true });
	try {
		return await contentsOf(connection);
	} finally {
		await detach(connection, 'raw');
	}
}
