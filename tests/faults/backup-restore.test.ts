import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackup } from '#actions/backup/verify.ts';
import { buildApp } from '#pipeline/app-build.ts';
import { figuresOf, leftovers, recordsIntegrity } from '../support/company-figures.ts';
import { dataFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { inTwos, isFull, seed, seededRandom } from '../support/faults.ts';
import {
	answerOf,
	kundig,
	launch,
	launchStart,
	parseAnswer,
	runOnce,
	until,
	untilShown,
} from '../support/kundig-process.ts';

let states: CompanyStates;

beforeAll(async () => {
	await buildApp();
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

describe('the drill', () => {
	it('a backup made beside a running Kundig restores elsewhere to the same figures', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const file = join(dataDir, '..', 'backup.tar');
		const supervisor = await launchStart(test, dataDir, states.before.config);
		await untilShown(supervisor);
		const args = ['backup', file, '--json', '--data', dataDir, '--config', states.before.config];
		const answer = await kundig(args);
		expect(answer.code).toBe(0);
		const receipt = parseAnswer(answer) as { readonly parts: readonly { readonly name: string }[] };
		expect(receipt.parts.map(({ name }) => name)).toEqual(['raw.duckdb', 'records.db', 'config/kundig.config.ts']);
		// Kundig is still there, and noted the backup.
		expect((await fetch(`${supervisor.url}/`)).status).toBe(200);
		const records = new DatabaseSync(join(dataDir, 'records.db'), { readOnly: true });
		expect(records.prepare('select reason, verified_at is not null as ok from backups').all()).toEqual([
			{ reason: 'command', ok: 1 },
		]);
		records.close();

		const elsewhere = join(dataDir, '..', 'elsewhere');
		expect((await kundig(['restore', file, '--data', elsewhere])).code).toBe(0);
		// The page says that figures are built anew; then they are the same ones.
		const other = await launchStart(test, elsewhere, states.before.config);
		await untilShown(other);
		expect(await figuresOf(elsewhere)).toEqual(states.figuresBefore);
		expect(leftovers(elsewhere)).toEqual([]);
	});

	it('a restore over a running Kundig ends with code 3 and names it', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const file = join(dataDir, '..', 'backup.tar');
		expect((await kundig(['backup', file, '--data', dataDir])).code).toBe(0);
		const supervisor = await launchStart(test, dataDir, states.before.config);
		await untilShown(supervisor);
		const refused = await kundig(['restore', file, '--force', '--json', '--data', dataDir]);
		expect(refused.code).toBe(3);
		expect(parseAnswer(refused)).toMatchObject({ error: { kind: 'held' } });
		expect(refused.stderr).toContain(`is held by process ${supervisor.pid} (supervisor)`);
		expect((await fetch(`${supervisor.url}/`)).status).toBe(200);
	});

	it('takes a folder back to what it was, and forwards again', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const file = join(dataDir, '..', 'backup.tar');
		expect((await kundig(['backup', file, '--data', dataDir])).code).toBe(0);
		expect((await runOnce(dataDir, states.after.config)).error).toBeNull();
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
		expect((await kundig(['restore', file, '--force', '--data', dataDir])).code).toBe(0);
		expect((await runOnce(dataDir, states.before.config)).error).toBeNull();
		expect(await figuresOf(dataDir)).toEqual(states.figuresBefore);
		const [aside] = readdirSync(join(dataDir, 'replaced'));
		expect(await figuresOf(join(dataDir, 'replaced', aside ?? ''))).toEqual(states.figuresAfter);
	});
});

describe('beside a run', () => {
	it('a backup waits for the run that writes the warehouse, and then goes on', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const go = join(dataDir, '..', 'go');
		const run = launch(test, ['run', '--data', dataDir, '--config', states.after.config], {
			KUNDIG_PAUSEPOINT: `run.loaded=${go}`,
		});
		await until('the run comes to its pause', () => existsSync(`${go}.reached`));
		const file = join(dataDir, '..', 'backup.tar');
		const backup = launch(test, ['backup', file, '--data', dataDir]);
		await until('it says what it waits for', () =>
			backup.stderr().includes(`Waiting for the run of process ${run.pid}`),
		);
		expect(existsSync(file)).toBe(false);
		writeFileSync(go, '');
		expect((await answerOf(run)).code).toBe(0);
		expect((await answerOf(backup)).code).toBe(0);
		const { manifest } = await openBackup(file);
		expect(manifest.raw.order_lines__rows?.rows).toBe(
			Number(/^(\d+) rows/.exec(states.figuresAfter.raw.order_lines__rows ?? '')?.[1]),
		);
	});
});

describe.concurrent('killed at a point', () => {
	const BACKUP_POINTS = isFull
		? ['backup.copied', 'backup.written', 'backup.verified', 'backup.renamed']
		: ['backup.written', 'backup.renamed'];

	it.for(BACKUP_POINTS)('K7: %s: what bears the name is a whole backup, or nothing is there', (point, test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test, states.withSnapshot);
			const file = join(dataDir, '..', 'backup.tar');
			const killed = await kundig(['backup', file, '--data', dataDir], { KUNDIG_FAILPOINT: point });
			expect(killed.signal).toBe('SIGKILL');
			expect(existsSync(file)).toBe(point === 'backup.renamed');
			// Another one clears what the dead one left.
			expect((await kundig(['backup', file, '--data', dataDir])).code).toBe(0);
			await openBackup(file);
			expect(readdirSync(join(dataDir, 'backups'))).toEqual([]);
			expect(existsSync(`${file}.tmp`)).toBe(false);
			expect(await figuresOf(dataDir)).toEqual(states.figuresBefore);
		}),
	);

	const random = seededRandom(seed);
	const moments = Array.from({ length: isFull ? 100 : 2 }, (_, index) => ({ index, share: random() }));

	it.for(moments)(`K7: restore at moment $index, after $share of it (KUNDIG_SEED=${seed})`, ({ share }, test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test, states.withSnapshot);
			const file = join(dataDir, '..', 'backup.tar');
			expect((await kundig(['backup', file, '--data', dataDir])).code).toBe(0);
			expect((await runOnce(dataDir, states.after.config)).error).toBeNull();
			const began = performance.now();
			expect((await kundig(['restore', file, '--data', join(dataDir, '..', 'trial')])).code).toBe(0);
			const restoreMs = performance.now() - began;
			const restoring = launch(test, ['restore', file, '--force', '--data', dataDir]);
			const timer = setTimeout(() => restoring.kill('SIGKILL'), share * restoreMs);
			await restoring.closed;
			clearTimeout(timer);
			// All of the old state or all of the restored one, whichever verb looks first.
			expect((await kundig(['status', '--data', dataDir])).code).toBe(0);
			expect(recordsIntegrity(dataDir)).toBe('ok');
			const isRestored = existsSync(join(dataDir, 'replaced'));
			const config = isRestored ? states.before.config : states.after.config;
			const report = await runOnce(dataDir, config);
			expect(report.error).toBeNull();
			expect(report.status).toBe(isRestored ? 'ok' : 'unchanged');
			expect(await figuresOf(dataDir)).toEqual(isRestored ? states.figuresBefore : states.figuresAfter);
		}),
	);

	const RESTORE_POINTS = ['restore.checked', 'restore.decided', 'restore.aside-one@2', 'restore.placed-one'];

	it.for(RESTORE_POINTS)('K7: %s: the folder is whole for whoever opens it next', (point, test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test, states.withSnapshot);
			const file = join(dataDir, '..', 'backup.tar');
			expect((await kundig(['backup', file, '--data', dataDir])).code).toBe(0);
			const restore = ['restore', file, '--force', '--data', dataDir];
			const killed = await kundig(restore, { KUNDIG_FAILPOINT: point });
			expect(killed.signal).toBe('SIGKILL');
			const report = await runOnce(dataDir, states.before.config);
			expect(report.error).toBeNull();
			expect(report.status).toBe(point === 'restore.checked' ? 'unchanged' : 'ok');
			expect(await figuresOf(dataDir)).toEqual(states.figuresBefore);
			expect(leftovers(dataDir).filter((name) => name !== 'restore.tmp')).toEqual([]);
		}),
	);
});
