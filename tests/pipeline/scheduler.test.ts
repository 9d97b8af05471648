import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { ConfigWatch } from '#pipeline/config-watch.ts';
import { isLost, isProcessAlive, Scheduler } from '#pipeline/scheduler.ts';
import { openRecords } from '#records/database.ts';
import { endRun, lastRuns, runById, wantRun } from '#records/runs.ts';
import type { Run } from '#records/runs.ts';
import { activeSchedules } from '#records/schedules.ts';
import { lastSlots } from '#records/slots.ts';
import { makeShopFolder } from '../support/shop-folder.ts';

/** A scheduler over a shop whose ledger was looked at last three hours ago. */
async function schedulerOf(schedule: readonly unknown[], withSchedule = true) {
	const shop = makeShopFolder({ schedule });
	const records = await openRecords(shop.dataDir);
	const complaints: string[] = [];
	const scheduler = new Scheduler(records, new ConfigWatch(shop.config), {
		withSchedule,
		complain: (error) => complaints.push((error as Error).message),
	});
	onTestFinished(async () => {
		await scheduler.stop();
		await records.destroy();
		shop.remove();
	});
	return { shop, records, scheduler, complaints };
}

const HOURS_AGO = new Date(Date.now() - 3 * 3_600_000).toISOString();

it('catches up at its start with what came due while nothing looked', async () => {
	const { records, scheduler } = await schedulerOf([{ cron: '*/30 * * * *', zone: 'UTC' }]);
	await scheduler.start();
	await records.updateTable('schedules').set({ looked_until: HOURS_AGO }).execute();
	await scheduler.start();
	const slots = await lastSlots(records, 20);
	expect(slots.length).toBeGreaterThanOrEqual(5);
	expect(slots.map(({ state }) => state)).toEqual(['filed', ...slots.slice(1).map(() => 'missed')]);
	expect(await lastRuns(records, 9)).toMatchObject([{ trigger: 'schedule', status: 'wanted' }]);
});

it('files no slot without the schedule, and still tries again what failed', async () => {
	const { records, scheduler } = await schedulerOf([{ cron: '* * * * *', zone: 'UTC' }], false);
	await scheduler.start();
	expect(await activeSchedules(records)).toMatchObject([{ cron: '* * * * *', nextSlotAt: null }]);
	expect(await lastSlots(records, 1)).toEqual([]);
	const { runId } = await wantRun(records, { trigger: 'page' });
	const end = { seconds: 1, snapshotId: null, asOf: null, report: null, error: null };
	await endRun(records, runId, { ...end, status: 'failed', retryAt: HOURS_AGO });
	await scheduler.look();
	expect(await lastRuns(records, 1)).toMatchObject([{ status: 'wanted', attempt: 2, previousRunId: runId }]);
});

it('keeps to the schedules it knows while the config is being mended, and says what is wrong', async () => {
	const { shop, records, scheduler, complaints } = await schedulerOf([{ cron: '*/30 * * * *', zone: 'UTC' }]);
	await scheduler.start();
	await records.updateTable('schedules').set({ looked_until: HOURS_AGO }).execute();
	writeFileSync(shop.config, 'export default {');
	utimesSync(shop.config, new Date(), new Date(statSync(shop.config).mtimeMs + 5_000));
	await scheduler.start();
	expect(complaints.join()).toContain('config could not be read');
	expect((await lastSlots(records, 1))[0]?.state).toBe('filed');
});

it('gives the slots that wait for their turn one after the other', async () => {
	const { records, scheduler } = await schedulerOf([{ cron: '0 * * * *', zone: 'UTC', catchUp: 'all' }]);
	await scheduler.start();
	await records.updateTable('schedules').set({ looked_until: HOURS_AGO }).execute();
	await scheduler.start();
	const [first] = await lastRuns(records, 9);
	const end = { seconds: 1, snapshotId: null, asOf: null, report: null, error: null };
	await endRun(records, first?.runId ?? '', { ...end, status: 'ok' });
	await scheduler.runEnded();
	const runs = await lastRuns(records, 9);
	expect(runs.map(({ status }) => status)).toEqual(['wanted', 'ok']);
});

it('ends a run whose process is gone and that has been silent for a minute', async () => {
	const { records, scheduler } = await schedulerOf([{ cron: '0 0 1 1 *', zone: 'UTC' }]);
	const child = spawn(process.execPath, ['-e', '']);
	await once(child, 'exit');
	const { runId } = await wantRun(records, { trigger: 'page' });
	const silent = { status: 'running' as const, pid: child.pid ?? 0, heartbeat_at: HOURS_AGO };
	await records.updateTable('runs').set(silent).execute();
	await scheduler.start();
	expect(await runById(records, runId)).toMatchObject({ status: 'failed', error: { kind: 'interrupted' } });
});

it('takes no run for lost that was heard of lately, or whose process lives', () => {
	const run = {} as Run;
	const now = Date.parse('2026-01-01T00:01:30Z');
	const gone = 2 ** 22 + 1;
	expect(isProcessAlive(gone)).toBe(false);
	expect(isLost({ run, pid: gone, heartbeatAt: '2026-01-01T00:00:29Z' }, now)).toBe(true);
	expect(isLost({ run, pid: gone, heartbeatAt: '2026-01-01T00:00:31Z' }, now)).toBe(false);
	expect(isLost({ run, pid: process.pid, heartbeatAt: '2026-01-01T00:00:00Z' }, now)).toBe(false);
	expect(isLost({ run, pid: null, heartbeatAt: null }, now)).toBe(true);
});
