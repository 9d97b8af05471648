import { expect, test } from 'vitest';
import { givenLines } from '../../given-lines.ts';
import type { GivenLine } from '../../given-lines.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

const AS_OF = '2025-04-01';

function on(day: string, order: string, price = '10', kind: string | null = null): GivenLine {
	return { order, customer: 'c1', at: `${day} 12:00:00`, price, kind, quantity: kind === 'return' ? '-1' : '1' };
}

/** Cut-offs of this analysis date lie on 1 April 2025, 31 December, 1 October and 1 April 2024. */
const LINES: readonly GivenLine[] = [
	on('2024-05-01', 'o1', '10'),
	on('2024-09-30', 'o2', '20'),
	on('2024-09-30', 'o3', '22'),
	on('2024-12-30', 'o4', '30'),
	on('2024-12-31', 'o5', '40'),
	on('2025-03-31', 'o6', '50'),
];

const KNOWN = `select days_back, purchases, repeat_purchases, money, repeat_money, tx_days, recency_days, age_days, first_on,
	last_on from ftr_customer_purchases order by days_back`;

test('days with sales up to a cut-off are purchases, the first of them no repeat', async () => {
	const db = await openWarehouse({ sources: [givenLines(LINES)], asOf: AS_OF, relations: ['ftr_customer_purchases'] });
	expect(await tableOf(db, KNOWN)).toEqual([
		[0, 5, 4, 172, 40.5, 334, 1, 335, '2024-05-01', '2025-03-31'],
		// Two orders of one day are one purchase, of 42.
		[91, 3, 2, 82, 36, 243, 1, 244, '2024-05-01', '2024-12-30'],
		[182, 2, 1, 52, 42, 152, 1, 153, '2024-05-01', '2024-09-30'],
	]);
});

test('what came in the quarter after a cut-off is counted beside it', async () => {
	const db = await openWarehouse({ sources: [givenLines(LINES)], asOf: AS_OF, relations: ['ftr_customer_purchases'] });
	expect(await tableOf(db, 'select days_back, next_purchases from ftr_customer_purchases order by 1')).toEqual([
		[0, 0],
		// On the cut-off itself and on the last day that is known.
		[91, 2],
		[182, 1],
	]);
});

test('the year after a cut-off a year ago is looked over as a whole', async () => {
	const lines = [on('2024-03-31', 'o0'), ...LINES];
	const db = await openWarehouse({ sources: [givenLines(lines)], asOf: AS_OF, relations: ['ftr_customer_purchases'] });
	expect(
		await tableOf(db, 'select purchases, next_purchases from ftr_customer_purchases where days_back = 365'),
	).toEqual([[1, 5]]);
});

test('nothing that comes after a cut-off changes what was known at it', async () => {
	const planted = [
		on('2024-12-31', 'p1', '9999'),
		on('2025-01-15', 'p2', '9999'),
		on('2025-02-15', 'p3', '9999'),
		on('2025-05-15', 'p4', '9999'),
	];
	const before = await openWarehouse({
		sources: [givenLines(LINES)],
		asOf: AS_OF,
		relations: ['ftr_customer_purchases'],
	});
	const after = await openWarehouse({
		sources: [givenLines([...LINES, ...planted])],
		asOf: AS_OF,
		relations: ['ftr_customer_purchases'],
	});
	const known = KNOWN.replace(' order by', ' where days_back > 0 order by');
	expect(await tableOf(after, known)).toEqual(await tableOf(before, known));
	// What lies on or after the analysis date counts nowhere.
	expect(await tableOf(after, 'select max(last_on) from ftr_customer_purchases')).toEqual([['2025-03-31']]);
});

test('returns, gifts and sales to nobody are no purchases', async () => {
	const lines = [
		on('2025-01-02', 'o1'),
		on('2025-01-05', 'o2', '5', 'return'),
		on('2025-01-06', 'o3', '0', 'adjustment'),
		{ ...on('2025-01-07', 'o4'), customer: null },
	];
	const db = await openWarehouse({ sources: [givenLines(lines)], asOf: AS_OF, relations: ['ftr_customer_purchases'] });
	expect(await tableOf(db, 'select customer_id, purchases, money from ftr_customer_purchases')).toEqual([
		['c1', 1, 10],
	]);
});
