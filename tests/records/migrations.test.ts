import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openRecords, upgradeRecords } from '#records/database.ts';
import { NewerRecordsError, OlderRecordsError, RECORDS_SCHEMA } from '#records/migrations.ts';
import { openTestRecords } from './open-records.ts';

it('refuses records of a newer version in words, and leaves them as they are', async () => {
	const { records, dataDir } = await openTestRecords();
	const tables = (): Promise<unknown> => sql`select sql from sqlite_schema order by name`.execute(records);
	const before = await tables();
	await sql`insert into kysely_migration values ('0099-add-everything', '2030-01-01T00:00:00Z')`.execute(records);
	const failure = await openRecords(dataDir).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(NewerRecordsError);
	expect((failure as NewerRecordsError).message).toBe(
		`records.db was written by a newer version of Kundig (it has "0099-add-everything", schema 99; this version knows schema ${RECORDS_SCHEMA})`,
	);
	expect(await tables()).toEqual(before);
});

it('touches records of an earlier version only where somebody who has made a backup says so', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'kundig-records-'));
	await (await upgradeRecords(dataDir, { upTo: 9 })).destroy();
	const failure = await openRecords(dataDir).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(OlderRecordsError);
	expect((failure as OlderRecordsError).message).toBe(
		`records.db has schema 9 of an earlier version of Kundig, this one needs ${RECORDS_SCHEMA}`,
	);
	await (await upgradeRecords(dataDir)).destroy();
	await (await openRecords(dataDir)).destroy();
});

it('notes what it puts into tracked tables, for whoever follows the changes', async () => {
	const { records } = await openTestRecords();
	const changes = await records
		.selectFrom('changes')
		.select(['table_name', 'record_id', 'action', 'version'])
		.execute();
	const made = { action: 'create', version: 1 };
	expect(changes).toEqual([
		{ table_name: 'users', record_id: 'local', ...made },
		{ table_name: 'sales_pipelines', record_id: 'sales', ...made },
		...['qualified', 'meeting', 'proposal', 'negotiation', 'won', 'lost'].map((record_id) => ({
			table_name: 'stages',
			record_id,
			...made,
		})),
	]);
	const meeting = await records
		.selectFrom('changes')
		.select('after')
		.where('record_id', '=', 'meeting')
		.executeTakeFirstOrThrow();
	expect(JSON.parse(meeting.after ?? '')).toEqual({
		stage_id: 'meeting',
		sales_pipeline_id: 'sales',
		name: 'Meeting',
		position: 2,
		outcome: 'open',
		probability: 0.25,
		expected_days: 14,
	});
});

it('leaves nothing of a migration that fails, and goes through when its obstacle is gone', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'kundig-records-'));
	const file = new DatabaseSync(join(dataDir, 'records.db'));
	// The migration makes this table last.
	file.exec('create table lease (id integer)');
	await expect(openRecords(dataDir)).rejects.toThrow(
		'records.db could not be migrated (0001-create-runs): table lease already exists',
	);
	const tables = file.prepare("select name from sqlite_schema where name = 'runs'").all();
	expect(tables).toEqual([]);
	file.exec('drop table lease');
	file.close();
	const records = await openRecords(dataDir);
	expect(await records.selectFrom('runs').selectAll().execute()).toEqual([]);
	await records.destroy();
});
