import { describe, expect, it } from 'vitest';
import { dueSlots, nextSlot, validateSchedule } from '#pipeline/schedule.ts';
import type { Schedule } from '#pipeline/schedule.ts';
import { cronSlots, localMinutes } from './schedule/minute-walk.ts';

const FROM = Temporal.Instant.from('2024-12-30T00:00Z');
const UNTIL = Temporal.Instant.from('2027-01-02T00:00Z');

const ZONES = [
	'Europe/Berlin',
	'America/New_York',
	// Half an hour of daylight saving.
	'Australia/Lord_Howe',
	// The clock changes at midnight: one day begins at 01:00, one hour before midnight comes twice.
	'Africa/Cairo',
	'UTC',
	// Midnight comes twice in autumn.
	'America/Havana',
	// 12:45 ahead, changes at 02:45.
	'Pacific/Chatham',
	// The last hour of a Saturday is skipped.
	'America/Nuuk',
	// Back for Ramadan, and forth.
	'Africa/Casablanca',
	'Asia/Kolkata',
];

const EXPRESSIONS = [
	'0 2 * * *',
	'30 2 * * *',
	'15 1 * * *',
	'0 0 * * *',
	'30 0 * * *',
	'30 23 * * *',
	'59 23 * * *',
	'*/30 * * * *',
	'0 * * * *',
	'17 */3 * * *',
	'0 1,2,3 * * *',
	'*/20 0-4 * * *',
	'0 6 * * 1-5',
	'0 6 * * 0',
	'0 6 * * 7',
	'30 4 31 * *',
	'30 4 29 2 *',
	'0 3 1,15 * 5',
	'45 2 */2 * 1',
	'5/25 9-17/4 * 3,10 *',
];

function slots(cron: string, zone: string, from: string, until: string): string[] {
	return dueSlots({ cron, zone }, Temporal.Instant.from(from), Temporal.Instant.from(until)).map(String);
}

describe('dueSlots', () => {
	it.each(ZONES)('agrees with a walk through every minute of two years in %s', (zone) => {
		const walk = localMinutes(zone, FROM, UNTIL);
		for (const cron of EXPRESSIONS) {
			const given = dueSlots({ cron, zone }, FROM, UNTIL).map((slot) => slot.epochMilliseconds);
			const expected = cronSlots(cron, walk);
			expect(given.length, `${cron} in ${zone}`).toBe(expected.length);
			expect(
				given.findIndex((slot, index) => slot !== expected[index]),
				`${cron} in ${zone}`,
			).toBe(-1);
		}
	});

	it.each(ZONES.filter((zone) => zone !== 'America/Nuuk'))('runs a daily time once per local date in %s', (zone) => {
		for (const time of ['0 0', '30 2']) {
			const days = dueSlots({ cron: `${time} * * *`, zone }, FROM, UNTIL).map((slot) =>
				slot.toZonedDateTimeISO(zone).toPlainDate().toString(),
			);
			expect(new Set(days).size, `${time} in ${zone}`).toBe(days.length);
			const first = Temporal.PlainDate.from(days[0] ?? '');
			expect(first.until(days.at(-1) ?? '', { largestUnit: 'days' }).days + 1, `${time} in ${zone}`).toBe(days.length);
		}
	});

	it('runs a time that the clock skips as much later as it jumps', () => {
		// Berlin skips 02:00 to 03:00 on 29 March 2026: 02:30 is 03:30 summer time, 01:30 UTC.
		expect(slots('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
			'2026-03-29T01:30:00Z',
		]);
		// Lord Howe skips half an hour on 4 October 2026, from 10:30 to 11 ahead: 02:15 is 02:45.
		expect(slots('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', '2026-10-04T00:00Z')).toEqual([
			'2026-10-03T15:45:00Z',
		]);
	});

	it('runs a time past midnight when the clock skips the end of its day', () => {
		// Nuuk went from 23:00 on Saturday 28 March 2026 straight to Sunday: Saturday's 23:30 is Sunday 00:30, 01:30 UTC.
		expect(slots('30 23 * * 6', 'America/Nuuk', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
			'2026-03-29T01:30:00Z',
		]);
		expect(slots('30 23 * * 6', 'America/Nuuk', '2026-03-29T01:29Z', '2026-03-29T12:00Z')).toEqual([
			'2026-03-29T01:30:00Z',
		]);
	});

	it('runs a time that comes twice the first time only', () => {
		// Berlin has 02:30 twice on 25 October 2026: at 00:30 and at 01:30 UTC.
		expect(slots('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual([
			'2026-10-25T00:30:00Z',
		]);
	});

	it('follows real time where every hour counts', () => {
		// From 00:00 to 05:00 in Berlin: four hours pass in spring, six in autumn.
		expect(slots('*/30 * * * *', 'Europe/Berlin', '2026-03-28T23:00Z', '2026-03-29T03:00Z')).toHaveLength(8);
		expect(slots('0 * * * *', 'Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25T04:00Z')).toEqual([
			'2026-10-24T23:00:00Z',
			'2026-10-25T00:00:00Z',
			'2026-10-25T01:00:00Z',
			'2026-10-25T02:00:00Z',
			'2026-10-25T03:00:00Z',
			'2026-10-25T04:00:00Z',
		]);
	});

	it('leaves out the instant it starts after and takes the one it ends at', () => {
		expect(slots('0 2 * * *', 'UTC', '2026-01-01T02:00Z', '2026-01-02T02:00Z')).toEqual(['2026-01-02T02:00:00Z']);
		expect(slots('0 2 * * *', 'UTC', '2026-01-02T02:00Z', '2026-01-01T02:00Z')).toEqual([]);
	});

	it('gives the same slots whether asked once or minute by minute', () => {
		const schedule = { cron: '*/15 * * * *', zone: 'Africa/Cairo' };
		// Cairo goes back from midnight to 23:00 at the end of 29 October 2026, 21:00 UTC.
		const from = Temporal.Instant.from('2026-10-29T19:30Z');
		const minutes = Array.from({ length: 180 }, (_, minute) => minute);
		const apart = minutes.flatMap((minute) =>
			dueSlots(schedule, from.add({ minutes: minute }), from.add({ minutes: minute + 1 })).map(String),
		);
		expect(apart).toEqual(slots(schedule.cron, schedule.zone, from.toString(), from.add({ hours: 3 }).toString()));
		expect(apart).toHaveLength(12);
	});

	it('leaves out months without the day, and years without a leap day', () => {
		expect(slots('0 0 31 * *', 'UTC', '2026-01-01T00:00Z', '2026-07-01T00:00Z')).toEqual([
			'2026-01-31T00:00:00Z',
			'2026-03-31T00:00:00Z',
			'2026-05-31T00:00:00Z',
		]);
		expect(slots('0 0 29 2 *', 'UTC', '2026-01-01T00:00Z', '2033-01-01T00:00Z')).toEqual([
			'2028-02-29T00:00:00Z',
			'2032-02-29T00:00:00Z',
		]);
	});

	it('takes either day when both day fields are restricted', () => {
		// May 2026 begins on a Friday: the 13th is a Wednesday.
		expect(slots('0 0 13 5 5', 'UTC', '2026-04-30T12:00Z', '2026-05-31T12:00Z')).toEqual([
			'2026-05-01T00:00:00Z',
			'2026-05-08T00:00:00Z',
			'2026-05-13T00:00:00Z',
			'2026-05-15T00:00:00Z',
			'2026-05-22T00:00:00Z',
			'2026-05-29T00:00:00Z',
		]);
	});

	it('gives a slot once when skipped and real times meet', () => {
		// 02:00 is skipped and runs at 03:00, where another slot is.
		expect(slots('0 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
			'2026-03-29T01:00:00Z',
		]);
	});
});

describe('validateSchedule', () => {
	const refused: readonly (readonly [Schedule, string])[] = [
		[{ cron: '0 2 * *', zone: 'UTC' }, 'invalid schedule: "0 2 * *" (expected 5 fields'],
		[{ cron: '@daily', zone: 'UTC' }, 'invalid schedule: "@daily" (expected 5 fields'],
		[{ cron: '60 2 * * *', zone: 'UTC' }, 'invalid minute in the schedule: "60" (expected 0 to 59)'],
		[{ cron: '0 24 * * *', zone: 'UTC' }, 'invalid hour in the schedule: "24" (expected 0 to 23)'],
		[{ cron: '0 2 0 * *', zone: 'UTC' }, 'invalid day of month in the schedule: "0" (expected 1 to 31)'],
		[{ cron: '0 2 * 13 *', zone: 'UTC' }, 'invalid month in the schedule: "13" (expected 1 to 12)'],
		[{ cron: '0 2 * * MON', zone: 'UTC' }, 'invalid day of week in the schedule: "MON" (expected numbers from 0 to 7'],
		[{ cron: '9-5 2 * * *', zone: 'UTC' }, 'invalid minute in the schedule: "9-5" (expected 0 to 59)'],
		[{ cron: '*/0 2 * * *', zone: 'UTC' }, 'invalid minute in the schedule: "*/0" (expected 0 to 59)'],
		[{ cron: '1, 2 * * *', zone: 'UTC' }, 'invalid minute in the schedule: "1,"'],
		[{ cron: '0 2 * * *', zone: 'Mars/Base' }, 'unknown time zone: "Mars/Base" (expected an IANA name'],
	];
	it.each(refused)('refuses %o in words', (schedule, message) => {
		expect(() => validateSchedule(schedule)).toThrow(message);
	});

	it.each(EXPRESSIONS)('accepts %s', (cron) => {
		expect(() => validateSchedule({ cron, zone: 'Europe/Berlin' })).not.toThrow();
	});
});

describe('nextSlot', () => {
	const after = Temporal.Instant.from('2026-03-01T12:00Z');
	const next = (...crons: readonly string[]): string | undefined =>
		nextSlot(
			crons.map((cron) => ({ cron, zone: 'UTC' })),
			after,
		)?.toString();

	it('gives the earliest slot of all schedules', () => {
		expect(next('0 2 * * *', '0 18 * * *')).toBe('2026-03-01T18:00:00Z');
	});

	it('never gives the instant itself', () => {
		expect(next('0 12 * * *')).toBe('2026-03-02T12:00:00Z');
	});

	it('looks as far as the next leap day', () => {
		expect(next('0 0 29 2 *')).toBe('2028-02-29T00:00:00Z');
	});

	it('gives null without a schedule, and for a day that never comes', () => {
		expect(next()).toBeUndefined();
		expect(next('0 0 31 2 *')).toBeUndefined();
	});
});
