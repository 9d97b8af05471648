import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { BackupOrder } from '#actions/back-up.ts';
import type { RestoreOrder } from '#actions/restore.ts';
import { act } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import { createCompany } from '#records/people/companies.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';

/** A folder of the test's own that goes with it. */
export function testFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-backup-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Does something with a raw.duckdb and lets go of it. */
export async function withRaw<Result>(
	path: string,
	readOnly: boolean,
	use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
	const database = await openMemory({ threads: 1, memoryLimit: '200MB' });
	const connection = await database.connect();
	try {
		await attach(connection, path, 'raw', { readOnly });
		return await use(connection);
	} finally {
		connection.closeSync();
		database.close();
	}
}

export async function typeCompany(dataDir: string, name: string): Promise<void> {
	const records = await openRecords(dataDir);
	await act(records, 'local', (transaction, author) => createCompany(transaction, author, { name }), {
		at: '2026-03-02T09:00:00.000Z',
	});
	await records.destroy();
}

/** A data folder in which one company was typed and three rows were loaded, with a snapshot that the records know. */
export async function makeSmallFolder(folder: string): Promise<string> {
	const dataDir = join(folder, 'data');
	await typeCompany(dataDir, 'Firn AG');
	const records = await openRecords(dataDir);
	await records
		.insertInto('snapshots')
		.values({
			snapshot_id: 'S1',
			run_id: 'R1',
			as_of: '2026-03-01',
			fingerprint: 'f',
			bytes: 1,
			published_at: '2026-03-01T00:00:00Z',
			details: '{"relations":[],"checks":[]}',
		})
		.execute();
	await records
		.insertInto('pointer')
		.values({ id: 1, snapshot_id: 'S1', moved_at: '2026-03-01T00:00:00Z', reason: 'published' })
		.execute();
	await records.destroy();
	await withRaw(join(dataDir, 'raw.duckdb'), false, async (connection) => {
		await migrateRaw(connection);
		await connection.run('create table raw.main.orders__rows as select range as id from range(3)');
	});
	writeFileSync(join(folder, 'kundig.config.ts'), 'export default {};\n');
	return dataDir;
}

/** An order to back a folder up into `backup.tar` beside it. */
export function backupOrder(folder: string, changes: Partial<BackupOrder> = {}): BackupOrder {
	return {
		dataDir: join(folder, 'data'),
		file: join(folder, 'backup.tar'),
		appVersion: '1.2.3',
		extras: [{ name: 'config/kundig.config.ts', path: join(folder, 'kundig.config.ts') }],
		config: 'config/kundig.config.ts',
		now: new Date('2026-03-02T10:00:00.000Z'),
		waitMs: 0,
		...changes,
	};
}

/** An order to restore `backup.tar` of a folder into another data folder. */
export function restoreOrder(folder: string, into: string, changes: Partial<RestoreOrder> = {}): RestoreOrder {
	return {
		dataDir: join(folder, into),
		file: join(folder, 'backup.tar'),
		isForced: false,
		now: new Date('2026-03-02T11:00:00.000Z'),
		...changes,
	};
}

/** What a data folder holds, as far as these tests tell states apart. */
export async function stateOf(dataDir: string): Promise<{
	readonly companies: readonly string[];
	readonly orders: readonly unknown[];
	readonly snapshots: number;
}> {
	const records = await openRecords(dataDir);
	try {
		const companies = await records.selectFrom('companies').select('name').orderBy('name').execute();
		const snapshots = await records.selectFrom('snapshots').select('snapshot_id').execute();
		const orders = await withRaw(join(dataDir, 'raw.duckdb'), true, (connection) =>
			rows<{ id: number }>(connection, unsafe('select id from raw.main.orders__rows order by id')),
		);
		return {
			companies: companies.map(({ name }) => name),
			orders: orders.map(({ id }) => id),
			snapshots: snapshots.length,
		};
	} finally {
		await records.destroy();
	}
}
