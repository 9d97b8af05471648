import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUp } from '#actions/back-up.ts';
import { BackupError } from '#actions/backup/backup-error.ts';
import { restore } from '#actions/restore.ts';
import type { RestorePart } from '#actions/restore.ts';
import { openRecords } from '#records/database.ts';
import { LeaseHeldError, takeLease } from '#records/lease.ts';
import { RECORDS_SCHEMA } from '#records/migrations.ts';
import { backupOrder, makeSmallFolder, restoreOrder, stateOf, testFolder, typeCompany } from './small-folder.ts';

const BACKED_UP = { companies: ['Firn AG'], orders: [0, 1, 2], snapshots: 0 };

/** A data folder, its backup, and a company typed since. */
async function changedSince(): Promise<{ readonly folder: string; readonly dataDir: string }> {
	const folder = testFolder();
	const dataDir = await makeSmallFolder(folder);
	await backUp(backupOrder(folder));
	await typeCompany(dataDir, 'Gletscher GmbH');
	return { folder, dataDir };
}

it('puts nothing over what is there unless it is told to, and keeps it aside then', async () => {
	const { folder, dataDir } = await changedSince();
	const now = await stateOf(dataDir);
	await expect(restore(restoreOrder(folder, 'data'))).rejects.toThrow('holds records.db and raw.duckdb already');
	expect(await stateOf(dataDir)).toEqual(now);
	const { aside } = await restore(restoreOrder(folder, 'data', { isForced: true }));
	expect(await stateOf(dataDir)).toEqual(BACKED_UP);
	expect(aside).toBe(join(dataDir, 'replaced', '2026-03-02T11-00-00'));
	// What was put aside is a data folder of its own.
	expect(await stateOf(aside ?? '')).toEqual(now);
	expect(readdirSync(dataDir).filter((name) => name.startsWith('restore'))).toEqual([]);
});

it('moves nothing over what an earlier restore of the same instant has put aside', async () => {
	const { folder, dataDir } = await changedSince();
	await restore(restoreOrder(folder, 'data', { isForced: true }));
	const { aside } = await restore(restoreOrder(folder, 'data', { isForced: true }));
	expect(aside).toBe(join(dataDir, 'replaced', '2026-03-02T11-00-00-2'));
	expect((await stateOf(join(dataDir, 'replaced', '2026-03-02T11-00-00'))).companies).toContain('Gletscher GmbH');
});

it('takes a folder that some verb has only looked into for an empty one', async () => {
	const { folder } = await changedSince();
	await (await openRecords(join(folder, 'new'))).destroy();
	await restore(restoreOrder(folder, 'new'));
	expect(await stateOf(join(folder, 'new'))).toEqual(BACKED_UP);
});

it('leaves a folder that another process holds as it is, and names that process', async () => {
	const { folder, dataDir } = await changedSince();
	const records = await openRecords(dataDir);
	const lease = await takeLease(records, dataDir, 'run', new Date());
	const failure = await restore(restoreOrder(folder, 'data', { isForced: true })).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(LeaseHeldError);
	expect((failure as LeaseHeldError).holder).toEqual({ pid: process.pid, role: 'run' });
	await lease.release();
	await records.destroy();
	expect((await stateOf(dataDir)).companies).toEqual(['Firn AG', 'Gletscher GmbH']);
});

describe('a file that is no whole backup is refused before anything is touched', () => {
	async function refusal(damage: (file: string) => void): Promise<string> {
		const { folder, dataDir } = await changedSince();
		const before = await stateOf(dataDir);
		damage(join(folder, 'backup.tar'));
		const failure = await restore(restoreOrder(folder, 'data', { isForced: true })).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(BackupError);
		expect(await stateOf(dataDir)).toEqual(before);
		expect(existsSync(join(dataDir, 'replaced'))).toBe(false);
		expect(readdirSync(dataDir).filter((name) => name.startsWith('restore'))).toEqual([]);
		return (failure as BackupError).message;
	}

	it('one with a bit that turned', async () => {
		const message = await refusal((file) => {
			const bytes = readFileSync(file);
			const middle = Math.floor(bytes.length / 2);
			bytes[middle] = (bytes[middle] ?? 0) ^ 8;
			writeFileSync(file, bytes);
		});
		expect(message).toMatch(/is damaged: (raw\.duckdb|records\.db) does not have the SHA-256 that the manifest gives/);
	});

	it('one that was cut short', async () => {
		expect(await refusal((file) => truncateSync(file, 400_000))).toMatch(/is no whole backup: .*in the middle/);
	});

	it('something else', async () => {
		expect(await refusal((file) => writeFileSync(file, 'a letter'.repeat(200)))).toContain('it is no tar archive');
	});

	/** Rewrites the manifest of a backup, and nothing else. */
	function changeManifest(file: string, change: (text: string) => string): void {
		const work = `${file}.parts`;
		mkdirSync(work);
		execFileSync('tar', ['-xf', file, '-C', work]);
		const path = join(work, 'manifest.json');
		writeFileSync(path, change(readFileSync(path, 'utf8')));
		const names = execFileSync('tar', ['-tf', file], { encoding: 'utf8' }).trimEnd().split('\n');
		execFileSync('tar', ['--format=posix', '-cf', file, '-C', work, ...names]);
	}

	it('one of a newer schema, with both versions named', async () => {
		const newer = RECORDS_SCHEMA + 1;
		const message = await refusal((file) =>
			changeManifest(file, (text) => text.replace(`"records": ${RECORDS_SCHEMA}`, `"records": ${newer}`)),
		);
		expect(message).toContain(
			`was made by a newer version, Kundig 1.2.3: records.db has schema ${newer}, this version knows ${RECORDS_SCHEMA}`,
		);
	});

	it('one of a later layout', async () => {
		const message = await refusal((file) => changeManifest(file, (text) => text.replace('"format": 1', '"format": 2')));
		expect(message).toContain('has layout 2 of a newer version of Kundig, this one reads layout 1');
	});

	it('one that would write outside of the folder', async () => {
		const message = await refusal((file) =>
			changeManifest(file, (text) => text.replaceAll('config/kundig.config.ts', 'config/../../../evil.ts')),
		);
		expect(message).toContain('a part has no such name');
	});

	it('one whose rows are not those it tells of', async () => {
		const message = await refusal((file) =>
			changeManifest(file, (text) => text.replace('"companies": 1', '"companies": 2')),
		);
		expect(message).toContain('does not restore to what was backed up: records.db: table companies');
	});
});

describe('a restore that ends at any point', () => {
	const DECIDED: readonly RestorePart[] = ['decided', 'aside-one', 'aside', 'placed-one', 'placed'];

	async function interruptAt(part: RestorePart): Promise<{ folder: string; dataDir: string }> {
		const { folder, dataDir } = await changedSince();
		const interrupted = restoreOrder(folder, 'data', {
			isForced: true,
			onPart: (reached) => {
				if (reached === part) throw new Error('interrupted');
			},
		});
		await expect(restore(interrupted)).rejects.toThrow('interrupted');
		return { folder, dataDir };
	}

	it.each(['extracted', 'checked'] as const)('at %s leaves what was there', async (part) => {
		const { dataDir } = await interruptAt(part);
		expect((await stateOf(dataDir)).companies).toEqual(['Firn AG', 'Gletscher GmbH']);
	});

	it.each(DECIDED)('at %s is finished by whoever opens the folder next, and never served in part', async (part) => {
		const { dataDir } = await interruptAt(part);
		expect(await stateOf(dataDir)).toEqual(BACKED_UP);
		expect((await stateOf(join(dataDir, 'replaced', '2026-03-02T11-00-00'))).companies).toContain('Gletscher GmbH');
	});

	it.each(DECIDED)('at %s is finished by the same command again, without another folder aside', async (part) => {
		const { folder, dataDir } = await interruptAt(part);
		const again = restoreOrder(folder, 'data', { now: new Date('2026-03-02T12:00:00.000Z') });
		expect((await restore(again)).aside).toBe(join(dataDir, 'replaced', '2026-03-02T11-00-00'));
		expect(readdirSync(join(dataDir, 'replaced'))).toEqual(['2026-03-02T11-00-00']);
		expect(await stateOf(dataDir)).toEqual(BACKED_UP);
	});
});
