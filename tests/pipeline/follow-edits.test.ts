import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { act } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { createCompany } from '#records/people/companies.ts';
import { endRun, lastRuns, startRun, wantRun } from '#records/runs.ts';
import { EditFollower, EditWatch, loadedSequence, LONGEST_WAIT_MS } from '#pipeline/follow-edits.ts';
import type { SourceReport } from '#pipeline/run-report.ts';

const QUIET_MS = 20_000;

/** When a run is due, asked every second: changes by second, in seconds; a run loads what it finds and takes no time. */
function runsAt(changes: Readonly<Record<number, number>>, until: number, options: { fails?: boolean } = {}): number[] {
	const watch = new EditWatch();
	const runs: number[] = [];
	let sequence: number | null = null;
	let loaded = 0;
	for (let second = 0; second <= until; second += 1) {
		sequence = changes[second] ?? sequence;
		const sight = { sequence, loaded, now: second * 1000 };
		if (!watch.isDue(sight, QUIET_MS)) continue;
		watch.begun(sight);
		runs.push(second);
		if (options.fails !== true) loaded = sequence ?? 0;
	}
	return runs;
}

describe('a run follows edits', () => {
	test('once nothing more came for the quiet time', () => {
		expect(runsAt({ 5: 1 }, 200)).toEqual([25]);
		expect(runsAt({ 5: 1, 20: 2, 30: 3 }, 200)).toEqual([50]);
	});

	test('again after the next ones', () => {
		expect(runsAt({ 5: 1, 100: 2 }, 200)).toEqual([25, 120]);
	});

	test('after five minutes when they never come to rest', () => {
		const changes = Object.fromEntries(Array.from({ length: 800 }, (_, index) => [10 + index, index + 1]));
		expect(runsAt(changes, 800)).toEqual([310, 611]);
	});

	test('not where nobody has typed anything', () => {
		expect(runsAt({}, 1_000)).toEqual([]);
	});

	test('that failed is not tried again at once, but at the next edit, or after five minutes', () => {
		expect(runsAt({ 5: 1 }, 700, { fails: true })).toEqual([25, 325, 625]);
		expect(runsAt({ 5: 1, 60: 2 }, 100, { fails: true })).toEqual([25, 80]);
	});

	test('that were loaded by another run are followed no more', () => {
		const watch = new EditWatch();
		expect(watch.isDue({ sequence: 7, loaded: 0, now: 0 }, QUIET_MS)).toBe(false);
		expect(watch.isDue({ sequence: 7, loaded: 7, now: 30_000 }, QUIET_MS)).toBe(false);
	});

	test('of records older than what was loaded as well: another records.db was put in place', () => {
		const watch = new EditWatch();
		expect(watch.isDue({ sequence: 3, loaded: 900, now: 0 }, QUIET_MS)).toBe(false);
		expect(watch.isDue({ sequence: 3, loaded: 900, now: QUIET_MS }, QUIET_MS)).toBe(true);
	});

	test('the longest wait is five minutes', () => {
		expect(LONGEST_WAIT_MS).toBe(300_000);
	});
});

describe('with records', () => {
	let folder: string;
	let configFile: string;
	let records: Records;

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'kundig-edits-'));
		configFile = join(folder, 'kundig.config.ts');
		const source = { name: 'a', type: 'file', path: 'a.csv', columns: { id: 'text' }, entities: {} };
		const company = { name: 'Shop', currency: 'EUR', zone: 'UTC' };
		writeFileSync(configFile, `export default ${JSON.stringify({ company, quietSeconds: 0, sources: [source] })};`);
		records = await openRecords(join(folder, 'data'));
	});

	afterEach(async () => {
		await records.destroy();
		rmSync(folder, { recursive: true, force: true });
	});

	const typeCompany = (): Promise<unknown> =>
		act(records, 'local', (transaction, author) => createCompany(transaction, author, { name: 'Firn AG' }));

	/** Ends a run as if it had loaded sources with these reports. */
	async function ranWith(sources: readonly Partial<SourceReport>[]): Promise<void> {
		const { runId } = await wantRun(records, { trigger: 'command' });
		await startRun(records, runId, 1);
		const end = { status: 'ok', seconds: 1, snapshotId: null, asOf: null, error: null } as const;
		await endRun(records, runId, { ...end, report: JSON.stringify({ sources }) });
	}

	const triggers = async (): Promise<string[]> => (await lastRuns(records, 10)).map(({ trigger }) => trigger);

	test('what is loaded is what the newest run says that loaded the records', async () => {
		expect(await loadedSequence(records)).toBe(0);
		await ranWith([{ name: 'records', cursor: '17' }]);
		await ranWith([
			{ name: 'a', cursor: null },
			{ name: 'records', status: 'skipped', cursor: null },
		]);
		expect(await loadedSequence(records)).toBe(17);
	});

	test('the rows a migration puts there call for no run, what somebody types does', async () => {
		const follower = new EditFollower(records, configFile);
		await follower.look(true);
		expect(await triggers()).toEqual([]);
		await typeCompany();
		await follower.look(true);
		expect(await triggers()).toEqual(['edit']);
	});

	test('while a run is at work none is filed; after it what it left is', async () => {
		const follower = new EditFollower(records, configFile);
		await typeCompany();
		await follower.look(false);
		expect(await triggers()).toEqual([]);
		await ranWith([{ name: 'records', cursor: '3' }]);
		follower.runEnded();
		await follower.look(true);
		expect(await triggers()).toEqual(['edit', 'command']);
	});
});
