import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import * as createRuns from './migrations/0001-create-runs.ts';
import * as createChanges from './migrations/0002-create-changes.ts';
import * as createPeople from './migrations/0003-create-people.ts';
import * as createSales from './migrations/0004-create-sales.ts';
import * as createService from './migrations/0005-create-service.ts';
import * as createMarketing from './migrations/0006-create-marketing.ts';
import * as createSearch from './migrations/0007-create-search.ts';
import * as wantRefits from './migrations/0008-want-refits.ts';
import * as createListMembers from './migrations/0009-create-list-members.ts';
import * as createSlotLedger from './migrations/0010-create-slot-ledger.ts';
import * as createIncidents from './migrations/0011-create-incidents.ts';
import * as createStoreVersion from './migrations/0012-create-store-version.ts';
import * as createBackups from './migrations/0013-create-backups.ts';
import * as createSuppressions from './migrations/0016-create-suppressions.ts';
import * as describeSources from './migrations/0017-describe-sources.ts';
import * as wantBackfills from './migrations/0018-want-backfills.ts';
import * as createUploads from './migrations/0019-create-uploads.ts';
import * as createRemovals from './migrations/0020-create-removals.ts';

const MIGRATIONS: Readonly<Record<string, Migration>> = {
	'0001-create-runs': createRuns,
	'0002-create-changes': createChanges,
	'0003-create-people': createPeople,
	'0004-create-sales': createSales,
	'0005-create-service': createService,
	'0006-create-marketing': createMarketing,
	'0007-create-search': createSearch,
	'0008-want-refits': wantRefits,
	'0009-create-list-members': createListMembers,
	'0010-create-slot-ledger': createSlotLedger,
	'0011-create-incidents': createIncidents,
	'0012-create-store-version': createStoreVersion,
	'0013-create-backups': createBackups,
	'0016-create-suppressions': createSuppressions,
	'0017-describe-sources': describeSources,
	'0018-want-backfills': wantBackfills,
	'0019-create-uploads': createUploads,
	'0020-create-removals': createRemovals,
};

/** The number of the newest schema that this version knows, and of any migration by its name. */
const numberOf = (migration: string): number => Number(migration.slice(0, 4));
export const RECORDS_SCHEMA = Math.max(...Object.keys(MIGRATIONS).map(numberOf));

/** records.db has a schema that this version does not know. */
export class NewerRecordsError extends Error {
	readonly hint = 'use the newer version again, or another data folder';
	constructor(migration: string, appVersion: string | null = null) {
		const version = appVersion === null ? 'a newer version of Kundig' : `Kundig ${appVersion}, a newer version`;
		super(
			`records.db was written by ${version} (it has "${migration}", schema ${numberOf(migration)}; this version knows schema ${RECORDS_SCHEMA})`,
		);
		this.name = 'NewerRecordsError';
	}
}

/** records.db has the schema of an earlier version; it is upgraded with a backup first, by whoever holds the folder. */
export class OlderRecordsError extends Error {
	readonly hint = 'run `kundig start` or `kundig run`: either makes a backup and upgrades it';
	readonly schema: number;
	constructor(schema: number) {
		super(`records.db has schema ${schema} of an earlier version of Kundig, this one needs ${RECORDS_SCHEMA}`);
		this.name = 'OlderRecordsError';
		this.schema = schema;
	}
}

/** The version that last wrote the file, where it says. */
async function writtenBy<Schema>(db: Kysely<Schema>): Promise<string | null> {
	const found = await sql<{ version: string | null }>`select app_version as version from store_version`
		.execute(db)
		.catch(() => null);
	return found?.rows[0]?.version ?? null;
}

/** The names of the migrations that a file has had, the newest first, all of them known here. */
async function doneMigrations<Schema>(db: Kysely<Schema>): Promise<readonly string[]> {
	const tables = await sql<{ name: string }>`
		select name from sqlite_schema where type = 'table' and name = ${DEFAULT_MIGRATION_TABLE}`.execute(db);
	if (tables.rows.length === 0) return [];
	const done = await sql<{ name: string }>`
		select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by name desc`.execute(db);
	const stranger = done.rows.find(({ name }) => !(name in MIGRATIONS));
	if (stranger) throw new NewerRecordsError(stranger.name, await writtenBy(db));
	return done.rows.map(({ name }) => name);
}

/**
 * The schema that a file has: 0 for one without any.
 * @throws NewerRecordsError when a newer version has migrated the file
 */
export async function recordsSchema<Schema>(db: Kysely<Schema>): Promise<number> {
	const [newest] = await doneMigrations(db);
	return newest === undefined ? 0 : numberOf(newest);
}

export interface MigrateOptions {
	readonly mayUpgrade?: boolean;
	/** The last schema to bring it to; the newest when left out. */
	readonly upTo?: number;
	/** Hears of each migration that was done, within the transaction of all: tests end the process there. */
	readonly onMigrated?: (schema: number) => void;
}

function told(name: string, migration: Migration, onMigrated: ((schema: number) => void) | undefined): Migration {
	return {
		async up(db) {
			await migration.up(db);
			onMigrated?.(numberOf(name));
		},
	};
}

/**
 * Brings records.db to the newest schema, or as far as `upTo`, all in one transaction. A file that has none gets it; one of
 * an earlier version is refused unless `mayUpgrade`.
 * @throws NewerRecordsError when a newer version has migrated the file: nothing is changed then
 * @throws OlderRecordsError when it would have to be upgraded and may not
 * @throws Error when a migration fails: the file is as it was
 */
export async function migrateRecords<Schema>(db: Kysely<Schema>, options: MigrateOptions = {}): Promise<void> {
	const done = await doneMigrations(db);
	const upTo = options.upTo ?? RECORDS_SCHEMA;
	const wanted = Object.fromEntries(
		Object.entries(MIGRATIONS)
			.filter(([name]) => numberOf(name) <= upTo)
			.map(([name, migration]) => [name, told(name, migration, options.onMigrated)]),
	);
	// The migrator takes the write lock even to find nothing to do; whoever opens the file would wait for its writers.
	if (done.length >= Object.keys(wanted).length) return;
	if (done[0] !== undefined && options.mayUpgrade !== true) throw new OlderRecordsError(numberOf(done[0]));
	const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(wanted) } });
	const { error, results } = await migrator.migrateToLatest();
	if (error !== undefined) {
		const failed = results?.find((result) => result.status === 'Error')?.migrationName;
		const cause = error instanceof Error ? error.message : JSON.stringify(error);
		throw new Error(`records.db could not be migrated${failed ? ` (${failed})` : ''}: ${cause}`, { cause: error });
	}
}
