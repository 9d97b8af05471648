import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import demo from '#demo/template/kundig.config.ts';
import { loadConfig } from '#pipeline/config.ts';
import { runPipeline } from '#pipeline/run.ts';
import { openRecords } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';
import { setOverride } from '#records/overrides.ts';
import { wantRun } from '#records/runs.ts';
import { listSnapshots } from '#records/snapshots.ts';
import { figuresOf } from '../support/company-figures.ts';
import { makeFolder, removeFolder } from '../support/company-folder.ts';
import { changeLines, writeSmallCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { typeRecords } from '../support/type-records.ts';

let folder: string;
let dataDir: string;
let company: Company;

/** The demo's company, whose orders and lines come file after file. */
function mergeOrders(): void {
	const sources = demo.sources.map((source) =>
		['orders', 'order_lines'].includes(source.name)
			? { ...source, path: `${source.name}*.csv`, disposition: 'merge' }
			: source,
	);
	const zone = { ...demo, sources };
	writeFileSync(company.config, `export default ${JSON.stringify(zone)};\n`);
}

/** A run that changes facts however few they are, or one that builds them anew; gives the relations it changed. */
async function run(isFull: boolean): Promise<string[]> {
	const records = await openRecords(dataDir);
	const lease = await takeLease(records, dataDir, 'run', new Date());
	try {
		const report = await runPipeline({
			records,
			dataDir,
			loaded: await loadConfig(company.config),
			run: await wantRun(records, { trigger: 'command', isFull }),
			fencingToken: lease.token,
			signal: new AbortController().signal,
			partialLimits: { fromRows: 1, upToShare: 1 },
		});
		expect(report).toMatchObject({ status: 'ok', error: null });
		const [newest] = await listSnapshots(records);
		return (newest?.details.relations ?? []).flatMap(({ name, changeSeconds }) =>
			changeSeconds === undefined ? [] : [name],
		);
	} finally {
		await lease.release();
		await records.destroy();
	}
}

function linesOf(file: string): string[] {
	return readFileSync(join(company.folder, file), 'utf8').trimEnd().split('\n');
}

/** Writes a file of rows beside the one whose header it shares. */
function addFile(beside: string, name: string, rows: readonly string[]): void {
	writeFileSync(join(company.folder, name), `${[linesOf(beside)[0] ?? '', ...rows].join('\n')}\n`);
}

beforeAll(async () => {
	folder = makeFolder();
	dataDir = join(folder, 'data');
	company = await writeSmallCompany(folder);
	mergeOrders();
	expect(await run(false)).toEqual([]);
});

afterAll(() => removeFolder(folder));

const FACTS = [
	'dim_customers',
	'fct_order_lines',
	'fct_orders',
	'rollup_cohorts_by_month',
	'rollup_order_lines_by_day',
];

describe('a run that changes facts publishes what a full one does', () => {
	const changes: readonly [what: string, change: () => Promise<unknown>][] = [
		[
			'after a file with other prices of some lines and an order that is new',
			() => {
				const some = linesOf('order_lines.csv').filter((_, index) => index % 40 === 7);
				const [order = ''] = linesOf('orders.csv').slice(-1);
				const rows = some.map((line) => line.replace(/[^,]*$/, '12.34'));
				addFile('order_lines.csv', 'order_lines_2.csv', [...rows, 'N1-1,N1,KD-1001,3,9.99']);
				addFile('orders.csv', 'orders_2.csv', [order.replace(/^[^,]*/, 'N1')]);
				return Promise.resolve();
			},
		],
		[
			'after a customer was corrected',
			() =>
				typeRecords(dataDir, (transaction, author) =>
					setOverride(transaction, author, 'C000001', {
						field: 'country',
						value: 'Liechtenstein',
						sourceValue: 'Germany',
					}),
				),
		],
		[
			'after a category took another name and a day came',
			() => {
				changeLines(company, 'products.csv', (lines) =>
					lines.map((line) => line.replace(',Backpacks,', ',Rucksacks,')),
				);
				const [order = ''] = linesOf('orders.csv').slice(-1);
				const later = order.replace(/^[^,]*/, 'N2').replace(/2026-\d\d-\d\d/, '2026-10-16');
				appendFileSync(join(company.folder, 'orders_2.csv'), `${later}\n`);
				addFile('order_lines.csv', 'order_lines_3.csv', ['N2-1,N2,KD-1001,1,5.00']);
				return Promise.resolve();
			},
		],
	];

	test.each(changes)('%s', async (_, change) => {
		await change();
		expect((await run(false)).toSorted()).toEqual(FACTS);
		const { marts, metrics } = await figuresOf(dataDir);
		expect(await run(true)).toEqual([]);
		const anew = await figuresOf(dataDir);
		expect(marts).toEqual(anew.marts);
		expect(metrics).toEqual(anew.metrics);
	});
});
