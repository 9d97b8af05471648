import { describe, expect, test } from 'vitest';
import type { BusinessHours } from '#warehouse/business-hours.ts';
import type { Connection } from '#warehouse/database.ts';
import type { GivenWarehouse } from '../../build-warehouse.ts';
import { givenList } from '../../given-people.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

/** Minutes of business between a ticket's opening and its first response, read from the clock at each. */
const BETWEEN = `select business_clock(first_response_at, ended.opens_at, ended.minutes, ended.minutes_before)
		- business_clock(opened_at, began.opens_at, began.minutes, began.minutes_before) as minutes
	from stg_tickets
	left join int_business_days as began on opened_on = began.day
	left join int_business_days as ended on first_response_on = ended.day`;

type Given = Partial<GivenWarehouse>;

function ticketFrom(from: string, to: string | null, given: Given = {}): Promise<Connection> {
	const tickets = givenList('desk', 'tickets', [{ ticket_id: 't1', opened_at: from, first_response_at: to }]);
	return openWarehouse({ relations: ['int_business_days', 'fct_tickets'], ...given, sources: [tickets] });
}

async function minutesBetween(from: string, to: string | null, given: Given = {}): Promise<unknown> {
	return (await tableOf(await ticketFrom(from, to, given), BETWEEN))[0]?.[0];
}

describe('minutes of business, Monday to Friday from nine to five in Berlin', () => {
	// 6 January 2025 is a Monday.
	test.each([
		['within a day', '2025-01-06 10:00:00', '2025-01-06 11:30:00', 90],
		['to the second', '2025-01-06 10:00:00', '2025-01-06 10:00:30', 0.5],
		['over a night', '2025-01-06 16:00:00', '2025-01-07 10:00:00', 120],
		['over two whole days', '2025-01-06 09:00:00', '2025-01-08 17:00:00', 3 * 480],
		['over a weekend', '2025-01-10 16:30:00', '2025-01-13 09:30:00', 60],
		['before opening, and after closing', '2025-01-06 07:00:00', '2025-01-06 20:00:00', 480],
		['opened on a Saturday', '2025-01-11 12:00:00', '2025-01-13 09:45:00', 45],
		['answered on a Sunday', '2025-01-10 16:00:00', '2025-01-12 12:00:00', 60],
		['all on one weekend', '2025-01-11 09:00:00', '2025-01-12 17:00:00', 0],
		['at one instant', '2025-01-06 10:00:00', '2025-01-06 10:00:00', 0],
		['the wrong way round', '2025-01-06 11:00:00', '2025-01-06 10:00:00', -60],
		['over the day on which clocks go forward', '2025-03-28 16:00:00', '2025-03-31 10:00:00', 120],
		['over the day on which clocks go back', '2025-10-24 16:00:00', '2025-10-27 10:00:00', 120],
	])('%s', async (_, from, to, minutes) => {
		expect(await minutesBetween(from, to)).toBe(minutes);
	});

	test('without an end there are none', async () => {
		expect(await minutesBetween('2025-01-06 10:00:00', null)).toBeNull();
	});
});

test('a holiday has no business, in the year it is in', async () => {
	const hours = { monday: '09:00-17:00', tuesday: '09:00-17:00', wednesday: '09:00-17:00' };
	const businessHours: BusinessHours = { hours, holidays: ['2025-01-07', '2024-01-06'] };
	expect(await minutesBetween('2025-01-06 16:00:00', '2025-01-08 10:00:00', { businessHours })).toBe(120);
});

test('a holiday that a source knows has none either', async () => {
	const tickets = givenList('desk', 'tickets', [
		{ ticket_id: 't1', opened_at: '2025-01-06 16:00:00', first_response_at: '2025-01-08 10:00:00' },
	]);
	const holidays = givenList('calendar', 'holidays', [{ holiday_on: '2025-01-07', name: 'Day of rest' }]);
	const connection = await openWarehouse({
		relations: ['int_business_days', 'fct_tickets'],
		sources: [tickets, holidays],
	});
	expect(await tableOf(connection, BETWEEN)).toEqual([[120]]);
});

describe('with hours around the clock', () => {
	const always = '00:00-24:00';
	const businessHours: BusinessHours = {
		hours: {
			monday: always,
			tuesday: always,
			wednesday: always,
			thursday: always,
			friday: always,
			saturday: always,
			sunday: always,
		},
		holidays: [],
	};

	// Berlin's 30 March 2025 has 23 hours, its 26 October 25.
	test.each([
		['2025-03-30 00:00:00', '2025-03-31 00:00:00', 23 * 60],
		['2025-10-26 00:00:00', '2025-10-27 00:00:00', 25 * 60],
		['2025-01-11 00:00:00', '2025-01-12 12:00:00', 36 * 60],
	])('from %s to %s', async (from, to, minutes) => {
		expect(await minutesBetween(from, to, { businessHours })).toBe(minutes);
	});
});

test('hours are those of the company’s zone', async () => {
	const businessHours: BusinessHours = { hours: { monday: '09:00-17:00' }, holidays: [] };
	// The ticket's times are the company's, as the config says no other.
	const given = { zone: 'America/New_York', businessHours };
	const db = await ticketFrom('2025-01-06 08:00:00', '2025-01-06 10:00:00', given);
	expect(await tableOf(db, BETWEEN)).toEqual([[60]]);
	expect(await tableOf(db, 'select day, minutes, opens_at from int_business_days')).toEqual([
		['2025-01-06', 480, '2025-01-06T14:00:00Z'],
	]);
});

test('a mistyped year makes no million days, and no minutes', async () => {
	const db = await ticketFrom('0025-01-06 10:00:00', '2025-01-06 11:00:00');
	expect(await tableOf(db, BETWEEN)).toEqual([[null]]);
	const [[days] = []] = await tableOf(db, 'select count(*) from int_business_days');
	expect(days).toBeLessThan(40_200);
});

test('without tickets there is no day', async () => {
	expect(
		await tableOf(
			await openWarehouse({ relations: ['int_business_days', 'fct_tickets'], sources: [] }),
			'select * from int_business_days',
		),
	).toEqual([]);
});
