import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHECKS } from '#warehouse/checks/catalog.ts';
import type { Check } from '#warehouse/checks/check.ts';
import { loadConfig } from '#pipeline/config.ts';
import type { LoadedConfig } from '#pipeline/config.ts';
import { defineMetric } from '#pipeline/define-metrics.ts';
import { checksWith } from '#pipeline/own-parts.ts';
import config from '../fixtures/shop/kundig.config.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-own-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
	const path = join(folder, file);
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

function load(changes: Readonly<Record<string, unknown>> = {}): Promise<LoadedConfig> {
	write('kundig.config.ts', `export default ${JSON.stringify({ ...config, ...changes })};\n`);
	return loadConfig(join(folder, 'kundig.config.ts'));
}

/** What stops, without the path of the config and in parts. */
async function problems(changes: Readonly<Record<string, unknown>> = {}): Promise<string[]> {
	const error = await load(changes).then(
		() => null,
		(cause: unknown) => cause,
	);
	expect(error).toMatchObject({ name: 'ConfigError' });
	const { message, hint } = error as { message: string; hint: string };
	expect(hint).not.toBe('');
	return message.replace(`${join(folder, 'kundig.config.ts')}: `, '').split('; ');
}

const LARGE = defineMetric({
	id: 'large_orders',
	name: 'Large orders',
	unit: 'count',
	definition: { en: 'Orders of 60 and more.', de: 'Bestellungen ab 60.' },
	relation: 'fct_orders',
	expression: 'count(*)',
	day: 'ordered_on',
	dimensions: ['country'],
});
const metricModule = (...metrics: readonly unknown[]): string => `export default ${JSON.stringify(metrics)};\n`;
const TRANSFORM =
	'-- One row per country.\nselect country, count(*) as orders_count from fct_orders group by country\n';

describe('what lies beside a config', () => {
	test('is nothing where there is no folder', async () => {
		expect((await load()).own).toEqual({ transforms: [], metrics: [], checks: [] });
	});

	test('is read from kundig/, and from the folder that the config names instead', async () => {
		for (const own of ['kundig', 'ours']) {
			write(`${own}/transforms/fct_${own}.sql`, TRANSFORM);
			write(`${own}/README.md`, 'What we added.');
		}
		expect((await load()).own.transforms.map(({ name, file }) => [name, file])).toEqual([
			['fct_kundig', join('kundig', 'transforms', 'fct_kundig.sql')],
		]);
		expect((await load({ own: './ours' })).own.transforms.map(({ name }) => name)).toEqual(['fct_ours']);
	});

	test('brings metrics from metrics.ts and metrics/, with a default for what they leave out', async () => {
		write('kundig/metrics.ts', metricModule(LARGE));
		write(
			'kundig/metrics/more.ts',
			metricModule({ ...LARGE, id: 'more_orders', dimensions: { country: 'upper(country)' } }),
		);
		const { metrics } = (await load()).own;
		expect(metrics).toMatchObject([
			{
				id: 'large_orders',
				name: { en: 'Large orders', de: 'Large orders' },
				dimensions: { country: 'country' },
				grains: ['day', 'week', 'month', 'quarter', 'year'],
				isAdditive: false,
				higherIsBetter: true,
			},
			{ id: 'more_orders', dimensions: { country: 'upper(country)' } },
		]);
	});

	test('is read anew when it was edited, also within one process', async () => {
		write('kundig/transforms/fct_a.sql', TRANSFORM);
		const before = (await load()).own.transforms[0]?.sql;
		write('kundig/transforms/fct_a.sql', TRANSFORM.replace('orders_count', 'n'));
		expect((await load()).own.transforms[0]?.sql).not.toBe(before);
	});

	test('may read each other: metrics and checks what a transform makes', async () => {
		write(
			'kundig/transforms/fct_days.sql',
			'-- One row per day.\nselect ordered_on, count(*) as orders_count from fct_orders group by ordered_on',
		);
		write(
			'kundig/metrics.ts',
			metricModule({ ...LARGE, relation: 'fct_days', expression: 'sum(orders_count)', dimensions: [] }),
		);
		write(
			'kundig/checks/days_are_filled.sql',
			'-- Days without an order\nselect ordered_on from fct_days where orders_count = 0',
		);
		const checks = [{ rule: 'unique', relation: 'fct_days', column: 'ordered_on', severity: 'warn' }];
		const { own } = await load({ checks });
		expect(own.checks.map(({ name, severity }) => [name, severity])).toEqual([
			['days_are_filled', 'error'],
			['fct_days.ordered_on unique', 'warn'],
		]);
	});
});

describe('what is broken is named, all of a kind at once, and nothing is given', () => {
	test('a folder that is named and not there', async () => {
		expect(await problems({ own: './nowhere' })).toEqual([
			expect.stringContaining(`own: no folder ${join(folder, 'nowhere')}`),
		]);
	});

	test('what would be passed over in silence: a misspelt folder, a file of another kind', async () => {
		write('kundig/transfroms/fct_a.sql', TRANSFORM);
		write('kundig/checks/a.txt', 'select 1');
		expect(await problems()).toEqual([
			'kundig/transfroms: is nothing that is read here (expected transforms/, metrics/, checks/ or metrics.ts)',
			'kundig/checks/a.txt: is no .sql file, and would be passed over',
		]);
	});

	test('transforms, with file and line', async () => {
		write('kundig/transforms/fct_a.sql', '-- One row per a.\nselect\n\tnothing_such\nfrom fct_orders');
		write('kundig/transforms/fct_b.sql', 'select 1 as x');
		expect(await problems()).toEqual([
			expect.stringMatching(/^kundig\/transforms\/fct_b\.sql:1: the first line has to say/) as unknown,
		]);
		write('kundig/transforms/fct_b.sql', '-- One row per b.\nselect 1 as x');
		expect(await problems()).toEqual([
			expect.stringMatching(/^kundig\/transforms\/fct_a\.sql:3: Referenced column "nothing_such" not found/) as unknown,
		]);
	});

	test('metrics, by their file and id', async () => {
		write('kundig/metrics/a.ts', metricModule({ ...LARGE, nam: 'x' }, { ...LARGE, unit: 'euros' }));
		expect(await problems()).toEqual([
			expect.stringMatching(
				/^kundig\/metrics\/a\.ts: metric large_orders: unknown key nam \(expected id, name/,
			) as unknown,
			expect.stringMatching(/^kundig\/metrics\/a\.ts: metric large_orders: unit: expected money, count/) as unknown,
		]);
		write('kundig/metrics/a.ts', 'export default [');
		expect((await problems())[0]).toMatch(/^kundig\/metrics\/a\.ts: /);
		write('kundig/metrics/a.ts', 'export const metrics = [];');
		expect(await problems()).toEqual([
			'kundig/metrics/a.ts: has no default export (expected a metric or a list of them)',
		]);
	});

	test('checks, by their place in the config and by their file', async () => {
		write('kundig/checks/a.sql', '-- Bad\nselect x from fct_orders');
		const checks = [
			{ rule: 'not_null', relation: 'fct_orders', column: 'nothing_such' },
			{ rule: 'custom', name: 'b', sql: 'select 1 as x from dim_people' },
			{ rule: 'unique', relation: 'fct_orders', column: 'order_id' },
			{ rule: 'unique', relation: 'fct_orders', column: 'order_id' },
		];
		expect(await problems({ checks })).toEqual([
			expect.stringMatching(/^kundig\/checks\/a\.sql:2: Referenced column "x" not found/) as unknown,
			expect.stringMatching(/^checks\[0\]: "nothing_such" is no column of fct_orders/) as unknown,
			expect.stringMatching(/^checks\[1\]:1: reads dim_people, which holds personal data/) as unknown,
			'checks[3]: "fct_orders.order_id unique" is asked already by checks[2]',
		]);
	});

	test.each([
		[{ rule: 'not_null', relation: 'fct_orders', colum: 'a' }, 'unknown key checks[0].colum'],
		[{ rule: 'unik', relation: 'fct_orders', column: 'a' }, 'checks[0].rule: expected not_null, unique, accepted'],
		[{ rule: 'range', relation: 'fct_orders', column: 'net_base' }, 'checks[0]: a range needs min, max or both'],
		[{ rule: 'not_null', relation: 'Fct Orders', column: 'a' }, 'checks[0].relation: expected the name of a relation'],
		[
			{ rule: 'not_null', relation: 'fct_orders', column: 'a', severity: 'fatal' },
			'checks[0].severity: expected error, warn',
		],
	])('a rule of the config that is no rule: %j', async (rule, said) => {
		expect((await problems({ checks: [rule] })).join('; ')).toContain(said);
	});
});

describe('the checks of a run', () => {
	const own = (name: string, severity: Check['severity']): Check => ({
		name,
		severity,
		meaning: 'm',
		sql: 's',
		isOwn: true,
	});

	test('are ours and then those of one’s own', () => {
		const checks = checksWith([own('mine', 'warn')]);
		expect(checks).toHaveLength(CHECKS.length + 1);
		expect(checks.at(-1)?.name).toBe('mine');
	});

	test('one that ours ask too can make them stricter, and never laxer', () => {
		const severityOf = (name: string, severity: Check['severity']) =>
			checksWith([own(name, severity)]).filter((check) => check.name === name);
		expect(severityOf('fct_order_lines.order_line_id unique', 'warn')).toMatchObject([{ severity: 'error' }]);
		expect(severityOf('fct_order_lines.product_id in dim_products', 'error')).toMatchObject([
			{ severity: 'error', isOwn: true },
		]);
	});
});
