import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#warehouse/metrics/period.ts';
import { revenueDrivers } from '#warehouse/reads/drivers.ts';
import type { RevenueDrivers } from '#warehouse/reads/drivers.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestLine } from '../metrics/mart-tables.ts';

const MARCH_AGAINST_FEBRUARY = { period: '2025-03-01..2025-03-31', compare: 'previous' } as const;

async function driversOf(lines: readonly TestLine[], where = ''): Promise<RevenueDrivers | null> {
	const marts = await openMarts({ lines, asOf: '2025-04-01' });
	const drivers = await revenueDrivers(marts.db, await readScope(marts.db, { ...MARCH_AGAINST_FEBRUARY, where }));
	marts.close();
	return drivers;
}

/** January makes a and b returning customers; all figures below are about February and March. */
const EARLIER: readonly TestLine[] = [
	{ order: 'j1', on: '2025-01-15', customer: 'a', amount: '10' },
	{ order: 'j2', on: '2025-01-15', customer: 'b', amount: '10' },
];

const LINES: readonly TestLine[] = [
	...EARLIER,
	{ order: 'f1', on: '2025-02-05', customer: 'a', amount: '100' },
	{ order: 'f2', on: '2025-02-06', customer: 'n1', amount: '30' },
	{ order: 'f3', on: '2025-02-07', customer: null, amount: '7' },
	{ order: 'm1', on: '2025-03-05', customer: 'a', amount: '60' },
	{ order: 'm2', on: '2025-03-06', customer: 'a', amount: '70' },
	{ order: 'm3', on: '2025-03-07', customer: 'b', amount: '90' },
	{ order: 'm3', on: '2025-03-07', customer: 'b', kind: 'return', amount: '-10' },
	{ order: 'm4', on: '2025-03-08', customer: 'b', amount: '30' },
	{ order: 'm5', on: '2025-03-09', customer: 'n2', amount: '50.50' },
	{ order: 'm6', on: '2025-03-10', customer: null, kind: 'return', amount: '-3' },
];

describe('revenueDrivers', () => {
	it('shares the change out as worked out by hand', async () => {
		// Returning customers: February 1 customer, 1 order each, 100 an order; March 2 customers, 2 orders each, 60 an
		// order (60 + 70 + 90 - 10 + 30 = 240 in 4). Shapley value, the mean over the six orders of moving the factors:
		// customers 1 x [(1 x 100 + 2 x 60) / 3 + (1 x 60 + 2 x 100) / 6] = 220/3 + 260/6 = 116.666…
		// frequency: the same by symmetry. Value: 140 - 2 x 116.666… = -93.333…, in cents what is left: -93.34.
		expect(await driversOf(LINES)).toEqual({
			net_revenue: 287.5,
			before_net_revenue: 137,
			change: 150.5,
			new_revenue: 50.5,
			before_new_revenue: 30,
			by_new_customers: 20.5,
			by_returning_customers: 116.67,
			by_order_frequency: 116.67,
			by_order_value: -93.34,
			by_unknown_customers: -10,
		});
	});

	it('gives all of the change of returning customers to their number where one month has none', async () => {
		expect(await driversOf([...EARLIER, { order: 'm1', on: '2025-03-05', customer: 'a', amount: '60' }])).toMatchObject(
			{
				change: 60,
				by_returning_customers: 60,
				by_order_frequency: 0,
				by_order_value: 0,
			},
		);
	});

	it('counts the returns of a customer without an order in the period among what an order brings', async () => {
		const drivers = await driversOf([
			...EARLIER,
			{ order: 'f1', on: '2025-02-05', customer: 'a', amount: '100' },
			{ order: 'm1', on: '2025-03-05', customer: 'a', amount: '100' },
			{ order: 'm2', on: '2025-03-06', customer: 'b', kind: 'return', amount: '-10' },
		]);
		expect(drivers).toMatchObject({
			change: -10,
			by_returning_customers: 0,
			by_order_frequency: 0,
			by_order_value: -10,
		});
	});

	it('is about the lines of a category where that is the filter', async () => {
		const drivers = await driversOf(
			[
				...LINES,
				{ order: 'f9', on: '2025-02-20', customer: 'a', category: 'Mugs', amount: '5' },
				{ order: 'm9', on: '2025-03-20', customer: 'a', category: 'Mugs', amount: '8' },
			],
			"category = 'Mugs'",
		);
		expect(drivers).toMatchObject({ net_revenue: 8, before_net_revenue: 5, change: 3, by_order_value: 3 });
	});

	it('is nothing without a comparison or history', async () => {
		const marts = await openMarts({ lines: LINES, asOf: '2025-04-01' });
		expect(await revenueDrivers(marts.db, await readScope(marts.db, { period: 'this-month' }))).toBeNull();
		const yearBefore = await readScope(marts.db, { period: 'this-month', compare: 'year-before' });
		expect(await revenueDrivers(marts.db, yearBefore)).toBeNull();
		marts.close();
	});

	it('adds up to the cent, whatever was sold', async () => {
		const line = fc.record({
			day: fc.integer({ min: 0, max: 74 }),
			order: fc.integer({ min: 1, max: 12 }),
			amount: fc.integer({ min: -30_000, max: 90_000 }),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), async (sold) => {
				const lines = sold.map(({ day, order, amount }): TestLine => {
					const customer = order % 4 === 0 ? null : `c${order % 5}`;
					const on = addDays('2025-01-15', (day + order * 7) % 75);
					return {
						order: `o${order}-${on}`,
						on,
						customer,
						kind: amount > 0 ? 'sale' : 'return',
						amount: `${amount / 1000}`,
					};
				});
				const drivers = await driversOf([...EARLIER, ...lines]);
				if (drivers === null) throw new Error('expected drivers');
				const { by_new_customers, by_returning_customers, by_order_frequency, by_order_value } = drivers;
				const parts = [by_new_customers, by_returning_customers, by_order_frequency, by_order_value];
				const cents = [...parts, drivers.by_unknown_customers].reduce((sum, part) => sum + Math.round(part * 100), 0);
				expect(cents).toBe(Math.round(drivers.change * 100));
			}),
			{ numRuns: 25 },
		);
	});
});
