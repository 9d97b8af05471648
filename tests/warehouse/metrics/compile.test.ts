import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { row, rows } from '#warehouse/query.ts';
import { CUSTOMER_METRICS } from '#warehouse/metrics/catalog/customers.ts';
import { ORDER_METRICS } from '#warehouse/metrics/catalog/orders.ts';
import { GRAINS } from '#warehouse/metrics/metric.ts';
import type { Metric } from '#warehouse/metrics/metric.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import { compileMetric, groupByRelation, sliceSql } from '#warehouse/metrics/compile.ts';
import { addDays } from '#warehouse/metrics/period.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import type { MetricRequest } from '#warehouse/metrics/request.ts';
import { snapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';
import type { SnapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';
import { openMarts } from './mart-tables.ts';
import type { TestLine, TestMarts } from './mart-tables.ts';

const SHOP_METRICS: Readonly<Partial<Record<MetricId, Metric>>> = { ...ORDER_METRICS, ...CUSTOMER_METRICS };

/** A shop of three leap-year months with every kind of line, from a fixed rule: no order between tests, no chance. */
function severalOrders(): TestLine[] {
	return Array.from({ length: 400 }, (_, index): TestLine => {
		const order = Math.floor(index / 2);
		const random = (salt: number, below: number): number => ((order * 7_919 + salt * 104_729) % 9_973) % below;
		const customer = random(1, 8) === 0 ? null : `c${random(2, 25)}`;
		const kind = random(3, 9) === 0 ? 'return' : index % 37 === 0 ? 'adjustment' : 'sale';
		const sign = kind === 'return' ? -1 : 1;
		return {
			order: `o${order}`,
			on: addDays('2024-01-20', random(4, 60)),
			customer,
			kind,
			country: ['Germany', 'Austria', null][random(2, 3)] ?? null,
			customerKind: customer === null ? null : (['consumer', 'company'][random(2, 2)] ?? null),
			channel: ['web', 'phone', 'shop'][random(6, 3)] ?? null,
			currency: ['EUR', 'CHF'][random(7, 2)] ?? 'EUR',
			category: ['Lamps', 'Mugs', 'Rugs'][index % 3] ?? 'Lamps',
			product: `p${index % 5}`,
			amount: (sign * (index % 17) * 1.2345 + sign).toFixed(4),
			cost: index % 4 === 0 || random(6, 3) === 0 ? null : (sign * (index % 17) * 0.5).toFixed(4),
		};
	});
}

let marts: TestMarts;
let sundays: TestMarts;
let db: Connection;
let facts: SnapshotFacts;

beforeAll(async () => {
	marts = await openMarts({ lines: severalOrders() });
	sundays = await openMarts({ lines: severalOrders(), weekStart: 'sunday' });
	db = marts.db;
	facts = await snapshotFacts(db);
});
afterAll(() => {
	marts.close();
	sundays.close();
});

function sqlOf(request: MetricRequest): string {
	return compileMetric(request, facts).rows.text;
}

describe('the relation a metric is computed from', () => {
	it('is the rollup as long as it carries all dimensions, else the facts', () => {
		expect(sqlOf({ metric: 'net_revenue', by: ['category'], where: 'is_identified' })).toContain(
			'from rollup_order_lines',
		);
		expect(sqlOf({ metric: 'net_revenue', by: ['currency'] })).toContain('from fct_order_lines');
		expect(sqlOf({ metric: 'net_revenue', where: "product = 'p1'" })).toContain('from fct_order_lines');
	});

	it('is the orders for counts of orders and customers, unless a line is asked about', () => {
		expect(sqlOf({ metric: 'orders', by: ['country'] })).toContain('from fct_orders');
		expect(sqlOf({ metric: 'customers', where: "currency = 'CHF'" })).toContain('from fct_orders');
		expect(sqlOf({ metric: 'customers', by: ['category'] })).toContain('from fct_order_lines');
	});

	it('is the cohort rollup only where every row lies within one whole month', () => {
		const metric = 'cohort_customers';
		expect(sqlOf({ metric, by: ['cohort_month'], grain: 'month' })).toContain('from rollup_cohorts_by_month');
		expect(sqlOf({ metric, by: ['months_since'] })).toContain('from rollup_cohorts_by_month');
		expect(sqlOf({ metric, from: '2024-02-01', to: '2024-03-01' })).toContain('from rollup_cohorts_by_month');
		expect(sqlOf({ metric, from: '2024-02-01', to: '2024-04-01' })).toContain('from fct_orders');
		expect(sqlOf({ metric, by: ['cohort_month'], grain: 'quarter' })).toContain('from fct_orders');
		expect(sqlOf({ metric, by: ['cohort_month'], grain: 'month', from: '2024-02-10' })).toContain('from fct_orders');
		expect(sqlOf({ metric, by: ['cohort_month'], grain: 'month', to: '2024-02-10' })).toContain('from fct_orders');
	});
});

const anyDay = fc.integer({ min: -5, max: 75 }).map((days) => addDays('2024-01-20', days));
const anySlice = fc.record({
	grain: fc.constantFrom(null, ...GRAINS),
	by: fc.subarray(['country', 'customer_kind', 'channel', 'is_identified', 'weekday'] as const, { maxLength: 2 }),
	from: fc.option(anyDay, { nil: null }),
	length: fc.option(fc.integer({ min: 1, max: 50 }), { nil: null }),
	where: fc.constantFrom('', 'is_identified', "country = 'Germany'", "channel != 'web' or country is null"),
});
type AnySlice = typeof anySlice extends fc.Arbitrary<infer Slice> ? Slice : never;

function requestOf(metric: string, { from, length, ...slice }: AnySlice): MetricRequest {
	return { metric, ...slice, from, to: from !== null && length !== null ? addDays(from, length) : null };
}

/** A condition that is always true and that only the wider relation carries: it forces the other path. */
function forced(request: MetricRequest, always: string): MetricRequest {
	return { ...request, where: request.where ? `(${request.where}) and ${always}` : always };
}

function rounded(value: unknown): unknown {
	return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(9) : value;
}

async function figures(request: MetricRequest): Promise<unknown> {
	const { rows: found, total } = await readMetric(db, request);
	const all = found.map((fields) => JSON.stringify(Object.values(fields).map(rounded))).sort();
	return [rounded(total), all];
}

describe('every path to a figure', () => {
	const additive: readonly MetricId[] = [
		'net_revenue',
		'sales_revenue',
		'returns_revenue',
		'gross_margin',
		'cost_coverage',
		'order_lines',
		'return_lines',
		'adjustment_lines',
	];
	const counted: readonly MetricId[] = [
		'orders',
		'average_order_value',
		'customers',
		'new_customers',
		'returning_customers',
		'repeat_purchase_rate',
	];

	it('gives the same from the rollup and from the lines', async () => {
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...additive), anySlice, async (metric, slice) => {
				const request = requestOf(metric, slice);
				const facts = forced(request, "currency in ('EUR', 'CHF')");
				expect(await figures(facts)).toEqual(await figures(request));
			}),
			{ numRuns: 60 },
		);
	});

	it('gives the same from the orders and from their lines', async () => {
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...counted), anySlice, async (metric, slice) => {
				const request = requestOf(metric, slice);
				expect(await figures(forced(request, 'product is not null'))).toEqual(await figures(request));
			}),
			{ numRuns: 60 },
		);
	});

	it('gives the same from the cohort rollup and from the orders', async () => {
		const by = ['cohort_month', 'country', 'customer_kind'];
		const rollup = await readMetric(db, { metric: 'cohort_customers', grain: 'month', by });
		// The 20th of January is the first day with data: the same days, told in a way the rollup does not take.
		const days = { from: '2024-01-20', to: facts.lastEventOn ?? '' };
		const orders = await readMetric(db, { metric: 'cohort_customers', grain: 'month', by, ...days });
		expect(orders.sql).toContain('fct_orders');
		const last = `${days.to.slice(0, 7)}-01`;
		expect(rollup.rows.filter(({ month }) => month !== last)).toEqual(
			orders.rows.filter(({ month }) => month !== last),
		);
		expect(rollup.rows.length).toBeGreaterThan(10);
	});
});

describe('parts and the whole', () => {
	it('of additive metrics sum up exactly by any breakdown, but for rounding to cents', async () => {
		const additive = Object.entries(SHOP_METRICS).filter(([, metric]) => metric.isAdditive);
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...additive), anySlice, async ([metric], slice) => {
				const { rows: found, total } = await readMetric(db, requestOf(metric, slice));
				const sum = found.reduce((all, { value }) => all + Number(value), 0);
				expect(Math.abs(sum - Number(total))).toBeLessThanOrEqual(0.005 * (found.length + 1) + 1e-9);
			}),
			{ numRuns: 100 },
		);
	});

	it('of customers are new and returning ones, in every bucket and in all', async () => {
		await fc.assert(
			fc.asyncProperty(anySlice, async (slice) => {
				const [all, fresh, back] = await Promise.all(
					['customers', 'new_customers', 'returning_customers'].map(async (metric) => {
						const found = await readMetric(db, requestOf(metric, slice));
						const byGroup = found.rows.map(({ value, ...group }) => [JSON.stringify(group), Number(value)] as const);
						return { total: Number(found.total), rows: new Map(byGroup) };
					}),
				);
				expect((fresh?.total ?? 0) + (back?.total ?? 0)).toBe(all?.total);
				for (const [group, count] of all?.rows ?? []) {
					expect((fresh?.rows.get(group) ?? 0) + (back?.rows.get(group) ?? 0)).toBe(count);
				}
			}),
			{ numRuns: 60 },
		);
	});

	it('of new customers by month are all new customers: each is new once', async () => {
		const { rows: found, total } = await readMetric(db, { metric: 'new_customers', grain: 'month' });
		expect(found.reduce((sum, { value }) => sum + Number(value), 0)).toBe(total);
	});
});

describe('rows', () => {
	it('come by time, then by dimension, and have a field for each and the value', async () => {
		const { rows: found } = await readMetric(db, { metric: 'orders', grain: 'month', by: ['country', 'channel'] });
		expect(Object.keys(found[0] ?? {})).toEqual(['month', 'country', 'channel', 'value']);
		const order = found.map(({ month, country, channel }) => `${month}${country ?? '~'}${channel ?? '~'}`);
		expect(order).toEqual([...order].sort());
	});

	it('begin weeks on the company’s day', async () => {
		const monday = await readMetric(marts.db, { metric: 'orders', grain: 'week' });
		const sunday = await readMetric(sundays.db, { metric: 'orders', grain: 'week' });
		// 20 January 2024, the first day, was a Saturday.
		expect(monday.rows[0]?.week).toBe('2024-01-15');
		expect(sunday.rows[0]?.week).toBe('2024-01-14');
		expect(sunday.total).toBe(monday.total);
	});

	it('of the leap day stand for themselves', async () => {
		const day = { from: '2024-02-29', to: '2024-03-01' };
		const found = await readMetric(db, { metric: 'order_lines', grain: 'day', ...day });
		expect(found.rows).toEqual([{ day: '2024-02-29', value: found.total }]);
	});

	it('never carry a value of the filter in the text of the SQL', () => {
		const where = "country = 'x'' or 1 = 1 --'";
		const { rows: compiled, total } = compileMetric({ metric: 'customers', grain: 'month', where }, facts);
		expect(compiled.text + total.text).not.toContain('1 = 1');
		expect(compiled.values).toContain("x' or 1 = 1 --");
	});
});

describe('several metrics in one pass', () => {
	it('give the figures that each gives alone', async () => {
		const slice = { by: [], grain: null, from: '2024-02-01', to: '2024-03-01', filter: null } as const;
		const ids = Object.keys(SHOP_METRICS).filter((id) => !id.startsWith('cohort')) as MetricId[];
		const sets = groupByRelation(ids, slice, facts);
		expect(sets.map(([first]) => first)).toEqual(['net_revenue', 'orders', 'customers']);
		for (const set of sets) {
			const together = await row<Record<string, unknown>>(db, sliceSql(set, slice, facts));
			for (const metric of set) {
				const [alone] = await rows<{ value: unknown }>(db, sliceSql([metric], slice, facts));
				expect({ metric, value: rounded(together?.[metric]) }).toEqual({ metric, value: rounded(alone?.value) });
			}
		}
	});
});
