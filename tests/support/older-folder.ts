import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { act } from '#records/changes/act.ts';
import { upgradeRecords } from '#records/database.ts';
import { createCompany } from '#records/people/companies.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { migrateRaw, rawVersion } from '#warehouse/raw-schema.ts';

/** The schemas of the version before there were upgrades. */
export const OLD_SCHEMAS = { records: 9, raw: 4 } as const;

/** What `makeOlderFolder` fills in, to be found again after an upgrade. */
export const OLD_STATE = { companies: ['Alte Firma AG'], deals: 1 } as const;

async function withRaw<Result>(
	dataDir: string,
	readOnly: boolean,
	use: (connection: Awaited<ReturnType<Awaited<ReturnType<typeof openMemory>>['connect']>>) => Promise<Result>,
): Promise<Result> {
	const database = await openMemory({ threads: 1, memoryLimit: '200MB' });
	const connection = await database.connect();
	try {
		await attach(connection, join(dataDir, 'raw.duckdb'), 'raw', { readOnly });
		return await use(connection);
	} finally {
		connection.closeSync();
		database.close();
	}
}

/**
 * Makes a data folder as the version before left it: the migrations up to its schemas, a company that somebody typed, and a
 * deal in the history, which nothing can bring back.
 */
export async function makeOlderFolder(dataDir: string): Promise<void> {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const records = await upgradeRecords(dataDir, { upTo: OLD_SCHEMAS.records });
	await act(records, 'local', (transaction, author) => createCompany(transaction, author, { name: 'Alte Firma AG' }), {
		at: '2026-03-02T09:00:00.000Z',
	});
	await records.destroy();
	await withRaw(dataDir, false, async (connection) => {
		await migrateRaw(connection, { upTo: OLD_SCHEMAS.raw });
		await connection.run(`insert into raw.history.deals_by_day (day, source, deal_id, outcome)
			values ('2026-03-01', 'records', 'D1', 'open')`);
	});
}

/** The schemas of a data folder that nobody has open, and what was filled in; changes nothing. */
export async function olderFolderState(dataDir: string): Promise<{
	readonly schemas: { readonly records: number; readonly raw: number };
	readonly companies: readonly unknown[];
	readonly deals: number;
}> {
	const database = new DatabaseSync(join(dataDir, 'records.db'), { readOnly: true });
	const schema = database.prepare('select substr(max(name), 1, 4) as n from kysely_migration').get();
	const companies = database.prepare('select name from companies order by name').all();
	database.close();
	const raw = await withRaw(dataDir, true, async (connection) => ({
		version: await rawVersion(connection),
		deals: await row<{ n: number }>(
			connection,
			sql`select count(*) as n from raw.history.deals_by_day where deal_id = 'D1'`,
		),
	}));
	return {
		schemas: { records: Number(schema?.n), raw: raw.version.schema },
		companies: companies.map(({ name }) => name),
		deals: raw.deals?.n ?? 0,
	};
}
