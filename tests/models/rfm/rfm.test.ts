import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import { revenueConcentration } from '#models/rfm/revenue-concentration.ts';
import { fitRfm, predictRfm } from '#models/rfm/rfm.ts';
import type { RfmCustomers, RfmModel } from '#models/rfm/rfm.ts';
import { summarizeRfm } from '#models/rfm/summarize-rfm.ts';
import { openMemory } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';
import { examplesWith } from '../../support/example-file.ts';

function customers(
	...rows: readonly (readonly [recency: number, frequency: number, monetary: number])[]
): RfmCustomers {
	return {
		recency: Float64Array.from(rows, ([recency]) => recency),
		frequency: Float64Array.from(rows, ([, frequency]) => frequency),
		monetary: Float64Array.from(rows, ([, , monetary]) => monetary),
	};
}

/** Each has the first score of one measure to themselves. */
const FIVE = customers([1, 9, 500], [2, 5, 300], [30, 1, 10], [300, 1, 20], [400, 8, 400]);

describe('fitRfm and predictRfm', () => {
	it('give the latest buyers, the most purchases and the most money the highest scores', () => {
		const model = fitRfm(FIVE);
		// Of five, percent ranks are quarters: 5 · 1/4, 2/4, 3/4 begin scores 2, 3 and 4.
		expect(model).toEqual({
			bins: 5,
			n: 5,
			recency: [-300, -30, -2, -1],
			frequency: [5, 5, 8, 9],
			monetary: [20, 300, 400, 500],
		});
		const scores = predictRfm(model, FIVE);
		expect([...scores.recency]).toEqual([5, 4, 3, 2, 1]);
		expect([...scores.frequency]).toEqual([5, 3, 1, 1, 4]);
		expect([...scores.monetary]).toEqual([5, 3, 1, 2, 4]);
		expect(scores.segments).toEqual(['champions', 'loyal', 'about_to_sleep', 'hibernating', 'cannot_lose']);
	});

	it('score other customers by the cuts of the first, also when these come back from JSON', () => {
		const model = JSON.parse(JSON.stringify(fitRfm(FIVE))) as RfmModel;
		expect(predictRfm(model, customers([0, 100, 1e6], [999, 1, -5])).segments).toEqual(['champions', 'lost']);
		expect(predictRfm(model, customers()).segments).toEqual([]);
	});

	it('give the middle score where nothing tells customers apart', () => {
		const same = customers([3, 1, 10], [3, 1, 10]);
		const model = fitRfm(same);
		expect(model).toMatchObject({ recency: null, frequency: null, monetary: null });
		expect(predictRfm(model, same).segments).toEqual(['need_attention', 'need_attention']);
	});

	it('do not depend on the order of the customers', () => {
		const row = fc.tuple(
			fc.integer({ min: 0, max: 9 }),
			fc.integer({ min: 1, max: 4 }),
			fc.integer({ min: -5, max: 50 }),
		);
		fc.assert(
			fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.integer({ min: 2, max: 10 }), (rows, bins) => {
				const there = customers(...rows);
				const back = customers(...rows.toReversed());
				const model = fitRfm(there, { bins });
				expect(fitRfm(back, { bins })).toEqual(model);
				const { segments } = predictRfm(model, there);
				expect(predictRfm(model, back).segments.toReversed()).toEqual(segments);
				const summary = summarizeRfm(there, segments);
				expect(summary.reduce((sum, { customers: count }) => sum + count, 0)).toBe(rows.length);
			}),
		);
	});

	it('score whatever comes, or end in a ModelError', () => {
		const value = fc.oneof(
			fc.double(),
			fc.constantFrom(0, -0, 1, 5, NaN, Infinity, 1e308),
			fc.integer({ min: -2, max: 9 }),
		);
		fc.assert(
			fc.property(
				fc.array(fc.tuple(value, value, value), { maxLength: 12 }),
				fc.constantFrom(2, 5, 10),
				(rows, bins) => {
					try {
						const all = customers(...rows);
						const { recency, frequency, monetary, segments } = predictRfm(fitRfm(all, { bins }), all);
						expect(segments).toHaveLength(rows.length);
						for (const score of [...recency, ...frequency, ...monetary]) {
							expect(score).toBeGreaterThanOrEqual(1);
							expect(score).toBeLessThanOrEqual(bins);
						}
					} catch (error) {
						expect(error).toBeInstanceOf(ModelError);
					}
				},
			),
			{ numRuns: 500 },
		);
	});

	it.each([
		['no customer', () => fitRfm(customers()), 'received no customer'],
		['a purchase after the day', () => fitRfm(customers([-1, 1, 1])), 'recency is -1 at index 0 (expected days of 0'],
		['no purchase', () => fitRfm(customers([1, 0, 1])), 'frequency is 0 at index 0 (expected a count above 0)'],
		['NaN', () => fitRfm(customers([1, 1, 1], [1, 1, NaN])), 'monetary is NaN at index 1 (expected a finite amount)'],
		['infinity', () => fitRfm(customers([Infinity, 1, 1])), 'recency is Infinity at index 0'],
		['two lengths', () => fitRfm({ ...FIVE, monetary: Float64Array.of(1) }), 'monetary has 1 rows, recency 5'],
		['one bin', () => fitRfm(FIVE, { bins: 1 }), 'bins is 1 (expected a whole number from 2 to 10)'],
		['half a bin', () => fitRfm(FIVE, { bins: 2.5 }), 'bins is 2.5'],
	])('refuse %s', (_, fit, message) => {
		expect(fit).toThrow(ModelError);
		expect(fit).toThrow(message);
	});
});

describe('summarizeRfm', () => {
	it('gives means, totals and shares of the segments that have customers, best first', () => {
		const two = customers([1, 4, 60], [3, 2, 20], [100, 1, 20]);
		expect(summarizeRfm(two, ['champions', 'champions', 'lost'])).toEqual([
			{
				name: 'champions',
				customers: 2,
				recency: 2,
				frequency: 3,
				monetary: 40,
				revenue: 80,
				customersShare: 2 / 3,
				revenueShare: 0.8,
			},
			{
				name: 'lost',
				customers: 1,
				recency: 100,
				frequency: 1,
				monetary: 20,
				revenue: 20,
				customersShare: 1 / 3,
				revenueShare: 0.2,
			},
		]);
	});

	it('has no share of money where there is none', () => {
		expect(summarizeRfm(customers([1, 1, -5]), ['lost'])[0]?.revenueShare).toBeNull();
	});
});

describe('revenueConcentration', () => {
	it('gives what was worked out by hand', () => {
		// Rising: 1, 1, 1, 1, 6; 2 · (1 + 2 + 3 + 4 + 30) / (5 · 10) − 6/5 = 0.4.
		const figures = revenueConcentration(Float64Array.of(1, 6, 1, 1, 1));
		expect(figures.gini).toBeCloseTo(0.4, 12);
		expect(figures).toMatchObject({ topTenthShare: 0.6, topFifthShare: 0.6 });
		expect(revenueConcentration(Float64Array.of(3, 3, 3)).gini).toBeCloseTo(0, 12);
	});

	it('refuses amounts below 0, NaN and no money at all', () => {
		expect(() => revenueConcentration(Float64Array.of(1, -1))).toThrow('monetary is -1 at index 1');
		expect(() => revenueConcentration(Float64Array.of(NaN))).toThrow('monetary is NaN at index 0');
		expect(() => revenueConcentration(Float64Array.of(0, 0))).toThrow('received 2 customers without any money');
		expect(() => revenueConcentration(new Float64Array())).toThrow('received 0 customers');
	});
});

const shop = examplesWith('online-retail/online_retail.csv.gz');

/** Recency, invoices and money of each identified customer; rule `clean_rule` of the set's expected.json. */
async function readShop(folder: string): Promise<RfmCustomers> {
	const database = await openMemory({ threads: 1, memoryLimit: '1GB' });
	try {
		const found = await rows<{ readonly recency: number; readonly frequency: number; readonly monetary: number }>(
			await database.connect(),
			sql`select date_diff('day', max(InvoiceDate)::date, date '2011-12-10') as recency,
				count(distinct InvoiceNo) as frequency, sum(Quantity * UnitPrice) as monetary
				from read_csv(${join(folder, 'online-retail', 'online_retail.csv.gz')}, types = {'InvoiceNo': 'VARCHAR'})
				where CustomerID is not null and Quantity > 0 and UnitPrice > 0 and InvoiceNo not like 'C%'
				group by CustomerID`,
		);
		return customers(...found.map(({ recency, frequency, monetary }) => [recency, frequency, monetary] as const));
	} finally {
		database.close();
	}
}

function middleOf(values: Float64Array): number {
	const sorted = values.toSorted();
	return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
}

describe.skipIf(shop === null)('on Online Retail as of 2011-12-10 (skipped where the file lies nowhere)', () => {
	let all = customers();
	beforeAll(async () => {
		if (shop !== null) all = await readShop(shop);
	});

	it('sees the customers of the reference: medians 51, 2 and 674.485, top tenth 61.3 % of the money, Gini 0.7151', () => {
		expect(all.recency).toHaveLength(4338);
		expect([all.recency, all.frequency, all.monetary].map(middleOf).map((value) => value.toFixed(3))).toEqual([
			'51.000',
			'2.000',
			'674.485',
		]);
		// expected.json: revenue_concentration.
		const { topTenthShare, topFifthShare, gini } = revenueConcentration(all.monetary);
		expect(topTenthShare).toBeCloseTo(0.613341, 6);
		expect(topFifthShare).toBeCloseTo(0.74594, 5);
		expect(gini).toBeCloseTo(0.71514, 5);
	});

	it('cuts near the quintiles of the reference, and has a place for every customer', () => {
		const model = fitRfm(all);
		// expected.json, quantiles .2 .4 .6 .8: recency 13.8 33 72 180, frequency 1 2 3 6, money 250.194 490.096 942.276
		// 2058.426. A cut is the next value that occurs.
		expect(model.recency).toEqual([-179, -71, -32, -13]);
		expect(model.frequency).toEqual([2, 3, 4, 7]);
		expect(model.monetary?.map((cut) => cut?.toFixed(2))).toEqual(['250.26', '490.22', '942.34', '2059.45']);
		const summary = summarizeRfm(all, predictRfm(model, all).segments);
		expect(summary.reduce((sum, { customers: count }) => sum + count, 0)).toBe(4338);
		expect(summary.reduce((sum, { revenue }) => sum + revenue, 0)).toBeCloseTo(8_911_407.9, 1);
	});
});
