import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCurrentSnapshot } from '#pipeline/read-snapshot.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import type { MetricValue } from '#warehouse/metrics/read-metric.ts';
import { kundig, parseAnswer } from '../support/kundig-process.ts';
import type { RunAnswer } from '../support/kundig-process.ts';

/** The books of the company as the generator kept them: money in EUR with four decimals, counts as numbers. */
type Sums = Readonly<Record<string, string | number>>;

interface Truth {
	readonly totals: Sums;
	readonly months: readonly Sums[];
	readonly countries: readonly Sums[];
	readonly categories: readonly Sums[];
}

interface MetricAnswer {
	readonly total: MetricValue;
}

/** Money with four decimals in cents: rounded half away from zero, as metrics are. */
function inCents(amount: string): number {
	const units = BigInt(amount.replace('.', ''));
	const half = units < 0n ? -50n : 50n;
	return Number((units + half) / 100n);
}

/** A figure of the truth or of a metric in whole cents, or as the count it is. */
function whole(figure: string | number | null | undefined): number {
	if (typeof figure !== 'string') return figure ?? 0;
	const [, decimals = ''] = figure.split('.');
	return inCents(decimals.length === 4 ? figure : `${figure}00`);
}

describe('the demo company through the real pipeline', () => {
	let folder: string;
	let dataDir: string;
	let config: string;
	let truth: Truth;
	let first: RunAnswer;

	async function ask<Shape>(...words: readonly string[]): Promise<Shape> {
		return parseAnswer(await kundig([...words, '--json', '--data', dataDir, '--config', config])) as Shape;
	}

	/** A metric by month, or by a dimension, by the value of that column; as `kundig metric` computes it. */
	async function by(column: string, metric: string, where?: string): Promise<Map<unknown, MetricValue>> {
		const breakdown = column === 'month' ? { grain: 'month' } : { by: [column] };
		const filter = where === undefined ? {} : { where };
		const { rows } = await readCurrentSnapshot(dataDir, (db) => readMetric(db, { metric, ...breakdown, ...filter }));
		return new Map(rows.map((row) => [row[column], row.value ?? null]));
	}

	function expectEqual(
		found: ReadonlyMap<unknown, MetricValue>,
		wanted: readonly Sums[],
		column: string,
		name: string,
	): void {
		const shown = wanted.map((sums) => [sums[column], whole(found.get(sums[column]))]);
		expect(shown).toEqual(wanted.map((sums) => [sums[column], whole(sums[name])]));
		const known = new Set(wanted.map((sums) => sums[column]));
		expect([...found.keys()].filter((key) => !known.has(key as string))).toEqual([]);
	}

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'kundig-demo-'));
		dataDir = join(folder, 'data');
		const company = join(folder, 'company');
		config = join(company, 'kundig.config.ts');
		const flags = ['--customers', '300', '--seed', '7', '--until', '2026-10-14', '--out', company];
		await kundig(['demo', 'company', ...flags]);
		truth = JSON.parse(await readFile(join(company, 'truth.json'), 'utf8')) as Truth;
		first = await ask<RunAnswer>('run');
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test('every row of every file is loaded', () => {
		expect(first).toMatchObject({ status: 'ok', error: null });
		expect(first.sources.map(({ name }) => name)).toEqual([
			'customers',
			'products',
			'orders',
			'order_lines',
			'exchange_rates',
			'records',
		]);
		for (const { read, loaded, unchanged, quarantined } of first.sources) {
			expect({ loaded, unchanged, quarantined }).toEqual({ loaded: read, unchanged: 0, quarantined: 0 });
		}
	});

	test('a second run changes nothing', async () => {
		const second = await ask<RunAnswer>('run');
		expect(second).toMatchObject({ status: 'unchanged', snapshot: first.snapshot });
		for (const { read, unchanged } of second.sources) expect(unchanged).toBe(read);
	});

	test.each([
		['sales_revenue', 'salesRevenue', undefined],
		['returns_revenue', 'returnsRevenue', undefined],
		['net_revenue', 'netRevenue', undefined],
		['sales_revenue', 'identifiedSales', 'is_identified'],
		['returns_revenue', 'identifiedReturns', 'is_identified'],
		['order_lines', 'saleLines', undefined],
		['return_lines', 'returnLines', undefined],
		['adjustment_lines', 'adjustmentLines', undefined],
		['orders', 'saleOrders', undefined],
		['orders', 'identifiedSaleOrders', 'is_identified'],
		['new_customers', 'newCustomers', undefined],
		['customers', 'activeCustomers', undefined],
	])('%s is in every month the truth’s %s', async (metric, name, where) => {
		expectEqual(await by('month', metric, where), truth.months, 'month', name);
	});

	test('gross margin is in every month the share of what was taken that it had not cost', async () => {
		const found = await by('month', 'gross_margin');
		for (const { month, netRevenue, cost } of truth.months) {
			const margin = (Number(netRevenue) - Number(cost)) / Number(netRevenue);
			// Both are quotients of the same exact decimals, taken in doubles.
			expect(found.get(month), String(month)).toBeCloseTo(margin, 12);
		}
	});

	test('sales come from the countries and categories of the truth', async () => {
		expectEqual(await by('country', 'sales_revenue'), truth.countries, 'country', 'salesRevenue');
		expectEqual(await by('category', 'sales_revenue'), truth.categories, 'category', 'salesRevenue');
	});

	test('the command line gives the totals of the truth', async () => {
		const total = async (metric: string): Promise<number> => whole((await ask<MetricAnswer>('metric', metric)).total);
		expect(await total('sales_revenue')).toBe(whole(truth.totals.salesRevenue));
		expect(await total('new_customers')).toBe(truth.totals.newCustomers);
	});
});
