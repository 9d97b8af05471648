import { describe, expect, test } from 'vitest';
import { createCalendar } from '#demo/calendar.ts';
import { busynessAt, createDemands, dayAt } from '#demo/demand.ts';

const calendar = createCalendar('2026-11-23');
const demands = createDemands(calendar);
const { anomaly } = demands;

function meanWhere(kind: 'consumer' | 'company', chosen: (day: number, name: string) => boolean): number {
	const weights = [...demands[kind].weights].filter((_, day) => chosen(day, calendar.names[day] ?? ''));
	return weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
}

describe('busyness', () => {
	test.each(['consumer', 'company'] as const)('is 1 on average for a %s but for the anomaly', (kind) => {
		const { weights } = demands[kind];
		const whole = weights.map((weight, day) =>
			day >= anomaly.from && day <= anomaly.to ? weight / anomaly.factor : weight,
		);
		expect(whole.reduce((sum, weight) => sum + weight, 0) / calendar.days).toBeCloseTo(1, 10);
	});

	test('peaks for consumers in summer and before Christmas', () => {
		const inMonth = (month: string) => (_: number, name: string) => name.slice(5, 7) === month;
		expect(meanWhere('consumer', inMonth('06'))).toBeGreaterThan(1.3 * meanWhere('consumer', inMonth('02')));
		expect(meanWhere('consumer', inMonth('12'))).toBeGreaterThan(1.3 * meanWhere('consumer', inMonth('10')));
	});

	test('falls on Sundays and holidays, for companies to nearly nothing', () => {
		const onWeekday = (weekday: number) => (day: number) => calendar.weekdays[day] === weekday;
		expect(meanWhere('consumer', onWeekday(7))).toBeLessThan(0.8 * meanWhere('consumer', onWeekday(2)));
		expect(meanWhere('company', onWeekday(7))).toBeLessThan(0.2 * meanWhere('company', onWeekday(2)));
		const christmas = meanWhere('consumer', (_, name) => name.endsWith('12-25'));
		expect(christmas).toBeLessThan(0.6 * meanWhere('consumer', (_, name) => name.endsWith('12-16')));
	});

	test('rises in the week of Black Friday, for consumers alone', () => {
		const black = (_: number, name: string): boolean => name === '2025-11-25';
		const before = (_: number, name: string): boolean => name === '2025-11-18';
		expect(meanWhere('consumer', black) / meanWhere('consumer', before)).toBeGreaterThan(1.6);
		expect(meanWhere('company', black) / meanWhere('company', before)).toBeLessThan(1.1);
	});
});

test('the anomaly is a Tuesday and Wednesday of the last quarter on which orders fall to 15 %', () => {
	expect([anomaly.from, anomaly.to].map((day) => calendar.weekdays[day])).toEqual([2, 3]);
	expect(calendar.days - anomaly.from).toBeLessThan(90);
	expect(demands.consumer.weights[anomaly.from]).toBeCloseTo(
		// a week earlier the season is nearly the same
		0.15 * (demands.consumer.weights[anomaly.from - 7] ?? 0),
		2,
	);
});

describe('the busyness since the beginning', () => {
	const { consumer } = demands;

	test('is nothing before the first day, and all of it after the last', () => {
		const all = consumer.weights.reduce((sum, weight) => sum + weight, 0);
		expect(busynessAt(consumer, -5)).toBe(0);
		expect(busynessAt(consumer, 0)).toBe(0);
		expect(busynessAt(consumer, 5_000)).toBeCloseTo(all, 8);
	});

	test('leads back to the day it was reached on', () => {
		for (const moment of [0.5, 10.01, 500.99, 1095.5]) {
			expect(dayAt(consumer, busynessAt(consumer, moment))).toBe(Math.floor(moment));
		}
	});

	test('passes within a day in even steps', () => {
		expect(busynessAt(consumer, 7.25) - busynessAt(consumer, 7)).toBeCloseTo((consumer.weights[7] ?? 0) / 4, 12);
	});
});
