import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import * as createRuns from './migrations/0001-create-runs.ts';

const MIGRATIONS: Readonly<Record<string, Migration>> = {
	'0001-create-runs': createRuns,
};

/**
 * Brings records.db to the newest schema, each migration in a transaction.
 * @throws Error when a migration fails or the file was written by a newer version
 */
export async function migrateRecords<Schema>(db: Kysely<Schema>): Promise<void> {
	const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } });
	const { error, results } = await migrator.migrateToLatest();
	if (error !== undefined) {
		const failed = results?.find((result) => result.status === 'Error')?.migrationName;
		const cause = error instanceof Error ? error.message : JSON.stringify(error);
		throw new Error(`records.db could not be migrated${failed ? ` (${failed})` : ''}: ${cause}`, { cause: error });
	}
}
