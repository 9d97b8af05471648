import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { backUp } from '#actions/back-up.ts';
import { openBackup } from '#actions/backup/verify.ts';
import { restore } from '#actions/restore.ts';
import { openRecords } from '#records/database.ts';
import { backupOrder, makeSmallFolder, restoreOrder, stateOf, testFolder, typeCompany } from './small-folder.ts';

it('writes one file for its owner alone, which says what it holds, and leaves nothing else behind', async () => {
	const folder = testFolder();
	const dataDir = await makeSmallFolder(folder);
	const receipt = await backUp(backupOrder(folder));
	expect(receipt.parts.map(({ name }) => name)).toEqual(['raw.duckdb', 'records.db', 'config/kundig.config.ts']);
	expect(receipt.bytes).toBe(statSync(receipt.file).size);
	expect(statSync(receipt.file).mode & 0o777).toBe(0o600);
	const { manifest } = await openBackup(receipt.file);
	expect(manifest).toMatchObject({ createdAt: '2026-03-02T10:00:00.000Z', appVersion: '1.2.3' });
	expect(manifest.records.companies).toBe(1);
	expect(manifest.raw.orders__rows?.rows).toBe(3);
	expect(readdirSync(join(dataDir, 'backups'))).toEqual([]);
	expect(readdirSync(folder).sort()).toEqual(['backup.tar', 'data', 'kundig.config.ts']);
});

it('restores to what was there, without the snapshots, which are rebuilt', async () => {
	const folder = testFolder();
	const dataDir = await makeSmallFolder(folder);
	const before = await stateOf(dataDir);
	expect(before).toEqual({ companies: ['Firn AG'], orders: [0, 1, 2], snapshots: 1 });
	await backUp(backupOrder(folder));
	await restore(restoreOrder(folder, 'new'));
	expect(await stateOf(join(folder, 'new'))).toEqual({ ...before, snapshots: 0 });
	expect(readFileSync(join(folder, 'new', 'config', 'kundig.config.ts'), 'utf8')).toBe('export default {};\n');
	// Search finds what it found: its index goes by row numbers, which a copy has to keep.
	const search = new DatabaseSync(join(folder, 'new', 'records.db'));
	expect(search.prepare("select count(*) as n from search_companies where words match 'firn'").get()).toEqual({ n: 1 });
	search.close();
});

it('backs up an instant while others write: what belongs together is there together or not at all', async () => {
	const folder = testFolder();
	const dataDir = await makeSmallFolder(folder);
	const records = await openRecords(dataDir);
	const made = new AbortController();
	let pairs = 0;
	const writing = (async () => {
		while (!made.signal.aborted) {
			await records.transaction().execute(async (transaction) => {
				for (const half of ['a', 'b']) {
					await transaction
						.insertInto('source_states')
						.values({ source: `${half}${pairs}`, rows: 0 })
						.execute();
				}
			});
			pairs += 1;
			await new Promise((resolve) => setImmediate(resolve));
		}
	})();
	await backUp(backupOrder(folder)).finally(() => made.abort());
	await writing;
	await records.destroy();
	expect(pairs).toBeGreaterThan(1);
	await restore(restoreOrder(folder, 'new'));
	const database = new DatabaseSync(join(folder, 'new', 'records.db'));
	const counts = database
		.prepare("select sum(source like 'a%') as a, sum(source like 'b%') as b, count(*) as n from source_states")
		.get();
	database.close();
	expect(counts?.a).toBe(counts?.b);
	expect(counts?.n).toBeLessThanOrEqual(2 * pairs);
});

it('replaces an earlier backup, and nothing that is none', async () => {
	const folder = testFolder();
	const dataDir = await makeSmallFolder(folder);
	const first = await backUp(backupOrder(folder));
	await typeCompany(dataDir, 'Gletscher GmbH');
	const second = await backUp(backupOrder(folder));
	expect(second.sha256).not.toBe(first.sha256);
	expect((await openBackup(second.file)).manifest.records.companies).toBe(2);
	writeFileSync(second.file, 'a letter');
	await expect(backUp(backupOrder(folder))).rejects.toThrow('backup.tar is there already and is no whole backup');
	expect(readFileSync(second.file, 'utf8')).toBe('a letter');
});

it('gives no name to a file that does not restore to what was backed up', async () => {
	const folder = testFolder();
	await makeSmallFolder(folder);
	const first = await backUp(backupOrder(folder));
	const before = readFileSync(first.file);
	const order = backupOrder(folder, {
		onPart: (part) => {
			if (part !== 'written') return;
			// The disk turns a bit of what was written.
			const bytes = readFileSync(`${first.file}.tmp`);
			const middle = Math.floor(bytes.length / 2);
			bytes[middle] = (bytes[middle] ?? 0) ^ 1;
			writeFileSync(`${first.file}.tmp`, bytes);
		},
	});
	await expect(backUp(order)).rejects.toThrow(/is damaged: (raw\.duckdb|records\.db) does not have the SHA-256/);
	expect(readFileSync(first.file).equals(before)).toBe(true);
	expect(existsSync(`${first.file}.tmp`)).toBe(false);
});

it('names a folder that is not there, and a data folder without anything', async () => {
	const folder = testFolder();
	await makeSmallFolder(folder);
	await expect(backUp(backupOrder(folder, { file: join(folder, 'nowhere', 'b.tar') }))).rejects.toThrow(
		`there is no folder ${join(folder, 'nowhere')}`,
	);
	await expect(backUp(backupOrder(folder, { dataDir: join(folder, 'other') }))).rejects.toThrow(
		`there is nothing to back up in ${join(folder, 'other')}`,
	);
});

it('backs up a folder in which nothing was loaded yet', async () => {
	const folder = testFolder();
	const dataDir = await makeSmallFolder(folder);
	rmSync(join(dataDir, 'raw.duckdb'));
	const receipt = await backUp(backupOrder(folder));
	expect(receipt.schemas.raw).toBeNull();
	await restore(restoreOrder(folder, 'new'));
	expect(existsSync(join(folder, 'new', 'raw.duckdb'))).toBe(false);
	expect(existsSync(join(folder, 'new', 'records.db'))).toBe(true);
});

it('clears what a backup left that died, and leaves one that lives alone', async () => {
	const folder = testFolder();
	const dataDir = await makeSmallFolder(folder);
	// 999999 is above what Linux gives to processes by default on machines like these; 1 always lives.
	for (const name of ['work-999999-dead', 'work-1-alive'])
		mkdirSync(join(dataDir, 'backups', name), { recursive: true });
	await backUp(backupOrder(folder));
	expect(readdirSync(join(dataDir, 'backups'))).toEqual(['work-1-alive']);
});
