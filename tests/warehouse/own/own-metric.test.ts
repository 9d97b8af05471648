import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GRAINS } from '#warehouse/metrics/metric.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import { openEmptyWarehouse } from '#warehouse/own/empty-warehouse.ts';
import type { EmptyWarehouse } from '#warehouse/own/empty-warehouse.ts';
import { builtOwnTransforms, ownChecks, ownMetrics, writeOwnDefinitions } from '#warehouse/own/own-definitions.ts';
import { ownMetricProblems } from '#warehouse/own/own-metric.ts';
import type { OwnMetricDefinition } from '#warehouse/own/own-metric.ts';
import { givenShop } from '../../fixtures/shop/given-shop.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';

const LARGE: OwnMetricDefinition = {
	id: 'large_orders',
	name: { en: 'Large orders', de: 'Große Bestellungen' },
	unit: 'count',
	definition: { en: 'Sales of 60 and more.', de: 'Verkäufe ab 60.' },
	relation: 'fct_orders',
	expression: 'count(*)',
	where: "order_kind = 'sale' and net_base >= 60",
	day: 'ordered_on',
	dimensions: { country: 'country', channel: 'upper(channel)' },
	grains: [...GRAINS],
	isAdditive: true,
	higherIsBetter: true,
};

let empty: EmptyWarehouse;
let shop: BuiltWarehouse;

beforeAll(async () => {
	empty = await openEmptyWarehouse();
	shop = await buildWarehouse(givenShop());
	const mean = { ...LARGE, id: 'mean_order', unit: 'money' as const, expression: 'avg(net_base)', isAdditive: false };
	const check = { name: 'c', severity: 'warn' as const, meaning: 'm', sql: 'select 0 as failing' };
	const transform = {
		name: 'fct_x',
		folder: 'marts' as const,
		grain: 'One row per x.',
		sql: 'select 1 as x',
		file: 'x.sql',
	};
	await writeOwnDefinitions(shop.db, { metrics: [LARGE, mean], checks: [check], transforms: [transform] });
});

afterAll(() => {
	empty.close();
	shop.close();
});

describe('a metric kept with a snapshot is asked as any other', () => {
	// Sales: o1 120 Germany web Jan, o2 264 Switzerland phone Jan, o3 30, o5 63 Switzerland phone Feb, o6 50, o7 11.
	test('over everything, with its definition and the SQL', async () => {
		const found = await readMetric(shop.db, { metric: 'large_orders' });
		expect(found).toMatchObject({ metric: 'large_orders', unit: 'count', total: 3, rows: [{ value: 3 }] });
		expect(found.sql).toContain("order_kind = 'sale' and net_base >= 60");
	});

	test('by month, a month of the data without any is 0', async () => {
		const { rows } = await readMetric(shop.db, { metric: 'large_orders', grain: 'month' });
		expect(rows).toEqual([
			{ month: '2025-01-01', value: 2 },
			{ month: '2025-02-01', value: 1 },
			{ month: '2025-03-01', value: 0 },
		]);
	});

	test('by a dimension that is an expression, filtered by another', async () => {
		const asked = { metric: 'large_orders', by: ['channel'], where: "country = 'Switzerland'" };
		expect((await readMetric(shop.db, asked)).rows).toEqual([{ channel: 'PHONE', value: 2 }]);
	});

	test('in a period', async () => {
		const { total } = await readMetric(shop.db, { metric: 'large_orders', from: '2025-02-01', to: '2025-03-01' });
		expect(total).toBe(1);
	});

	test('a mean of money is in base currency, rounded once', async () => {
		// (120 + 264 + 63) / 3
		expect(await readMetric(shop.db, { metric: 'mean_order' })).toMatchObject({ total: '149.00', unit: 'EUR' });
	});

	test('a dimension or a metric that it does not have is refused, and the valid ones listed', async () => {
		await expect(readMetric(shop.db, { metric: 'large_orders', by: ['segment'] })).rejects.toThrow(
			'unknown dimension of large_orders: "segment" (expected country, channel)',
		);
		await expect(readMetric(shop.db, { metric: 'larg_orders' })).rejects.toThrow(
			/unknown metric: "larg_orders" .*large_orders/,
		);
	});

	test('checks and transforms come back as they were written, and a snapshot of before has none', async () => {
		expect(await ownChecks(shop.db)).toEqual([
			{ name: 'c', severity: 'warn', meaning: 'm', sql: 'select 0 as failing' },
		]);
		expect(await builtOwnTransforms(shop.db)).toMatchObject([{ name: 'fct_x', sql: 'select 1 as x' }]);
		expect(await ownMetrics(empty.connection)).toEqual([]);
	});
});

describe('a metric is tried before anything runs', () => {
	test.each<[Partial<OwnMetricDefinition>, string]>([
		[{ id: 'net_revenue' }, 'metric net_revenue: "net_revenue" is a metric of Kundig\'s own: give it another id'],
		[{ relation: 'dim_people' }, 'metric large_orders: relation "dim_people" is none that is published'],
		[{ relation: 'stg_orders' }, 'metric large_orders: relation "stg_orders" is none that is published'],
		[{ day: 'ordered_at' }, 'metric large_orders: day "ordered_at" is of type timestamp (expected a date)'],
		[
			{ day: 'orderd_on' },
			'metric large_orders: day "orderd_on" is no column of fct_orders (expected one of ordered_on)',
		],
		[{ expression: 'sum(net_bse)' }, 'metric large_orders: expression: Referenced column "net_bse" not found'],
		[{ expression: 'net_base' }, 'metric large_orders: expression is no aggregate'],
		[{ expression: 'sum(' }, 'metric large_orders: expression does not parse'],
		[{ expression: 'max(country)' }, 'metric large_orders: expression gives varchar (expected a number)'],
		[
			{ expression: "count(*) filter (where country = '$1')" },
			'metric large_orders: expression holds a $ before a digit',
		],
		[{ expression: 'count(*) * random()' }, 'metric large_orders: expression calls random()'],
		[{ where: 'net_base >' }, 'metric large_orders: where does not parse'],
		[{ where: 'customer_id in (select customer_id from dim_people)' }, 'metric large_orders: where reads dim_people'],
		[
			{ dimensions: { country: 'contry' } },
			'metric large_orders: dimensions.country: Referenced column "contry" not found',
		],
		[
			{ dimensions: { shoe: 'country' } as never },
			'metric large_orders: unknown dimension "shoe" (expected one of country',
		],
	])('%j', async (changes, said) => {
		const found = await ownMetricProblems([{ place: 'metrics.ts', definition: { ...LARGE, ...changes } }], empty);
		const messages = found.map(({ message }) => message);
		expect(messages.find((message) => message.startsWith(said)) === undefined ? messages : said).toBe(said);
	});

	test('one that fits has no problem; two of one id have', async () => {
		const given = ['a.ts', 'b.ts'].map((place) => ({ place, definition: LARGE }));
		expect(await ownMetricProblems(given.slice(0, 1), empty)).toEqual([]);
		expect(await ownMetricProblems(given, empty)).toEqual([
			{ place: 'b.ts', line: null, message: 'metric large_orders is also in a.ts' },
		]);
	});
});
