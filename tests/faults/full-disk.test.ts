import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '#pipeline/app-build.ts';
import { askAlways } from '../support/ask-always.ts';
import { figuresOf, leftovers, recordsIntegrity, shownFigures } from '../support/company-figures.ts';
import { dataFolder, makeFolder, removeFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';
import {
	answerOf,
	kundig,
	kundigCommand,
	launchProgram,
	launchStart,
	parseAnswer,
	runOnce,
	statusOf,
	untilShown,
} from '../support/kundig-process.ts';

/** The guard would see that the disk is full before it is. */
const UNGUARDED = { KUNDIG_MIN_FREE_MB: '0' };
const DISK_MB = 64;

/** Mounts a small disk at a folder; false where this user may not. */
function mountDisk(at: string): boolean {
	mkdirSync(at, { recursive: true });
	const options = ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=0700`, 'tmpfs', at];
	return spawnSync('mount', options, { stdio: 'ignore' }).status === 0;
}

function mayMount(): boolean {
	const folder = makeFolder();
	const isAllowed = mountDisk(folder);
	if (isAllowed) spawnSync('umount', [folder]);
	removeFolder(folder);
	return isAllowed;
}

let states: CompanyStates;

beforeAll(async () => {
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

function freeBytes(path: string): number {
	const { bavail, bsize } = statfsSync(path);
	return bavail * bsize;
}

/** Fills the disk until so many bytes are free. */
function fill(disk: string, leave: number): void {
	writeFileSync(join(disk, 'ballast'), Buffer.alloc(Math.max(freeBytes(disk) - leave, 0)));
}

async function expectAfterFailure(dataDir: string): Promise<void> {
	const { marts, metrics } = states.figuresBefore;
	expect(await shownFigures(dataDir)).toEqual({ marts, metrics });
}

async function expectRecovery(dataDir: string): Promise<void> {
	expect(await runOnce(dataDir, states.after.config, UNGUARDED)).toMatchObject({ status: 'ok', error: null });
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
	expect(leftovers(dataDir)).toEqual([]);
	expect(recordsIntegrity(dataDir)).toBe('ok');
}

function useDisk(test: { onTestFinished: (act: () => void) => void }): string {
	const disk = join(states.folder, 'disk');
	mountDisk(disk);
	test.onTestFinished(() => {
		// Lazily: a process that this test has just ended may hold a file for a moment more.
		spawnSync('umount', ['-l', disk]);
	});
	return disk;
}

describe.skipIf(!mayMount())(`a full disk (needs the right to mount a small one) (KUNDIG_SEED=${seed})`, () => {
	const random = seededRandom(seed);
	const someBytes = (count: number): number[] =>
		Array.from({ length: count }, () => Math.floor(random() ** 2 * 4_000_000));

	it.for([0, ...someBytes(isFull ? 59 : 1)])(
		'D2: with %i bytes free fails the run in words and keeps the last snapshot up',
		async (bytes, test) => {
			const disk = useDisk(test);
			const dataDir = join(disk, 'data');
			spawnSync('cp', ['-a', states.withSnapshot, dataDir]);
			fill(disk, bytes);

			const answer = await kundig(['run', '--json', '--data', dataDir, '--config', states.after.config], UNGUARDED);
			expect(answer.code).toBe(1);
			const { error } = parseAnswer(answer) as { error: { kind: string; message: string; hint: string } };
			expect(error.kind).toBe('storage');
			expect(error.message).toMatch(/^the disk is full or cannot be written: /);

			// Without a byte left even SQLite's shared memory has no place: then reading, too, waits for space.
			if (bytes > 100_000) await expectAfterFailure(dataDir);
			rmSync(join(disk, 'ballast'));
			await expectAfterFailure(dataDir);
			await expectRecovery(dataDir);
		},
	);

	it.for([0, ...(isFull ? someBytes(29) : [])])(
		'D4: with %i bytes free the dashboard answers on',
		async (bytes, test) => {
			await buildApp();
			const disk = useDisk(test);
			const dataDir = join(disk, 'data');
			spawnSync('cp', ['-a', states.withSnapshot, dataDir]);
			const supervisor = await launchStart(test, dataDir, states.after.config, UNGUARDED);
			await untilShown(supervisor);
			const asking = askAlways(['/', '/data', '/customers'].map((path) => `${supervisor.url}${path}`));
			fill(disk, bytes);

			const answer = await kundig(['run', '--json', '--data', dataDir, '--config', states.after.config], UNGUARDED);
			expect(answer.code).toBe(1);
			expect(parseAnswer(answer)).toMatchObject({ error: { kind: 'storage' } });
			// Its run is another process, so that no instance of the dashboard is broken with the one that could not write.
			expect([...(await asking.stop()).keys()]).toEqual([200]);
			expect(await statusOf(`${supervisor.url}/`)).toBe(200);
			expect(await statusOf(`${supervisor.url}/data`)).toBe(200);

			rmSync(join(disk, 'ballast'));
			await expectRecovery(dataDir);
			expect(await statusOf(`${supervisor.url}/`)).toBe(200);
		},
	);
});

describe('a limit on how large a file may grow', () => {
	const random = seededRandom(seed);
	// In units of 512 bytes: sizes at which records.db, raw.duckdb or a snapshot's file stop.
	const known = [100, 200, 600, 1_100, 2_500, 4_000];
	const limits = isFull
		? [...known, ...Array.from({ length: 54 }, () => 100 + Math.floor(random() * 4_000))]
		: [200, 2_500];
	it.for(limits)('D1: of %i blocks fails the run in words', async (blocks, test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const [program, ...args] = kundigCommand(['run', '--json', '--data', dataDir, '--config', states.after.config]);
		const limited = launchProgram(
			'/bin/sh',
			['-c', `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, 'sh', program, ...args],
			UNGUARDED,
		);
		const answer = await answerOf(limited);
		expect(answer.code).toBe(1);
		expect(parseAnswer(answer)).toMatchObject({ error: { kind: 'storage' } });
		await expectAfterFailure(dataDir);
		await expectRecovery(dataDir);
	});
});

it('refuses to begin a run that could not end, and says how much is missing', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const report = await runOnce(dataDir, states.after.config, { KUNDIG_MIN_FREE_MB: '999999999' });
	expect(report).toMatchObject({ status: 'failed', error: { kind: 'storage' } });
	expect(report.error?.message).toMatch(
		/^too little free space for a run: \d+ MB free, 999999999 MB needed in .*data$/,
	);
	expect(report.error?.hint).toContain('snapshots prune');
	await expectAfterFailure(dataDir);
	await expectRecovery(dataDir);
});
