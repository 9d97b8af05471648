import { readdir, readFile } from 'node:fs/promises';
import type { Connection } from './database.ts';
import { row, sql } from './query.ts';

const MIGRATIONS = new URL('./migrations/', import.meta.url);

/** raw.duckdb, or the format of its file, is of a newer version than this one. */
export class NewerRawError extends Error {
	readonly hint = 'use the newer version again, or another data folder';
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'NewerRawError';
	}
}

/** What raw.duckdb says of itself; null where it was not noted yet. */
export interface RawVersion {
	readonly schema: number;
	readonly folderId: string | null;
	readonly appVersion: string | null;
	/** DuckDB's version. */
	readonly engine: string | null;
}

async function migrationFiles(): Promise<string[]> {
	const names = await readdir(MIGRATIONS);
	return names.filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
}

/** The schema that this version of the product knows. */
export async function knownRawSchema(): Promise<number> {
	return (await migrationFiles()).length;
}

async function hasTable(connection: Connection, name: string): Promise<boolean> {
	const found = await row(
		connection,
		sql`select 1 as found from duckdb_tables()
			where database_name = 'raw' and schema_name = 'main' and table_name = ${name}`,
	);
	return found !== null;
}

/** What the database attached as `raw` says of itself; schema 0 for one without any table. Changes nothing. */
export async function rawVersion(connection: Connection): Promise<RawVersion> {
	const schema = (await hasTable(connection, 'schema_version'))
		? await row<{ version: number }>(
				connection,
				sql`select coalesce(max(version), 0) as version from raw.main.schema_version`,
			)
		: null;
	const stamp = (await hasTable(connection, 'store_version'))
		? await row<{ folderId: string; appVersion: string; engine: string }>(
				connection,
				sql`select folder_id as "folderId", app_version as "appVersion", engine from raw.main.store_version`,
			)
		: null;
	return {
		schema: schema?.version ?? 0,
		folderId: stamp?.folderId ?? null,
		appVersion: stamp?.appVersion ?? null,
		engine: stamp?.engine ?? null,
	};
}

/**
 * Refuses the database attached as `raw` when a newer version of the product has migrated it.
 * @throws NewerRawError that names both versions
 */
export async function requireKnownRaw(connection: Connection): Promise<RawVersion> {
	const version = await rawVersion(connection);
	const known = await knownRawSchema();
	if (version.schema > known) {
		const by = version.appVersion === null ? 'a newer version of Kundig' : `Kundig ${version.appVersion}`;
		throw new NewerRawError(`raw.duckdb has schema ${version.schema}, this version knows ${known}: ${by} wrote it`);
	}
	return version;
}

/**
 * Brings the database attached as `raw` to the newest schema, or as far as `upTo`: numbered files, forward only, all that
 * are missing in one transaction with their numbers, and a checkpoint at the end because replaying DDL from the log is
 * DuckDB's weak side.
 * @throws NewerRawError when a newer version of the product wrote the database
 */
export async function migrateRaw(
	connection: Connection,
	options: { readonly upTo?: number; readonly onMigrated?: (version: number) => void } = {},
): Promise<void> {
	const { schema: current } = await requireKnownRaw(connection);
	const files = await migrationFiles();
	const missing = files
		.map((name, index) => ({ name, version: index + 1 }))
		.filter(({ version }) => version > current && version <= (options.upTo ?? files.length));
	if (missing.length === 0) return;
	await connection.run('begin transaction');
	try {
		await connection.run('create table if not exists raw.main.schema_version (version integer, applied_at timestamp)');
		for (const { name, version } of missing) {
			await connection.run(await readFile(new URL(name, MIGRATIONS), 'utf8'));
			await connection.run('insert into raw.main.schema_version values ($1, now()::timestamp)', [version]);
			options.onMigrated?.(version);
		}
		await connection.run('commit');
	} catch (cause) {
		await connection.run('rollback');
		throw cause;
	}
	await connection.run('checkpoint raw');
}

/** Notes in the database attached as `raw` which folder it belongs to and which version writes it. Writes only changes. */
export async function stampRaw(
	connection: Connection,
	stamp: { readonly folderId: string; readonly appVersion: string; readonly at: string },
): Promise<void> {
	const known = await rawVersion(connection);
	const engine = (await row<{ version: string }>(connection, sql`select version() as version`))?.version ?? '';
	if (known.folderId === stamp.folderId && known.appVersion === stamp.appVersion && known.engine === engine) return;
	await connection.run('begin transaction');
	await connection.run('delete from raw.main.store_version');
	await connection.run('insert into raw.main.store_version values ($1, $2, $3, $4::timestamp)', [
		stamp.folderId,
		stamp.appVersion,
		engine,
		stamp.at,
	]);
	await connection.run('commit');
}
