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
import * as createSuppressions from './migrations/0016-create-suppressions.ts';
import * as describeSources from './migrations/0017-describe-sources.ts';

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
	'0016-create-suppressions': createSuppressions,
	'0017-describe-sources': describeSources,
};

/** records.db has a schema that this version does not know. */
export class NewerRecordsError extends Error {
	readonly hint = 'use the newer version again, or another data folder';
	constructor(migration: string) {
		super(`records.db was written by a newer version of Kundig (it has "${migration}", this version does not)`);
		this.name = 'NewerRecordsError';
	}
}

/** The names of the migrations that a file has had, all of them known here. */
async function doneMigrations<Schema>(db: Kysely<Schema>): Promise<readonly string[]> {
	const tables = await sql<{ name: string }>`
		select name from sqlite_schema where type = 'table' and name = ${DEFAULT_MIGRATION_TABLE}`.execute(db);
	if (tables.rows.length === 0) return [];
	const done = await sql<{ name: string }>`
		select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by name desc`.execute(db);
	const stranger = done.rows.find(({ name }) => !(name in MIGRATIONS));
	if (stranger) throw new NewerRecordsError(stranger.name);
	return done.rows.map(({ name }) => name);
}

/**
 * Brings records.db to the newest schema, all in one transaction.
 * @throws NewerRecordsError when a newer version has migrated the file: nothing is changed then
 * @throws Error when a migration fails: the file is as it was
 */
export async function migrateRecords<Schema>(db: Kysely<Schema>): Promise<void> {
	const done = await doneMigrations(db);
	// The migrator takes the write lock even to find nothing to do; whoever opens the file would wait for its writers.
	if (done.length === Object.keys(MIGRATIONS).length) return;
	const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } });
	const { error, results } = await migrator.migrateToLatest();
	if (error !== undefined) {
		const failed = results?.find((result) => result.status === 'Error')?.migrationName;
		const cause = error instanceof Error ? error.message : JSON.stringify(error);
		throw new Error(`records.db could not be migrated${failed ? ` (${failed})` : ''}: ${cause}`, { cause: error });
	}
}
