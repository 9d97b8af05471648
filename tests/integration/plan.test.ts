import { createHash } from 'node:crypto';
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Plan } from '#pipeline/plan.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import config from '../fixtures/shop/kundig.config.ts';
import { kundig, parseAnswer } from '../support/kundig-process.ts';
import { projectFolder } from '../support/project.ts';

/** The tiny shop in a folder of its own, planned and run in the order of these tests. */
let folder: string;
let configFile: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-plan-'));
	const shop = join(folder, 'shop');
	cpSync(join(projectFolder, 'tests', 'fixtures', 'shop'), shop, { recursive: true });
	configFile = join(shop, 'kundig.config.ts');
	writeConfig(config);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeConfig(input: unknown): void {
	writeFileSync(configFile, `export default ${JSON.stringify(input)};\n`);
}

async function answer(verb: string, data = 'data'): Promise<unknown> {
	return parseAnswer(await kundig([verb, '--json', '--data', join(folder, data), '--config', configFile]));
}

async function plan(data?: string): Promise<Plan> {
	return (await answer('plan', data)) as Plan;
}

function reasons({ transforms }: Plan): Record<string, string> {
	return Object.fromEntries(transforms.map(({ name, reason }) => [name, reason]));
}

test('before the first run every file waits, and every relation would be built', async () => {
	const planned = await plan();
	expect(planned.sources[3]).toEqual({
		name: 'order_lines',
		cursor: null,
		pending: expect.stringMatching(/^1 files \(0\.0 MB: order_lines\.csv\)$/) as unknown,
	});
	expect(Object.keys(reasons(planned))).toContain('rollup_cohorts_by_month');
	expect(planned.checks).toContain('fct_order_lines.order_line_id unique');
});

test('a plan changes nothing: the next one is the same, and no folder is made', async () => {
	expect(await plan()).toEqual(await plan());
	expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('after a run nothing waits and nothing would be built', async () => {
	expect(await answer('run')).toMatchObject({ status: 'ok' });
	const planned = await plan();
	expect(planned.sources.every(({ cursor, pending }) => cursor !== null && pending === 'nothing new')).toBe(true);
	expect(planned).toMatchObject({ transforms: [], checks: [] });
});

test('a changed file is why what reads it would be built, down to metrics and pages', async () => {
	appendFileSync(join(folder, 'shop', 'exchange_rates.csv'), 'CHF,2025-03-01,1.00\n');
	const planned = await plan();
	const why = 'because source exchange_rates has 1 new file and 1 load to take back';
	expect(planned.reason).toBe(why.slice(8));
	expect(reasons(planned)).toMatchObject({
		int_exchange_rates_by_day: `reads stg_exchange_rates, which changes ${why}`,
		fct_order_lines: `reads int_order_lines_valued, which changes ${why}`,
		fct_deals: `reads int_customers_described and int_exchange_rates_by_day, which change ${why}`,
	});
	// Rates say nothing of when something happened.
	expect(JSON.stringify(planned)).not.toContain('analysis date');
	expect(planned.copied).toContain('dim_products');
	for (const name of ['dim_products', 'dim_company_names']) expect(reasons(planned)).not.toHaveProperty(name);
	const rates = planned.transforms.find(({ name }) => name === 'int_exchange_rates_by_day');
	expect(rates?.downstream).toEqual(
		expect.arrayContaining(['fct_order_lines', 'metric net_revenue', 'page /', 'page /customers/[id]']),
	);
	expect(rates?.downstream).not.toContain('dim_company_names');
	expect(await answer('run')).toMatchObject({ status: 'ok' });
	expect((await plan()).transforms).toEqual([]);
});

test('a changed mapping is why what reads it changes, and nothing else', async () => {
	const [customers, ...others] = config.sources;
	const { customers: mapping = {} } = customers?.entities ?? {};
	const entities = { customers: { ...mapping, customer_kind: { value: 'consumer' } } };
	writeConfig({ ...config, sources: [{ ...customers, entities }, ...others] });
	const planned = await plan();
	expect(reasons(planned)).toMatchObject({
		int_customers_gathered: 'reads stg_customers, which changes because the mapping of source customers changed',
	});
	expect(planned.copied).toEqual(expect.arrayContaining(['dim_products', 'fct_campaign_costs']));
	expect(planned.transforms.every(({ causes }) => causes.join() === 'the mapping of source customers changed')).toBe(
		true,
	);
});

test('a fixed analysis date says from when to when it moves, to what reads it', async () => {
	writeConfig({ ...config, asOf: '2025-06-01' });
	const planned = await plan();
	expect(reasons(planned)).toMatchObject({
		int_business_days:
			'reads company_settings, which changes because the analysis date moves from 2025-04-01 to 2025-06-01',
	});
	expect(planned.copied).toContain('dim_products');
});

test('changed settings of the company reach what reads them', async () => {
	writeConfig({ ...config, company: { ...config.company, businessHours: { hours: { monday: '10:00-12:00' } } } });
	const { transforms } = await plan();
	expect(transforms.find(({ name }) => name === 'int_business_days')?.causes).toEqual([
		'the settings of the company changed',
	]);
});

test('own transforms say that they are new, that their SQL changed, and that they are gone', async () => {
	const file = join(folder, 'shop', 'kundig', 'transforms', 'fct_days.sql');
	const metrics = join(folder, 'shop', 'kundig', 'metrics.ts');
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(
		file,
		'-- One row per day.\nselect ordered_on, count(*) as orders_count from fct_orders group by ordered_on',
	);
	const busiest = { id: 'busiest_day', name: 'Busiest day', unit: 'count', definition: 'Orders of the busiest day.' };
	const reading = { relation: 'fct_days', expression: 'max(orders_count)', day: 'ordered_on' };
	writeFileSync(metrics, `export default ${JSON.stringify({ ...busiest, ...reading })};`);
	writeConfig({ ...config, checks: [{ rule: 'unique', relation: 'fct_days', column: 'ordered_on' }] });
	const fresh = await plan();
	expect(fresh.transforms).toEqual([
		{ name: 'fct_days', reason: 'new', causes: ['fct_days is new'], downstream: ['metric busiest_day'] },
	]);
	expect(fresh.checks).toContain('fct_days.ordered_on unique');
	expect(await answer('run')).toMatchObject({ status: 'ok' });
	expect(await plan()).toMatchObject({ reason: null, transforms: [] });

	writeFileSync(
		file,
		'-- One row per day.\nselect ordered_on, count(*) + 0 as orders_count from fct_orders group by ordered_on',
	);
	expect(reasons(await plan())).toEqual({ fct_days: 'its SQL changed' });
	expect(await answer('run')).toMatchObject({ status: 'ok' });

	rmSync(metrics);
	rmSync(file);
	writeConfig(config);
	expect(await plan()).toMatchObject({
		reason: 'fct_days would no longer be made',
		transforms: [],
		gone: ['fct_days'],
	});
});

test('what is in the data folder is byte for byte what it was', async () => {
	const data = join(folder, 'data');
	const state = (): string[] =>
		readdirSync(data, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => join(parentPath, name))
			.sort()
			.map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`);
	const before = state();
	expect(before.length).toBeGreaterThan(3);
	appendFileSync(join(folder, 'shop', 'orders.csv'), 'o8,c1,2025-04-02 10:00:00,EUR,Germany,web\n');
	const planned = await plan();
	expect(planned.transforms.length).toBeGreaterThan(10);
	expect(planned.transforms.find(({ name }) => name === 'int_business_days')?.reason).toBe(
		'reads company_settings, which changes because source orders has 1 new file and 1 load to take back, which may move the analysis date',
	);
	expect(state()).toEqual(before);
});

test('while a run is at work on what is loaded, a plan says which process that is', async () => {
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	try {
		const connection = await database.connect();
		await attach(connection, join(folder, 'data', 'raw.duckdb'), 'raw', { readOnly: false });
		const { code, stderr } = await kundig(['plan', '--data', join(folder, 'data'), '--config', configFile]);
		expect(code).toBe(3);
		expect(stderr).toContain(`is held by process ${process.pid} (run)`);
	} finally {
		database.close();
	}
});

test('a data folder that a killed run left without its tables is planned as an empty one', async () => {
	writeConfig(config);
	mkdirSync(join(folder, 'torn'));
	writeFileSync(join(folder, 'torn', 'raw.duckdb'), '');
	expect((await plan('torn')).sources.map(({ cursor }) => cursor)).toEqual([null, null, null, null, null]);
});
