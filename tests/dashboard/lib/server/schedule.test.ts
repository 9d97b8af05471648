import { beforeEach, expect, test } from 'vitest';
import type { Records } from '#records/database.ts';
import { activeSchedules, saveNextSlot, saveSchedules, scheduleId } from '#records/schedules.ts';
import type { ScheduleEntry } from '#records/schedules.ts';
import { enterSlots } from '#records/slots.ts';
import { readSchedule } from '#lib/server/schedule.ts';
import { ownRecords } from './data-folder.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const NIGHTLY: ScheduleEntry = { cron: '0 2 * * *', zone: 'Europe/Berlin', catchUp: 'latest', onlySources: null };
const HOURLY: ScheduleEntry = { cron: '0 * * * *', zone: 'UTC', catchUp: 'skip', onlySources: ['orders'] };

let db: Records;
beforeEach(async () => {
	db = await ownRecords();
	await db.deleteFrom('slots').execute();
	await db.deleteFrom('schedules').execute();
});

test('a config without a schedule is no schedule that rests', async () => {
	expect(await readSchedule(NOW)).toEqual({ schedules: [], isWatched: true, nextSlotAt: null, slots: [] });
});

test('the next slot is the first of any schedule', async () => {
	await saveSchedules(db, [NIGHTLY, HOURLY], '2026-03-02T11:30:00.000Z');
	await saveNextSlot(db, scheduleId(NIGHTLY), '2026-03-03T01:00:00.000Z');
	await saveNextSlot(db, scheduleId(HOURLY), '2026-03-02T13:00:00.000Z');
	const page = await readSchedule(NOW);
	expect(page).toMatchObject({ isWatched: true, nextSlotAt: '2026-03-02T13:00:00.000Z' });
	expect(page.schedules.find(({ cron }) => cron === '0 * * * *')).toEqual({
		...HOURLY,
		scheduleId: scheduleId(HOURLY),
		nextSlotAt: '2026-03-02T13:00:00.000Z',
	});
});

test('a next slot that passed long ago was written by somebody who looks no more', async () => {
	await saveSchedules(db, [NIGHTLY], '2026-03-01T00:00:00.000Z');
	await saveNextSlot(db, scheduleId(NIGHTLY), '2026-03-02T11:54:00.000Z');
	expect(await readSchedule(NOW)).toMatchObject({ isWatched: false, nextSlotAt: null });
	await saveNextSlot(db, scheduleId(NIGHTLY), '2026-03-02T11:56:00.000Z');
	expect(await readSchedule(NOW)).toMatchObject({ isWatched: true, nextSlotAt: '2026-03-02T11:56:00.000Z' });
});

test('the last slots come newest first, each with the schedule it is of', async () => {
	await saveSchedules(db, [HOURLY], '2026-03-02T08:30:00.000Z');
	const [schedule] = await activeSchedules(db);
	if (!schedule) throw new Error('no schedule');
	const due = ['2026-03-02T09:00:00.000Z', '2026-03-02T12:00:00.000Z'];
	await enterSlots(db, schedule, due, '2026-03-02T12:00:00.000Z');
	const { slots } = await readSchedule(NOW);
	expect(slots.map(({ slotAt, state, cron, isLate }) => [slotAt.slice(11, 16), state, cron, isLate])).toEqual([
		['12:00', 'filed', '0 * * * *', false],
		['09:00', 'skipped', '0 * * * *', true],
	]);
	await saveSchedules(db, [], '2026-03-02T12:30:00.000Z');
	expect((await readSchedule(NOW)).slots[0]?.cron).toBeNull();
});
