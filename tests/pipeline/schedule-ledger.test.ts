import { describe, expect, it, onTestFinished } from 'vitest';
import { restLedger, scheduleEntries } from '#pipeline/schedule-ledger.ts';
import { fileDueRetries } from '#records/run-retries.ts';
import { cancelRun, endAbandonedRuns, endRun, lastRuns, runById, wantRun } from '#records/runs.ts';
import { activeSchedules, scheduleId } from '#records/schedules.ts';
import type { ScheduleEntry } from '#records/schedules.ts';
import { lastSlots, mendSlots, pruneSlots, slotsOfRun } from '#records/slots.ts';
import { entry, LedgerWorld } from './schedule/ledger-world.ts';

const DISK = { kind: 'storage', message: 'the disk is full', hint: 'free some space' };
const NIGHTLY = '0 2 * * *';

async function world(schedules: readonly ScheduleEntry[], from = '2026-01-01T00:00Z'): Promise<LedgerWorld> {
	const opened = await LedgerWorld.open(schedules, from);
	onTestFinished(() => opened.end());
	return opened;
}

describe('a schedule', () => {
	it('goes by what and when, whatever its place, spaces and catch-up', () => {
		const one = entry('0 2 * * *', { onlySources: ['b', 'a'] });
		expect(scheduleId({ ...one, cron: ' 0 2  * * * ', onlySources: ['a', 'b'], catchUp: 'all' })).toBe(scheduleId(one));
		const others = [{ zone: 'Europe/Berlin' }, { cron: '0 3 * * *' }, { onlySources: ['a'] }, { onlySources: null }];
		expect(new Set([one, ...others.map((change) => ({ ...one, ...change }))].map(scheduleId)).size).toBe(5);
	});

	it('is taken from the config with all that is left out', () => {
		expect(
			scheduleEntries([
				{ cron: NIGHTLY, zone: 'UTC', catchUp: 'latest' },
				{ cron: '0 * * * *', zone: 'UTC', catchUp: 'skip', sources: ['orders'] },
			]),
		).toEqual([entry(NIGHTLY), entry('0 * * * *', { catchUp: 'skip', onlySources: ['orders'] })]);
	});

	it('begins when it is first seen: nothing before that was missed', async () => {
		const ledger = await world([entry('* * * * *')], '2026-01-01T12:00:30Z');
		expect(await ledger.told()).toEqual([]);
		await ledger.look('2026-01-01T12:01:00Z');
		expect(await ledger.told()).toEqual(['2026-01-01T12:01 filed']);
	});

	it('keeps its ledger when the config is reordered, and begins anew when it was gone', async () => {
		const hourly = entry('0 * * * *', { onlySources: ['orders'] });
		const ledger = await world([entry(NIGHTLY), hourly]);
		await ledger.look('2026-01-01T02:00Z', [hourly, entry(NIGHTLY)]);
		expect((await ledger.slots()).map(({ schedule, slotAt }) => `${schedule} ${slotAt.slice(11, 16)}`)).toEqual([
			'0 * * * * 01:00',
			'0 * * * * 02:00',
			'0 2 * * * 02:00',
		]);
		await ledger.look('2026-01-01T03:30Z', [entry(NIGHTLY)]);
		await ledger.look('2026-01-01T05:30Z', [entry(NIGHTLY), hourly]);
		await ledger.look('2026-01-01T06:00Z');
		const times = (await ledger.slots()).filter(({ schedule }) => schedule === hourly.cron);
		expect(times.map(({ slotAt }) => slotAt.slice(11, 16))).toEqual(['01:00', '02:00', '06:00']);
	});

	it('stays in force while the config cannot be read', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		await ledger.look('2026-01-01T02:00Z', null);
		expect(await ledger.told()).toEqual(['2026-01-01T02:00 filed']);
	});

	it('says when it is due next, and nothing while nothing watches it', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		const next = async () => (await activeSchedules(ledger.records))[0]?.nextSlotAt;
		expect(await next()).toBe('2026-01-01T02:00:00.000Z');
		await ledger.look('2026-01-01T02:00Z');
		expect(await next()).toBe('2026-01-02T02:00:00.000Z');
		await restLedger(ledger.records);
		expect(await next()).toBeNull();
		await ledger.look('2026-01-01T03:00Z');
		expect(await next()).toBe('2026-01-02T02:00:00.000Z');
	});

	it('runs its own sources alone', async () => {
		const ledger = await world([entry(NIGHTLY), entry('0 2 * * *', { onlySources: ['orders'] })]);
		await ledger.look('2026-01-01T02:00Z');
		expect((await lastRuns(ledger.records, 9)).map(({ onlySources }) => onlySources)).toHaveLength(2);
		expect((await lastRuns(ledger.records, 9)).map(({ onlySources }) => onlySources)).toContainEqual(['orders']);
	});
});

describe('a slot', () => {
	it('is entered once, however often the supervisor looks, with one run', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		for (const at of ['02:00', '02:00', '02:01', '02:59']) await ledger.look(`2026-01-01T${at}Z`);
		expect(await ledger.told()).toEqual(['2026-01-01T02:00 filed']);
		const runs = await lastRuns(ledger.records, 9);
		expect(runs).toMatchObject([{ trigger: 'schedule', attempt: 1, previousRunId: null, status: 'wanted' }]);
	});

	it.each([
		[null, null, 'succeeded'],
		[DISK, null, 'failed'],
		[DISK, '2026-01-01T02:05:00.000Z', 'filed'],
	] as const)('ends with its run: %j, to be tried again %j, is %s', async (error, retryAt, state) => {
		const ledger = await world([entry(NIGHTLY)]);
		await ledger.look('2026-01-01T02:00Z');
		await ledger.finish((await ledger.begin('2026-01-01T02:00:01Z')) ?? '', error, retryAt);
		expect(await ledger.told()).toEqual([`2026-01-01T02:00 ${state}`]);
	});

	it('goes over to the run that tries again, and succeeds once', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		await ledger.look('2026-01-01T02:00Z');
		const first = (await ledger.begin('2026-01-01T02:00:01Z')) ?? '';
		await ledger.finish(first, DISK, '2026-01-01T02:05:00.000Z');
		expect(await lastSlots(ledger.records, 1)).toMatchObject([{ attempt: 1, retryAt: '2026-01-01T02:05:00.000Z' }]);
		await fileDueRetries(ledger.records, '2026-01-01T02:05:00.000Z');
		const second = (await ledger.begin('2026-01-01T02:05:01Z')) ?? '';
		expect(await runById(ledger.records, second)).toMatchObject({ attempt: 2, previousRunId: first });
		await ledger.finish(second);
		expect(await slotsOfRun(ledger.records, second)).toMatchObject([{ state: 'succeeded', attempt: 2, retryAt: null }]);
	});

	it('that waits to be tried again is done by any run of the same work that succeeds', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		await ledger.look('2026-01-01T02:00Z');
		await ledger.finish((await ledger.begin('2026-01-01T02:00:01Z')) ?? '', DISK, '2026-01-01T02:05:00.000Z');
		const byHand = await wantRun(ledger.records, { trigger: 'page' });
		await ledger.finish(byHand.runId);
		expect(await slotsOfRun(ledger.records, byHand.runId)).toMatchObject([{ state: 'succeeded' }]);
		expect(await fileDueRetries(ledger.records, '2026-01-01T02:05:00.000Z')).toBe(0);
	});

	it('is skipped when somebody cancels its run, waiting or at work', async () => {
		for (const isAtWork of [false, true]) {
			const ledger = await world([entry(NIGHTLY)]);
			await ledger.look('2026-01-01T02:00Z');
			const runId = (await lastRuns(ledger.records, 1))[0]?.runId ?? '';
			if (isAtWork) await ledger.begin('2026-01-01T02:00:01Z');
			await cancelRun(ledger.records, runId);
			const end = { seconds: 1, snapshotId: null, asOf: null, report: null, error: null };
			if (isAtWork) await endRun(ledger.records, runId, { ...end, status: 'cancelled' });
			expect(await ledger.told()).toEqual(['2026-01-01T02:00 skipped']);
		}
	});

	it('runs at the next start when Kundig was stopped meanwhile', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		await ledger.look('2026-01-01T02:00Z');
		const stopped = (await ledger.begin('2026-01-01T02:00:01Z')) ?? '';
		const end = { seconds: 1, snapshotId: null, asOf: null, report: null, error: null };
		await endRun(ledger.records, stopped, { ...end, status: 'cancelled' });
		expect(await ledger.told()).toEqual(['2026-01-01T02:00 filed']);
		expect(await fileDueRetries(ledger.records, new Date().toISOString())).toBe(1);
		expect(await ledger.work('2026-01-01T03:00Z')).toBe(1);
		expect(await ledger.told()).toEqual(['2026-01-01T02:00 succeeded']);
	});

	it('of a run whose process died waits for the next attempt, or fails where there is none', async () => {
		for (const [retryAt, state] of [
			['2026-01-01T02:01:00.000Z', 'filed'],
			[null, 'failed'],
		] as const) {
			const ledger = await world([entry(NIGHTLY)]);
			await ledger.look('2026-01-01T02:00Z');
			await ledger.begin('2026-01-01T02:00:01Z');
			await endAbandonedRuns(ledger.records, { retryAt: () => retryAt });
			expect(await ledger.told()).toEqual([`2026-01-01T02:00 ${state}`]);
		}
	});

	it('is mended where its run ended without a word to it', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		await ledger.look('2026-01-01T02:00Z');
		await ledger.records.updateTable('runs').set({ status: 'failed', ended_at: '2026-01-01T02:10:00.000Z' }).execute();
		expect(await mendSlots(ledger.records)).toBe(1);
		expect(await ledger.told()).toEqual(['2026-01-01T02:00 failed']);
		expect(await mendSlots(ledger.records)).toBe(0);
	});

	it('that is noticed late is marked so, not lost', async () => {
		const ledger = await world([entry(NIGHTLY, { catchUp: 'skip' })]);
		await ledger.look('2026-01-01T02:00:50Z');
		await ledger.look('2026-01-02T02:00:00Z');
		expect((await lastSlots(ledger.records, 9)).map(({ isLate, state }) => ({ isLate, state }))).toEqual([
			{ isLate: false, state: 'filed' },
			{ isLate: true, state: 'filed' },
		]);
	});

	it('is kept for 400 days', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		await ledger.look('2026-01-03T00:00Z');
		await ledger.work('2026-01-03T00:00Z');
		await pruneSlots(ledger.records, '2027-02-05T12:00:00.000Z');
		expect(await ledger.told()).toEqual(['2026-01-02T02:00 succeeded']);
	});
});

describe('slots that come while a run of the same work is at it', () => {
	it('are overlapped and name it, under every policy, and take no run', async () => {
		for (const catchUp of ['latest', 'all', 'skip'] as const) {
			const ledger = await world([entry('*/10 * * * *', { catchUp })]);
			await ledger.look('2026-01-01T00:10Z');
			const runId = await ledger.begin('2026-01-01T00:10:01Z');
			await ledger.look('2026-01-01T00:20Z');
			await ledger.look('2026-01-01T00:30Z');
			expect(await ledger.told()).toEqual([
				'2026-01-01T00:10 filed',
				'2026-01-01T00:20 overlapped',
				'2026-01-01T00:30 overlapped',
			]);
			expect((await ledger.slots()).map((slot) => slot.runId)).toEqual([runId, runId, runId]);
			await ledger.finish(runId ?? '');
			await ledger.look('2026-01-01T00:40Z');
			expect((await ledger.told()).at(-1)).toBe('2026-01-01T00:40 filed');
			expect(await lastRuns(ledger.records, 9)).toHaveLength(2);
		}
	});

	it('are overlapped by one that was asked for by hand, too, but not by other work', async () => {
		const ledger = await world([entry('0 * * * *'), entry('0 * * * *', { onlySources: ['orders'] })]);
		await wantRun(ledger.records, { trigger: 'page' });
		await ledger.begin('2026-01-01T00:59Z');
		await ledger.look('2026-01-01T01:00Z');
		expect((await ledger.told()).sort()).toEqual(['2026-01-01T01:00 filed', '2026-01-01T01:00 overlapped']);
	});

	it('are done by a run that began after them', async () => {
		const ledger = await world([entry('0 * * * *')]);
		const { runId } = await wantRun(ledger.records, { trigger: 'start' });
		await ledger.begin('2026-01-01T03:30Z');
		await ledger.look('2026-01-01T03:31Z');
		expect(await ledger.told()).toEqual([
			'2026-01-01T01:00 missed',
			'2026-01-01T02:00 missed',
			'2026-01-01T03:00 filed',
		]);
		await ledger.finish(runId);
		expect((await ledger.told()).at(-1)).toBe('2026-01-01T03:00 succeeded');
		expect(await lastRuns(ledger.records, 9)).toHaveLength(1);
	});
});

describe('after a time without a look', () => {
	it('latest runs the newest and misses the others', async () => {
		const ledger = await world([entry('0 * * * *')]);
		await ledger.look('2026-01-01T03:20Z');
		expect(await ledger.work('2026-01-01T03:20Z')).toBe(1);
		expect(await ledger.told()).toEqual([
			'2026-01-01T01:00 missed',
			'2026-01-01T02:00 missed',
			'2026-01-01T03:00 succeeded',
		]);
	});

	it('all runs each, the oldest first, one after the other', async () => {
		const ledger = await world([entry('0 * * * *', { catchUp: 'all' })]);
		await ledger.look('2026-01-01T03:20Z');
		expect(await lastRuns(ledger.records, 9)).toHaveLength(1);
		expect(await ledger.work('2026-01-01T03:20Z')).toBe(3);
		const slots = await ledger.slots();
		expect(slots.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
		const ids = slots.map(({ runId }) => runId);
		expect(new Set(ids).size).toBe(3);
		expect(ids.toSorted()).toEqual(ids);
	});

	it('all waits with the next one while one is to be tried again', async () => {
		const ledger = await world([entry('0 * * * *', { catchUp: 'all' })]);
		await ledger.look('2026-01-01T02:20Z');
		await ledger.finish((await ledger.begin('2026-01-01T02:20Z')) ?? '', DISK, '2026-01-01T02:25:00.000Z');
		await ledger.look('2026-01-01T02:21Z');
		expect(await ledger.begin('2026-01-01T02:21Z')).toBeNull();
		await fileDueRetries(ledger.records, '2026-01-01T02:25:00.000Z');
		expect(await ledger.work('2026-01-01T02:25Z')).toBe(2);
		expect(await ledger.told()).toEqual(['2026-01-01T01:00 succeeded', '2026-01-01T02:00 succeeded']);
	});

	it('skip runs none but the one that is on time', async () => {
		const ledger = await world([entry('0 * * * *', { catchUp: 'skip' })]);
		await ledger.look('2026-01-01T03:20Z');
		await ledger.look('2026-01-01T05:01Z');
		expect(await ledger.told()).toEqual([
			'2026-01-01T01:00 skipped',
			'2026-01-01T02:00 skipped',
			'2026-01-01T03:00 skipped',
			'2026-01-01T04:00 skipped',
			'2026-01-01T05:00 filed',
		]);
	});

	it('thousands of slots are entered, each once, and one runs', async () => {
		const ledger = await world([entry('* * * * *')]);
		await ledger.look('2026-01-02T01:00Z');
		const slots = await ledger.slots();
		expect(slots).toHaveLength(25 * 60);
		expect(new Set(slots.map(({ slotAt }) => slotAt)).size).toBe(25 * 60);
		expect(slots.filter(({ state }) => state === 'filed').map(({ slotAt }) => slotAt)).toEqual([
			'2026-01-02T01:00:00.000Z',
		]);
	});
});

describe('a clock that goes back', () => {
	it('runs no slot twice, and tells nothing of a future that did not come', async () => {
		const ledger = await world([entry('0 * * * *')]);
		await ledger.look('2026-01-01T01:00Z');
		await ledger.work('2026-01-01T01:00Z');
		// Three days ahead by mistake, then put right.
		await ledger.look('2026-01-04T01:30Z');
		await ledger.work('2026-01-04T01:30Z');
		await ledger.look('2026-01-01T00:30Z');
		expect(await ledger.told()).toEqual(['2026-01-01T01:00 succeeded', '2026-01-04T01:00 succeeded']);
		await ledger.look('2026-01-01T01:00Z');
		await ledger.look('2026-01-01T02:00Z');
		expect(await ledger.work('2026-01-01T02:00Z')).toBe(1);
		expect((await ledger.told()).slice(0, 2)).toEqual(['2026-01-01T01:00 succeeded', '2026-01-01T02:00 succeeded']);
	});

	it('says again what is due next', async () => {
		const ledger = await world([entry(NIGHTLY)]);
		await ledger.look('2026-01-09T12:00Z');
		await ledger.look('2026-01-01T12:00Z');
		expect((await activeSchedules(ledger.records))[0]?.nextSlotAt).toBe('2026-01-02T02:00:00.000Z');
	});
});
