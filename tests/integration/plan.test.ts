import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('a plan changes nothing: the next one is the same', async () => {
	expect(await plan()).toEqual(await plan());
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
	expect(reasons(planned)).toMatchObject({
		int_exchange_rates_by_day: 'reads exchange_rates',
		fct_order_lines: 'reads exchange_rates',
		fct_deals: 'reads exchange_rates',
	});
	for (const name of ['dim_products', 'dim_company_names']) expect(reasons(planned)).not.toHaveProperty(name);
	const rates = planned.transforms.find(({ name }) => name === 'int_exchange_rates_by_day');
	expect(rates?.downstream).toEqual(
		expect.arrayContaining(['fct_order_lines', 'metric net_revenue', 'page /', 'page /customers/[id]']),
	);
	expect(rates?.downstream).not.toContain('dim_company_names');
	expect(await answer('run')).toMatchObject({ status: 'ok' });
	expect((await plan()).transforms).toEqual([]);
});

test('a changed mapping alone would make a new snapshot', async () => {
	const [customers, ...others] = config.sources;
	const { customers: mapping = {} } = customers?.entities ?? {};
	const entities = { customers: { ...mapping, customer_kind: { value: 'consumer' } } };
	writeConfig({ ...config, sources: [{ ...customers, entities }, ...others] });
	expect(new Set(Object.values(reasons(await plan())))).toEqual(
		new Set(['mapping, company or SQL changed since the snapshot in use']),
	);
});

test('a fixed analysis date says from when to when it moves', async () => {
	writeConfig({ ...config, asOf: '2025-06-01' });
	expect(new Set(Object.values(reasons(await plan())))).toEqual(
		new Set(['the analysis date moves from 2025-04-01 to 2025-06-01']),
	);
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
