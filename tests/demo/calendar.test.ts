import { describe, expect, test } from 'vitest';
import { createCalendar, isOpen } from '#demo/calendar.ts';

const calendar = createCalendar('2026-11-23');
const indexOf = (day: string): number => calendar.names.indexOf(day);

describe('three years that end with a day', () => {
	test('begin the day after that day three years before', () => {
		expect([calendar.names[0], calendar.names.at(-1)]).toEqual(['2023-11-24', '2026-11-23']);
		// 3 x 365 and 29 February 2024
		expect(calendar.days).toBe(1096);
	});

	test('know weekdays, Monday being 1', () => {
		expect(calendar.weekdays[indexOf('2026-11-23')]).toBe(1);
		expect(calendar.weekdays[indexOf('2024-02-29')]).toBe(4);
		expect(calendar.weekdays[indexOf('2025-10-05')]).toBe(7);
	});

	test('count months from the first', () => {
		expect(calendar.monthNames).toHaveLength(37);
		expect(calendar.monthNames[calendar.months[indexOf('2024-02-29')] ?? -1]).toBe('2024-02-01');
	});

	test('name days before the first one', () => {
		expect(calendar.day(-24)).toBe('2023-10-31');
	});
});

test('shops are closed on Sundays and holidays', () => {
	const open = ['2025-10-02', '2025-10-03', '2025-10-04', '2025-10-05'].map((day) => isOpen(calendar, indexOf(day)));
	expect(open).toEqual([true, false, true, false]);
});

test('a leap day ends three years as any other day', () => {
	const leap = createCalendar('2028-02-29');
	expect([leap.names[0], leap.names.at(-1)]).toEqual(['2025-03-02', '2028-02-29']);
});

test.each(['2026-02-30', '26-01-01', 'yesterday', '2026-1-1', ''])('%j is no day', (until) => {
	expect(() => createCalendar(until)).toThrow(`invalid until: "${until}" (expected a day such as 2026-01-31)`);
});
