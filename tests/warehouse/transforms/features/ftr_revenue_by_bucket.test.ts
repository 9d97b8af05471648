import { expect, test } from 'vitest';
import { givenLines } from '../../given-lines.ts';
import type { GivenLine } from '../../given-lines.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

function sale(day: string, price: string, country: string | null = 'Germany'): GivenLine {
	return { order: day + price, customer: 'c1', at: `${day} 12:00:00`, price, country };
}

/** From Wednesday, 1 January 2025, to Friday, 14 March. */
const LINES: readonly GivenLine[] = [
	sale('2025-01-01', '5'),
	sale('2025-01-06', '10'),
	sale('2025-01-12', '20', 'Austria'),
	{ ...sale('2025-01-12', '4'), quantity: '-1', kind: 'return' },
	{ ...sale('2025-01-12', '99'), kind: 'adjustment' },
	sale('2025-01-27', '40', null),
	sale('2025-03-14', '80'),
];

const MADE = { relations: ['ftr_revenue_by_bucket'] };

test('weeks and months that are over have their net revenue, 0 where nothing was sold', async () => {
	const db = await openWarehouse({ sources: [givenLines(LINES)], asOf: '2025-02-03', ...MADE });
	const total = `select grain, bucket, net_revenue, ends_before from ftr_revenue_by_bucket where series = 'total'
		order by grain desc, bucket`;
	expect(await tableOf(db, total)).toEqual([
		// The week of 30 December had begun before the data; sales and returns count, adjustments do not.
		['week', '2025-01-06', 26, '2025-01-13'],
		['week', '2025-01-13', 0, '2025-01-20'],
		['week', '2025-01-20', 0, '2025-01-27'],
		['week', '2025-01-27', 40, '2025-02-03'],
		// The month begins with the data, and so is whole.
		['month', '2025-01-01', 71, '2025-02-01'],
	]);
});

test('a country begins with its first sale and goes on to the last bucket that is over', async () => {
	const db = await openWarehouse({ sources: [givenLines(LINES)], asOf: '2025-02-03', ...MADE });
	const found = `select series_value, bucket, net_revenue from ftr_revenue_by_bucket
		where series = 'country' and grain = 'week' order by series_value, bucket`;
	expect(await tableOf(db, found)).toEqual([
		['Austria', '2025-01-06', 20],
		['Austria', '2025-01-13', 0],
		['Austria', '2025-01-20', 0],
		['Austria', '2025-01-27', 0],
		['Germany', '2025-01-06', 6],
		['Germany', '2025-01-13', 0],
		['Germany', '2025-01-20', 0],
		['Germany', '2025-01-27', 0],
	]);
});

test('a bucket that runs is left out', async () => {
	const db = await openWarehouse({ sources: [givenLines(LINES)], asOf: '2025-03-15', ...MADE });
	expect(
		await tableOf(db, 'select grain, max(bucket) from ftr_revenue_by_bucket group by grain order by grain desc'),
	).toEqual([
		['week', '2025-03-03'],
		['month', '2025-02-01'],
	]);
});

test('a country of less than a hundredth of the revenue is in the total alone', async () => {
	const lines = [...LINES, sale('2025-01-08', '0.9', 'France'), sale('2025-01-08', '1.1', 'Spain')];
	const db = await openWarehouse({ sources: [givenLines(lines)], asOf: '2025-02-03', ...MADE });
	// A hundredth of the 68 of all weeks is 0.68, and 0.93 with 25 more: then the 0.9 of France fall short.
	const countries = "select distinct series_value from ftr_revenue_by_bucket where series = 'country' order by 1";
	expect(await tableOf(db, countries)).toEqual([['Austria'], ['France'], ['Germany'], ['Spain']]);
	const large = [...lines, sale('2025-01-09', '25')];
	const other = await openWarehouse({ sources: [givenLines(large)], asOf: '2025-02-03', ...MADE });
	expect(await tableOf(other, countries)).toEqual([['Austria'], ['Germany'], ['Spain']]);
});
