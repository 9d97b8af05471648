import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attach, openMemory } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { examplesWith } from '../support/example-file.ts';
import { kundig, parseAnswer } from '../support/kundig-process.ts';
import type { RunAnswer } from '../support/kundig-process.ts';
import { projectFolder } from '../support/project.ts';

/** The part of expected.json that is compared; it was computed apart from this project, on the cleaned rows. */
interface Expected {
	readonly raw: { readonly rows: number; readonly exact_duplicate_rows: number };
	readonly clean: {
		readonly rows: number;
		readonly customers: number;
		readonly invoices: number;
		readonly revenue: number;
		readonly revenue_by_month: Readonly<Record<string, number>>;
	};
	readonly cohort_active_customers: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface MetricAnswer {
	readonly total: string | number | null;
	readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

const examples = examplesWith('online-retail/online_retail.csv.gz');
const reason = examples === null ? ' (skipped: online_retail.csv.gz lies in no folder of examples)' : '';

describe.skipIf(examples === null)(`online retail${reason}`, () => {
	const env = { KUNDIG_EXAMPLES: examples ?? '' };
	let folder: string;
	let dataDir: string;
	let expected: Expected;
	let first: RunAnswer;

	async function ask<Shape>(...words: readonly string[]): Promise<Shape> {
		const config = join(projectFolder, 'examples', 'online-retail', 'kundig.config.ts');
		return parseAnswer(await kundig([...words, '--json', '--data', dataDir, '--config', config], env)) as Shape;
	}

	function metric(...words: readonly string[]): Promise<MetricAnswer> {
		return ask<MetricAnswer>('metric', ...words);
	}

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'kundig-online-retail-'));
		dataDir = join(folder, 'data');
		const text = await readFile(join(examples ?? '', 'online-retail', 'expected.json'), 'utf8');
		expected = JSON.parse(text) as Expected;
		first = await ask<RunAnswer>('run');
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test('every line is loaded: read = loaded + unchanged + quarantined', () => {
		expect(first).toMatchObject({ status: 'ok', error: null });
		expect(first.sources).toMatchObject([
			{ name: 'order_lines', status: 'ok', read: 541_909, loaded: 541_909, unchanged: 0, quarantined: 0 },
		]);
		expect(expected.raw.rows).toBe(541_909);
	});

	test('a second run finds the file unchanged and publishes nothing', async () => {
		const second = await ask<RunAnswer>('run');
		expect(second).toMatchObject({ status: 'unchanged', snapshot: first.snapshot });
		expect(second.sources).toMatchObject([{ read: 541_909, loaded: 0, unchanged: 541_909, quarantined: 0 }]);
	});

	test('identified sales are worth 8,911,407.90, each month as computed elsewhere', async () => {
		const { total, rows } = await metric('sales_revenue', '--grain', 'month', '--where', 'is_identified');
		expect(total).toBe('8911407.90');
		expect(Number(total)).toBe(expected.clean.revenue);
		expect(Object.fromEntries(rows.map(({ month, value }) => [String(month).slice(0, 7), Number(value)]))).toEqual(
			expected.clean.revenue_by_month,
		);
	});

	test('they are 397,884 lines of 4,338 customers on 18,532 invoices', async () => {
		expect(expected.clean).toMatchObject({ rows: 397_884, customers: 4_338, invoices: 18_532 });
		const where = ['--where', 'is_identified'];
		expect((await metric('order_lines', ...where)).total).toBe(397_884);
		expect((await metric('customers', ...where)).total).toBe(4_338);
		expect((await metric('orders', ...where)).total).toBe(18_532);
	});

	test('every cohort has in every month the customers that were counted elsewhere', async () => {
		const { rows } = await metric('cohort_customers', '--by', 'cohort_month', '--grain', 'month');
		const cells: Record<string, Record<string, number>> = {};
		for (const { cohort_month, month, value } of rows) {
			if (value === null || value === 0) continue;
			(cells[String(cohort_month).slice(0, 7)] ??= {})[String(month).slice(0, 7)] = Number(value);
		}
		expect(cells).toEqual(expected.cohort_active_customers);
	});

	test('the exact duplicates stay: each line is known by its place in the file', async () => {
		const database = await openMemory({ threads: 1, memoryLimit: '1GB' });
		try {
			const connection = await database.connect();
			await attach(connection, join(dataDir, 'raw.duckdb'), 'raw', { readOnly: true });
			await attach(connection, join(dataDir, 'snapshots', first.snapshot ?? '', 'marts.duckdb'), 'marts', {
				readOnly: true,
			});
			const counts = await row(
				connection,
				sql`select count(*) - (
						select count(*) from (select distinct * exclude (_load_id, _file, _line) from raw.main.order_lines__rows)
					) as duplicates, (select count(*) from marts.main.fct_order_lines) as lines
				from raw.main.order_lines__rows`,
			);
			expect(counts).toEqual({ duplicates: expected.raw.exact_duplicate_rows, lines: 541_909 });
			expect(expected.raw.exact_duplicate_rows).toBe(5_268);
		} finally {
			database.close();
		}
	});

	test('sales, returns and adjustments are together all lines', async () => {
		const counts = await Promise.all(
			['order_lines', 'return_lines', 'adjustment_lines'].map(async (name) => Number((await metric(name)).total)),
		);
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(541_909);
	});
});
