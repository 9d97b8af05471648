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

const INSERT = "insert into alert_channels values (?, 'mail.example.com:587')";

it('lets nobody write between the reading and the writing of a transaction', async () => {
	const records = await openRecords(folder);
	const other = new DatabaseSync(join(folder, 'records.db'), { timeout: 0 });
	await records.transaction().execute(async (transaction) => {
		await transaction.selectFrom('alert_channels').selectAll().execute();
		expect(() => other.prepare(INSERT).run('email')).toThrow('database is locked');
		await transaction
			.insertInto('alert_channels')
			.values({ channel: 'webhook', target: 'hooks.example.com' })
			.execute();
	});
	expect(other.prepare('select channel from alert_channels').all()).toEqual([{ channel: 'webhook' }]);
	other.close();
	await records.destroy();
});
