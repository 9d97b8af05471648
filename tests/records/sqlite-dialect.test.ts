import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRecords } from '#records/database.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-records-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const INSERT = "insert into slots values (?, 'run', null, '2026-01-01T00:00:00Z')";

it('lets nobody write between the reading and the writing of a transaction', async () => {
	const records = await openRecords(folder);
	const other = new DatabaseSync(join(folder, 'records.db'), { timeout: 0 });
	await records.transaction().execute(async (transaction) => {
		await transaction.selectFrom('slots').selectAll().execute();
		expect(() => other.prepare(INSERT).run('2026-01-01T01:00:00Z')).toThrow('database is locked');
		await transaction
			.insertInto('slots')
			.values({ slot_at: '2026-01-01T02:00:00Z', state: 'run', run_id: null, noticed_at: '2026-01-01T02:00:00Z' })
			.execute();
	});
	expect(other.prepare('select slot_at from slots').all()).toEqual([{ slot_at: '2026-01-01T02:00:00Z' }]);
	other.close();
	await records.destroy();
});
