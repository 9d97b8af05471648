import { fork } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ensureDataFolder, hasRecords, openRecords } from '#records/database.ts';
import { openTestRecords } from './open-records.ts';

function modeOf(path: string): number {
	return statSync(path).mode & 0o777;
}

it('keeps the data folder and the records to their owner, also in a folder that was open to others', async () => {
	const dataDir = join(mkdtempSync(join(tmpdir(), 'kundig-records-')), 'data');
	mkdirSync(dataDir);
	chmodSync(dataDir, 0o755);
	const records = await openRecords(dataDir);
	await records.destroy();
	expect(modeOf(dataDir)).toBe(0o700);
	expect(modeOf(join(dataDir, 'records.db'))).toBe(0o600);
});

it('makes a missing data folder for its owner alone', () => {
	const dataDir = join(mkdtempSync(join(tmpdir(), 'kundig-records-')), 'a', 'b');
	ensureDataFolder(dataDir);
	expect(modeOf(dataDir)).toBe(0o700);
	expect(hasRecords(dataDir)).toBe(false);
});

it('keeps rows when it is opened again, and migrates once', async () => {
	const { records, dataDir } = await openTestRecords();
	await sql`insert into alert_channels values ('webhook', 'hooks.example.com')`.execute(records);
	const again = await openRecords(dataDir);
	expect(await again.selectFrom('alert_channels').select('channel').execute()).toEqual([{ channel: 'webhook' }]);
	const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(again);
	const files = readdirSync(new URL('../../records/migrations', import.meta.url)).sort();
	expect(done.rows.map(({ name }) => `${name}.ts`)).toEqual(files);
	await again.destroy();
	expect(hasRecords(dataDir)).toBe(true);
});

it('is made once by processes that open it at the same time', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'kundig-records-'));
	const opener = new URL('./runs/want-runs.ts', import.meta.url);
	const children = Array.from({ length: 3 }, () => fork(opener, [dataDir]));
	const words = await Promise.all(
		children.map((child) => new Promise((resolve) => child.once('message', resolve).once('exit', resolve))),
	);
	for (const child of children) child.kill('SIGKILL');
	expect(words).toEqual(['ready', 'ready', 'ready']);
});
