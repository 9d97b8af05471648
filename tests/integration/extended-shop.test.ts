import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecords } from '#records/database.ts';
import { lastRuns } from '#records/runs.ts';
import { listSnapshots } from '#records/snapshots.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { kundig, parseAnswer, runOnce } from '../support/kundig-process.ts';
import { projectFolder } from '../support/project.ts';

/** The example with transforms, metrics and checks of its own, in the order of these tests. Its figures are worked out here. */
let folder: string;
let config: string;
let data: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-extended-'));
	cpSync(join(projectFolder, 'examples', 'extended-shop'), join(folder, 'shop'), { recursive: true });
	// Elsewhere than in a checkout nothing resolves #pipeline: what is written there is plain data.
	for (const file of ['kundig.config.ts', 'kundig/metrics/orders.ts']) {
		const path = join(folder, 'shop', file);
		const text = readFileSync(path, 'utf8')
			.replace(/^import .*$/m, '')
			.replace(/define\w+\(/, '(');
		writeFileSync(path, text);
	}
	config = join(folder, 'shop', 'kundig.config.ts');
	data = join(folder, 'data');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const own = (file: string): string => join(folder, 'shop', 'kundig', file);

async function ask<Answer>(...args: readonly string[]): Promise<Answer> {
	return parseAnswer(await kundig([...args, '--json', '--data', data, '--config', config])) as Answer;
}

async function newest(): Promise<Snapshot | undefined> {
	const records = await openRecords(data);
	const [snapshot] = await listSnapshots(records);
	await records.destroy();
	return snapshot;
}

async function builtRelations(): Promise<string[]> {
	return ((await newest())?.details.relations ?? [])
		.filter(({ isCopied }) => isCopied !== true)
		.map(({ name }) => name);
}

describe('a broken file beside the config is named and stops before anything runs', () => {
	test('no source is read, no data folder made', async () => {
		const good = readFileSync(own('transforms/fct_orders_by_day.sql'), 'utf8');
		writeFileSync(own('transforms/fct_orders_by_day.sql'), good.replace('sum(net_base)', 'sum(net_bse)'));
		const { code, stdout, stderr } = await kundig(['run', '--json', '--data', data, '--config', config]);
		expect(code).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({
			error: { kind: 'config', hint: expect.stringContaining('docs/extend.md') as unknown },
		});
		expect(stderr).toMatch(/kundig\/transforms\/fct_orders_by_day\.sql:10: Referenced column "net_bse" not found/);
		expect(existsSync(join(data, 'raw.duckdb'))).toBe(false);
		writeFileSync(own('transforms/fct_orders_by_day.sql'), good);
	});
});

describe('a run with transforms, metrics and checks of one’s own', () => {
	test('publishes them with ours, and its report names the checks', async () => {
		const run = await runOnce(data, config);
		expect(run).toMatchObject({ status: 'ok', error: null });
		const checks = Object.fromEntries(
			run.checks.map(({ name, severity, status, failing }) => [name, [severity, status, failing]]),
		);
		expect(checks).toMatchObject({
			'fct_orders_by_day.ordered_on unique': ['error', 'passed', 0],
			'fct_orders.channel accepted': ['error', 'passed', 0],
			'fct_orders.customer_id in dim_customers': ['error', 'passed', 0],
			// Order 1005 is worth 240.
			"fct_orders.net_base range where order_kind = 'sale'": ['warn', 'failed', 1],
			'fct_orders row_count_change': ['warn', 'passed', 0],
			// On 21 January one came back and nothing was sold.
			days_with_more_returns: ['warn', 'failed', 1],
		});
		const asked = await newest();
		expect(asked?.details.checks.find(({ name }) => name === 'days_with_more_returns')).toMatchObject({
			meaning: 'Days on which more came back than was sold',
			sample: ['2025-01-21'],
			isOwn: true,
		});
		expect(run.checks.filter(({ name }) => name === 'fct_orders.customer_id in dim_customers')).toHaveLength(1);
	});

	test('answers queries of its tables, one of them made after the models', async () => {
		const days = await ask<{ rows: unknown[] }>(
			'query',
			'select ordered_on, sales_count, net_base from fct_orders_by_day order by 1',
		);
		expect(days.rows).toEqual([
			['2025-01-14', 1, '140.0000'],
			['2025-01-15', 1, '50.0000'],
			['2025-01-21', 0, '-120.0000'],
			['2025-02-03', 1, '90.0000'],
			['2025-02-04', 2, '250.0000'],
		]);
		// Bela bought for 50 and 240, Anna brought one tent back, Cem and Dora stay below 100.
		const accounts = await ask<{ rows: unknown[][] }>(
			'query',
			'select customer_id, segment is not null from dim_key_accounts',
		);
		expect(accounts.rows).toEqual([['bela', true]]);
	});

	test('its metrics are asked and listed as ours are', async () => {
		// 1001 (140) in January, 1005 (240) in February.
		expect(await ask('metric', 'large_orders', '--grain', 'month')).toMatchObject({
			unit: 'count',
			total: 2,
			rows: [
				{ month: '2025-01-01', value: 1 },
				{ month: '2025-02-01', value: 1 },
			],
		});
		expect(await ask('metric', 'large_orders', '--by', 'country', '--where', "channel = 'web'")).toMatchObject({
			rows: [
				{ country: 'Austria', value: 1 },
				{ country: 'Germany', value: 1 },
			],
		});
		// (140 + 50 − 120 + 90 + 250) / 5
		expect(await ask('metric', 'revenue_per_trading_day')).toMatchObject({ total: '82.00', unit: 'EUR' });
		const { metrics } = await ask<{ metrics: { id: string; dimensions: string[] }[] }>('metric', 'ls');
		expect(metrics.find(({ id }) => id === 'large_orders')).toMatchObject({
			additive: true,
			dimensions: ['country', 'channel'],
		});
	});

	test('its checks can be asked again of what is published, but those that need a run', async () => {
		const { checks } = await ask<{ checks: { name: string; failing: number }[] }>('check');
		const names = checks.map(({ name }) => name);
		expect(names).toContain('days_with_more_returns');
		expect(names).not.toContain('fct_orders row_count_change');
	});

	test('a second run finds nothing new; a change of a metric alone is published, and every table copied', async () => {
		expect(await runOnce(data, config)).toMatchObject({ status: 'unchanged' });
		const path = own('metrics/orders.ts');
		writeFileSync(path, readFileSync(path, 'utf8').replace('net_base >= 100', 'net_base >= 200'));
		expect(await runOnce(data, config)).toMatchObject({ status: 'ok' });
		expect(await builtRelations()).toEqual([]);
		expect(await ask('metric', 'large_orders')).toMatchObject({ total: 1 });
	});

	test('a change of one transform builds that one and no other', async () => {
		const path = own('transforms/fct_orders_by_day.sql');
		writeFileSync(
			path,
			readFileSync(path, 'utf8').replace(
				'sum(net_base) as net_base,',
				'sum(net_base) as net_base,\n\tcount(*) as orders_count,',
			),
		);
		expect(await runOnce(data, config)).toMatchObject({ status: 'ok' });
		expect(await builtRelations()).toEqual(['fct_orders_by_day']);
		expect((await newest())?.details.relations.find(({ name }) => name === 'fct_orders_by_day')?.reason).toEqual({
			kind: 'sql',
		});
	});

	test('new rows build what reads them, with the reason', async () => {
		appendFileSync(join(folder, 'shop', 'exports', 'orders.csv'), '1007,anna,2025-02-04 19:00:00,Germany,web\n');
		appendFileSync(join(folder, 'shop', 'exports', 'order_lines.csv'), '8,1007,rope,1,10.00\n');
		expect(await runOnce(data, config)).toMatchObject({ status: 'ok' });
		const day = (await newest())?.details.relations.find(({ name }) => name === 'fct_orders_by_day');
		expect(day).toMatchObject({ isCopied: false, reason: { kind: 'inputs', changed: ['fct_orders'] } });
	});

	test('a check of severity error stops the publishing, names the rows, and the last figures stay up', async () => {
		const before = (await newest())?.id;
		appendFileSync(join(folder, 'shop', 'exports', 'orders.csv'), '1008,cem,2025-02-04 20:00:00,Germany,fax\n');
		appendFileSync(join(folder, 'shop', 'exports', 'order_lines.csv'), '9,1008,rope,1,10.00\n');
		const run = await runOnce(data, config);
		expect(run).toMatchObject({ status: 'failed', snapshot: before, error: { kind: 'check' } });
		expect(run.error?.message).toContain('check "fct_orders.channel accepted" failed for 1 rows');
		expect(run.error?.message).toContain('1008: fax');
		expect((await newest())?.id).toBe(before);
		expect(readdirSync(join(data, 'snapshots'))).toContain(before);
	});

	test('rows that a run brings too many of are shown by the change of their number', async () => {
		const orders = join(folder, 'shop', 'exports', 'orders.csv');
		writeFileSync(orders, readFileSync(orders, 'utf8').replace('1008,cem,2025-02-04 20:00:00,Germany,fax\n', ''));
		const lines = join(folder, 'shop', 'exports', 'order_lines.csv');
		writeFileSync(lines, readFileSync(lines, 'utf8').replace('9,1008,rope,1,10.00\n', ''));
		for (let n = 0; n < 4; n += 1) {
			appendFileSync(orders, `20${n},dora,2025-02-04 21:00:00,Switzerland,web\n`);
			appendFileSync(lines, `20${n},20${n},rope,1,10.00\n`);
		}
		// Seven orders before, eleven now: four more, where half of seven are right.
		const run = await runOnce(data, config);
		expect(run.checks.find(({ name }) => name === 'fct_orders row_count_change')).toMatchObject({
			status: 'failed',
			failing: 4,
			severity: 'warn',
		});
		expect(run.status).toBe('ok');
		const records = await openRecords(data);
		const [last] = await lastRuns(records, 1);
		await records.destroy();
		expect(last?.report).toContain('7 rows before, 11 now');
	});

	test('what is taken out of the folder is gone from the next snapshot', async () => {
		rmSync(own('transforms/dim_key_accounts.sql'));
		rmSync(own('metrics'), { recursive: true });
		expect(await runOnce(data, config)).toMatchObject({ status: 'ok' });
		const { code, stderr } = await kundig(['metric', 'large_orders', '--data', data, '--config', config]);
		expect(code).toBe(2);
		expect(stderr).toContain('unknown metric: "large_orders"');
		expect((await kundig(['query', 'from dim_key_accounts', '--data', data])).code).toBe(1);
	});
});

test('what hangs on the clock is asked although nothing new has come, and is told', async () => {
	const rule = "{ rule: 'freshness', relation: 'fct_orders', column: 'ordered_on', maxHours: 48, severity: 'warn' },";
	writeFileSync(config, readFileSync(config, 'utf8').replace('checks: [', `checks: [ ${rule}`));
	expect(await runOnce(data, config)).toMatchObject({ status: 'ok' });
	const again = await runOnce(data, config);
	expect(again).toMatchObject({ status: 'unchanged', error: null });
	expect(again.checks).toMatchObject([
		{ name: 'fct_orders.ordered_on freshness', status: 'failed', severity: 'warn', failing: 1 },
	]);
});
