import { describe, expect, test } from 'vitest';
import { createRandom } from '#models/math/random.ts';
import { readCutOff, thinOut } from '#pipeline/score/customer-cut-offs.ts';
import { CUSTOMER_VALUE_MODEL } from '#pipeline/score/customer-value.ts';
import { predictCustomers } from '#pipeline/score/predict-customers.ts';
import type { Connection } from '#warehouse/database.ts';
import { openWarehouse } from '../../warehouse/open-warehouses.ts';

const AS_OF = '2025-04-01';
const DAY = 86_400_000;
const TODAY = Date.parse(AS_OF) / DAY;

interface Shop {
	readonly customers: number;
	/** Days of history; customers are won on any of them. */
	readonly days: number;
	/** Chance to leave after each purchase, on average; 0 for nobody ever. */
	readonly leaving: number;
}

/** Customers who buy at rates ~ Gamma(1.2, 60 days) until they leave, each purchase for about 50. */
async function openShop({ customers, days, leaving }: Shop): Promise<Connection> {
	const db = await openWarehouse({ sources: [], relations: ['ftr_customer_purchases', 'ftr_purchases_by_day'] });
	const random = createRandom(11);
	const sales: { customer_id: string; ordered_on: string; sales_base: number }[] = [];
	for (let customer = 0; customer < customers; customer += 1) {
		const rate = random.gamma(1.2, 60);
		const leaves = leaving === 0 ? 0 : random.beta(2, 2 / leaving - 2);
		const spend = 50 * random.gamma(8, 8);
		let day = TODAY - days + Math.floor(random.uniform() * days);
		for (;;) {
			const money = spend * random.gamma(4, 4);
			sales.push({
				customer_id: `c${String(customer).padStart(5, '0')}`,
				ordered_on: new Date(day * DAY).toISOString().slice(0, 10),
				sales_base: Math.max(0.01, Math.round(100 * money) / 100),
			});
			day += 1 + Math.floor(random.exponential(rate));
			if (day >= TODAY || random.uniform() < leaves) break;
		}
	}
	await db.run(
		`insert into fct_orders by name
		select entry.*, 'sale' as order_kind, entry.customer_id || entry.ordered_on as order_id
		from (select unnest(from_json($1::json,
			'[{"customer_id": "VARCHAR", "ordered_on": "DATE", "sales_base": "DECIMAL(18, 4)"}]')) as entry)`,
		[JSON.stringify(sales)],
	);
	for (const name of ['ftr_customer_purchases', 'ftr_purchases_by_day']) await remake(db, name);
	return db;
}

async function remake(db: Connection, name: string): Promise<void> {
	const { loadTransforms } = await import('#warehouse/graph.ts');
	const transform = loadTransforms().find((each) => each.name === name);
	await db.run(`create or replace temp table ${name} as ${transform?.sql ?? ''}`);
}

const fit = (db: Connection) => CUSTOMER_VALUE_MODEL.fit(db, { asOf: AS_OF });

describe('a shop whose customers leave', () => {
	const shop = { customers: 1_500, days: 700, leaving: 0.2 };

	test('is told who is still there, better than by their rate of before', async () => {
		const { kind, status, evidence, parameters } = await fit(await openShop(shop));
		expect(kind).toMatch(/^m?bg-nbd$/);
		expect(status).toBe('good');
		const { a, b } = parameters.purchases.parameters;
		// Leaving after a purchase has a mean chance of 0.2.
		expect(a / (a + b)).toBeGreaterThan(0.14);
		expect(a / (a + b)).toBeLessThan(0.26);
		expect(evidence.holdout).toEqual({ from: '2024-12-31', to: '2025-03-31', n: expect.any(Number) as number });
		expect(evidence.candidates.map(({ kind: name }) => name)).toEqual(['mbg-nbd', 'bg-nbd']);
		expect(evidence.coverage?.[0]?.share).toBeGreaterThan(0.8);
		expect(evidence.calibration?.reduce((sum, { count }) => sum + count, 0)).toBe(evidence.holdout?.n);
	});

	test('has a figure for every customer, each within its interval', async () => {
		const db = await openShop(shop);
		const { parameters } = await fit(db);
		const predicted = predictCustomers(parameters, await readCutOff(db, AS_OF, 0));
		const names = ['expected_purchases', 'expected_revenue'] as const;
		for (const name of names) {
			const [mean, lower, upper] = [predicted[name], predicted[`${name}_lower`], predicted[`${name}_upper`]];
			expect(mean.length).toBe(1_500);
			expect([...mean, ...lower, ...upper].every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
			expect(mean.every((value, row) => value >= (lower[row] ?? 0) && value <= (upper[row] ?? 0))).toBe(true);
		}
		expect(predicted.p_alive.every((chance) => chance > 0 && chance <= 1)).toBe(true);
	});

	test('is scored the same again, and with parameters that were stored as JSON', async () => {
		const db = await openShop({ ...shop, customers: 300 });
		const { parameters } = await fit(db);
		expect(JSON.stringify(await fit(db))).toBe(JSON.stringify(await fit(db)));
		const cutOff = await readCutOff(db, AS_OF, 0);
		const stored = JSON.parse(JSON.stringify(parameters)) as typeof parameters;
		expect(predictCustomers(stored, cutOff)).toEqual(predictCustomers(parameters, cutOff));
	});
});

test('a shop that nobody leaves is told so, and scored', async () => {
	const { evidence, parameters } = await fit(await openShop({ customers: 800, days: 500, leaving: 0 }));
	expect(parameters.purchases.degenerate).toBe('nbd');
	expect(evidence.warnings).toContain('degenerate:nbd');
});

test('a shop of a few weeks has a model without a holdout, which counts as weak', async () => {
	const { status, evidence } = await fit(await openShop({ customers: 400, days: 60, leaving: 0.2 }));
	expect(status).toBe('weak');
	expect(evidence.warnings).toContain('no_holdout');
	expect(evidence.figures).toEqual([]);
});

test('a handful of customers is refused in words', async () => {
	await expect(fit(await openShop({ customers: 5, days: 300, leaving: 0.2 }))).rejects.toThrow(
		'requires at least 10 customers, 3 of them with a repeat purchase',
	);
});

test('every n-th of many customers is left for a fit', () => {
	const column = Float64Array.from({ length: 10 }, (_, index) => index);
	const days = Int32Array.from(column);
	const cutOff = {
		rows: 10,
		end: 20,
		x: column,
		firstDay: days,
		lastDay: days,
		repeatMoney: column,
		nextPurchases: column,
	};
	expect(thinOut(cutOff, 4)).toMatchObject({
		rows: 4,
		x: Float64Array.of(0, 3, 6, 9),
		lastDay: Int32Array.of(0, 3, 6, 9),
	});
	expect(thinOut(cutOff, 10)).toBe(cutOff);
});
