import { join } from 'node:path';
import { isDamage } from './damage.ts';
import { attach, detach } from './database.ts';
import type { Connection } from './database.ts';
import { row, sql } from './query.ts';
import { NewerRawError, rawVersion } from './raw-schema.ts';
import type { RawVersion } from './raw-schema.ts';
import { tableContents } from './table-contents.ts';
import type { TableContents } from './table-contents.ts';

export const rawFile = (dataDir: string): string => join(dataDir, 'raw.duckdb');

/** What raw.duckdb holds, to compare a copy by. */
export interface RawContents extends RawVersion {
	readonly tables: TableContents;
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
		if (isDamage(cause)) throw new DamagedRawError(path, 'is damaged', { cause });
		throw cause;
	}
}

/**
 * Does what reads or writes an attached raw.duckdb, and says it when a part of that turns out damaged.
 * @throws DamagedRawError
 */
export async function whileUsingRaw<Result>(path: string, use: () => Promise<Result>): Promise<Result> {
	try {
		return await use();
	} catch (cause) {
		throw isDamage(cause) ? new DamagedRawError(path, 'is damaged', { cause }) : cause;
	}
}

/** What the database attached as `raw` holds. @throws DamagedRawError */
function contentsOf(connection: Connection, path: string): Promise<RawContents> {
	return whileUsingRaw(path, async () => ({
		...(await rawVersion(connection)),
		tables: await tableContents(connection, 'raw'),
	}));
}

/**
 * Copies raw.duckdb, as it is at one instant, into a fresh file: what was deleted is not in it. The file must not be open in
 * this process. Gives what the original holds.
 * @throws Error from DuckDB while a run writes it
 */
export async function copyRaw(connection: Connection, dataDir: string, target: string): Promise<RawContents> {
	const path = rawFile(dataDir);
	await attachRaw(connection, path, { readOnly: true });
	try {
		const contents = await contentsOf(connection, path);
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
		return await contentsOf(connection, path);
	} finally {
		await detach(connection, 'raw');
	}
}
