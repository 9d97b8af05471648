import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examplesWith } from '../support/example-file.ts';
import { runExample } from '../support/example-run.ts';
import type { ExampleRun } from '../support/example-run.ts';

interface Group {
	readonly closed: number;
	readonly winRate: number;
	readonly wonValue: string;
}

/** Figures computed apart from this project. */
interface Expected {
	readonly rows: Readonly<Record<'deals' | 'companies' | 'products' | 'users', number>>;
	readonly dealsByStage: Readonly<Record<string, number>>;
	readonly dealsWithoutCompany: number;
	readonly wonRevenue: string;
	readonly wonRevenueByQuarter: Readonly<Record<string, string>>;
	readonly averageDealSize: number;
	readonly medianDealSize: number;
	readonly winRate: number;
	readonly daysToClose: Readonly<Record<'won' | 'lost', { readonly mean: number; readonly median: number }>>;
	readonly byProduct: Readonly<Record<string, Group>>;
	readonly byManager: Readonly<Record<string, Group>>;
	readonly byOffice: Readonly<Record<string, Group>>;
	readonly days: Readonly<Record<'opened' | 'closed', readonly [first: string, last: string]>>;
}

const examples = examplesWith('crm-opportunities/sales_pipeline.csv');
const reason = examples === null ? ' (skipped: sales_pipeline.csv lies in no folder of examples)' : '';

describe.skipIf(examples === null)(`crm opportunities${reason}`, () => {
	let example: ExampleRun<Expected>;
	let expected: Expected;

	beforeAll(async () => {
		example = await runExample('crm-opportunities', examples ?? '');
		({ expected } = example);
	});
	afterAll(() => example.remove());

	async function total(...words: readonly string[]): Promise<number> {
		return Number((await example.metric(...words)).total);
	}

	test('every row of the four files is loaded, and no check stops the run', async () => {
		const { run } = example;
		expect(run).toMatchObject({ status: 'ok', error: null, asOf: '2018-01-01' });
		expect(run.sources.map(({ name, read, loaded }) => [name, read, loaded])).toEqual([
			['accounts', 85, 85],
			['products', 7, 7],
			['sales_teams', 35, 35],
			['sales_pipeline', 8800, 8800],
		]);
		const counts = ['fct_deals', 'dim_customers', 'dim_products', 'dim_users'].map((relation) =>
			example.query(`select count(*) from ${relation}`),
		);
		expect((await Promise.all(counts)).flat()).toEqual(Object.values(expected.rows));
	});

	test('every deal is in its stage', async () => {
		expect(await example.valuesBy('deals', '--by', 'stage')).toEqual(expected.dealsByStage);
		expect(await total('deals')).toBe(expected.rows.deals);
		expect(await total('deals_won')).toBe(expected.dealsByStage.Won);
		expect(await total('deals_lost')).toBe(expected.dealsByStage.Lost);
		const { Engaging = 0, Prospecting = 0 } = expected.dealsByStage;
		expect(await total('open_deals')).toBe(Engaging + Prospecting);
	});

	test('deals without an account are kept, and so are those without a day', async () => {
		expect(await total('deals', '--where', 'customer is null')).toBe(expected.dealsWithoutCompany);
		const { Prospecting = 0 } = expected.dealsByStage;
		expect((await example.valuesBy('deals', '--grain', 'year')).null).toBe(Prospecting);
	});

	test('what was won is exact in all and by quarter', async () => {
		const { total: won, unit } = await example.metric('won_revenue');
		expect({ won, unit }).toEqual({ won: expected.wonRevenue, unit: 'USD' });
		expect(await example.valuesBy('won_revenue', '--grain', 'quarter')).toEqual(expected.wonRevenueByQuarter);
	});

	test('sizes, days to close and the win rate are those computed elsewhere', async () => {
		// The means are given to four digits.
		expect(await total('average_deal_size')).toBeCloseTo(expected.averageDealSize, 4);
		expect(await total('median_deal_size')).toBe(expected.medianDealSize);
		expect(await total('win_rate')).toBeCloseTo(expected.winRate, 6);
		const { won, lost } = expected.daysToClose;
		expect(await total('sales_cycle_days')).toBeCloseTo(won.mean, 4);
		expect(await total('median_sales_cycle_days')).toBe(won.median);
		const means = await example.valuesBy('days_to_close', '--by', 'outcome');
		expect(Number(means.won)).toBeCloseTo(won.mean, 4);
		expect(Number(means.lost)).toBeCloseTo(lost.mean, 4);
		const medians = await example.valuesBy('median_days_to_close', '--by', 'outcome');
		expect(medians).toEqual({ won: won.median, lost: lost.median });
	});

	test.each([
		['product', 'byProduct'],
		['manager', 'byManager'],
		['office', 'byOffice'],
	] as const)('by %s, win rate, closed deals and won revenue are those computed elsewhere', async (by, key) => {
		const rates = await example.valuesBy('win_rate', '--by', by);
		const won = await example.valuesBy('won_revenue', '--by', by);
		const dealsWon = await example.valuesBy('deals_won', '--by', by);
		const dealsLost = await example.valuesBy('deals_lost', '--by', by);
		expect(Object.keys(rates).sort()).toEqual(Object.keys(expected[key]).sort());
		for (const [name, group] of Object.entries(expected[key])) {
			expect(Number(rates[name]), name).toBeCloseTo(group.winRate, 6);
			expect({ name, won: won[name] }).toEqual({ name, won: group.wonValue });
			expect({ name, closed: Number(dealsWon[name]) + Number(dealsLost[name]) }).toEqual({
				name,
				closed: group.closed,
			});
		}
	});

	test('the first and last days of opening and closing are those of the file', async () => {
		for (const [what, days] of Object.entries(expected.days)) {
			const column = `${what}_on`;
			const found = await example.query(
				`select unnest([min(${column}), max(${column})])::varchar as day from fct_deals order by day`,
			);
			expect({ what, days: found }).toEqual({ what, days });
		}
	});

	test('who got further has passed the stages before', async () => {
		// 8,300 of 8,800 were engaged; of those, 4,238 were won.
		const conversion = await example.valuesBy('stage_conversion', '--by', 'stage');
		expect(Number(conversion.Prospecting)).toBeCloseTo(8300 / 8800, 12);
		expect(Number(conversion.Engaging)).toBeCloseTo(4238 / 8300, 12);
	});

	test('the misspelt product and sector are mended, the misspelling found nowhere', async () => {
		expect(await example.query("select count(*) from fct_deals where product = 'GTXPro'")).toEqual([0]);
		expect(
			await example.query(
				'select count(*) from fct_deals where product_id not in (from dim_products select product_id)',
			),
		).toEqual([0]);
	});
});
