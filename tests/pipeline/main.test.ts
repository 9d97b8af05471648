import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '#pipeline/main.ts';
import { openRecords } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';
import { METRIC_IDS } from '#warehouse/metrics/catalog.ts';
import { makeShop, startKundig } from './commands/small-shop.ts';
import type { Ended } from './commands/small-shop.ts';

const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/));
const day = v.pipe(v.string(), v.isoDate());
const money = v.pipe(v.string(), v.regex(/^-?\d+\.\d{2}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const seconds = v.pipe(v.number(), v.minValue(0));
const failure = v.strictObject({ error: v.strictObject({ kind: v.string(), message: v.string(), hint: v.string() }) });

const runShape = v.object({
	runId: v.pipe(v.string(), v.ulid()),
	status: v.picklist(['ok', 'failed', 'cancelled', 'unchanged']),
	snapshot: v.nullable(v.string()),
	asOf: v.nullable(day),
	seconds,
	sources: v.array(
		v.object({
			name: v.string(),
			status: v.picklist(['ok', 'failed', 'skipped']),
			read: count,
			loaded: count,
			unchanged: count,
			quarantined: count,
			seconds,
			error: v.nullable(v.string()),
		}),
	),
	steps: v.array(
		v.object({
			name: v.picklist(['map', 'transform', 'score', 'check', 'publish']),
			status: v.picklist(['ok', 'failed', 'skipped']),
			seconds,
		}),
	),
	checks: v.array(
		v.object({
			name: v.string(),
			severity: v.picklist(['error', 'warn']),
			status: v.picklist(['passed', 'failed']),
			failing: count,
		}),
	),
});

const shapes = {
	run: runShape,
	status: v.object({
		snapshot: v.object({ id: v.string(), publishedAt: instant, asOf: day, runId: v.string() }),
		runs: v.array(
			v.object({
				runId: v.string(),
				status: v.picklist(['wanted', 'running', 'ok', 'unchanged', 'failed', 'cancelled']),
				startedAt: instant,
				seconds,
				trigger: v.picklist(['start', 'schedule', 'page', 'command']),
				attempt: count,
				retryAt: v.nullable(instant),
			}),
		),
		incidents: v.array(v.unknown()),
		nextSlot: instant,
		sources: v.array(
			v.object({
				name: v.string(),
				lastLoadedAt: instant,
				rows: count,
				freshness: v.picklist(['ok', 'late', 'never']),
			}),
		),
	}),
	plan: v.object({
		sources: v.array(v.object({ name: v.string(), cursor: v.nullable(v.string()), pending: v.string() })),
		transforms: v.array(v.object({ name: v.string(), reason: v.string(), downstream: v.array(v.string()) })),
		checks: v.array(v.string()),
	}),
	query: v.object({
		columns: v.array(v.object({ name: v.string(), type: v.string() })),
		rows: v.array(v.array(v.unknown())),
		truncated: v.boolean(),
		seconds,
	}),
	metric: v.object({
		metric: v.string(),
		unit: v.string(),
		definition: v.string(),
		sql: v.string(),
		snapshot: v.string(),
		asOf: day,
		total: money,
		rows: v.array(v.object({ month: day, country: v.string(), value: money })),
	}),
	metrics: v.object({
		metrics: v.array(
			v.object({
				id: v.string(),
				name: v.string(),
				unit: v.string(),
				definition: v.string(),
				dimensions: v.array(v.string()),
				additive: v.boolean(),
			}),
		),
	}),
	models: v.object({
		snapshot: v.string(),
		asOf: day,
		models: v.array(
			v.object({
				model: v.string(),
				kind: v.string(),
				version: v.string(),
				status: v.picklist(['good', 'weak', 'insufficient']),
				fittedAt: instant,
				refitReason: v.string(),
				trainedFrom: v.nullable(day),
				trainedTo: v.nullable(day),
				rows: count,
				evidence: v.looseObject({ figures: v.array(v.unknown()), warnings: v.array(v.string()) }),
			}),
		),
	}),
	quarantine: v.object({
		rows: v.array(
			v.object({
				source: v.string(),
				table: v.string(),
				runId: v.string(),
				position: v.string(),
				column: v.nullable(v.string()),
				reason: v.string(),
				message: v.string(),
				original: v.nullable(v.string()),
			}),
		),
		counts: v.array(v.object({ source: v.string(), reason: v.string(), rows: count })),
	}),
	snapshots: v.object({
		snapshots: v.array(
			v.object({ id: v.string(), current: v.boolean(), publishedAt: instant, asOf: day, bytes: count }),
		),
	}),
	check: v.object({ checks: runShape.entries.checks }),
	replay: v.object({
		run: v.nullable(runShape),
		quarantine: v.array(v.object({ source: v.string(), before: count, after: count })),
	}),
};

const shop = makeShop();
const empty = mkdtempSync(join(tmpdir(), 'kundig-main-'));
const flags = ['--config', shop.config, '--data', shop.data];

/** The command line in a process of its own. */
function kundig(...argv: readonly string[]): Promise<Ended> {
	return startKundig(argv, empty).ended;
}

/** The command line in this process: quicker, for what ends before anything is read. */
async function inProcess(...argv: readonly string[]): Promise<Ended> {
	let stdout = '';
	let stderr = '';
	const out = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((stdout += String(chunk))));
	const err = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => Boolean((stderr += String(chunk))));
	try {
		return { code: await main(argv), stdout, stderr };
	} finally {
		out.mockRestore();
		err.mockRestore();
	}
}

function shapeOf<Schema extends v.GenericSchema>(schema: Schema, ended: Ended): v.InferOutput<Schema> {
	expect(ended.code, ended.stderr).toBe(0);
	return v.parse(schema, JSON.parse(ended.stdout));
}

let firstRun: Ended;

beforeAll(async () => {
	firstRun = await kundig('run', '--json', ...flags);
}, 60_000);

afterAll(() => {
	rmSync(shop.folder, { recursive: true, force: true });
	rmSync(empty, { recursive: true, force: true });
});

describe('each verb answers in its shape, as one JSON document', () => {
	it('run', () => {
		const report = shapeOf(shapes.run, firstRun);
		expect(report).toMatchObject({ status: 'ok', asOf: '2026-02-03' });
		expect(report.sources).toMatchObject([{ name: 'lines', read: 5, loaded: 4, unchanged: 0, quarantined: 1 }]);
		expect(report.steps.map((step) => step.name)).toEqual(['map', 'transform', 'score', 'check', 'publish']);
	});

	it('status', async () => {
		const status = shapeOf(shapes.status, await inProcess('status', '--json', ...flags));
		expect(status.runs).toMatchObject([{ status: 'ok', trigger: 'command' }]);
		expect(status.sources).toMatchObject([{ name: 'lines', rows: 4, freshness: 'ok' }]);
	});

	it('plan', async () => {
		const plan = shapeOf(shapes.plan, await inProcess('plan', '--json', ...flags));
		expect(plan.sources).toMatchObject([{ name: 'lines', pending: 'nothing new' }]);
		expect(plan.transforms).toEqual([]);
	});

	it('query', async () => {
		const sql = 'select order_id, sum(amount_base) as amount from fct_order_lines group by all order by 1';
		const answer = shapeOf(shapes.query, await kundig('query', sql, '--json', ...flags));
		expect(answer.columns.map((column) => column.name)).toEqual(['order_id', 'amount']);
		expect(answer.rows).toEqual([
			['O1', '25.0000'],
			['O2', '30.0000'],
			['O3', '-5.0000'],
		]);
	});

	it('metric', async () => {
		const argv = ['metric', 'sales_revenue', '--by', 'country', '--grain', 'month', '--json', ...flags];
		const answer = shapeOf(shapes.metric, await kundig(...argv));
		expect(answer).toMatchObject({ metric: 'sales_revenue', unit: 'EUR', total: '55.00' });
		expect(answer.rows).toEqual([
			{ month: '2026-01-01', country: 'Germany', value: '25.00' },
			{ month: '2026-02-01', country: 'France', value: '30.00' },
		]);
	});

	it('metric with --where and --to, which is exclusive', async () => {
		const where = ['--where', "country = 'Germany'", '--to', '2026-01-10'];
		const answer = await inProcess('metric', 'sales_revenue', ...where, '--json', ...flags);
		expect(answer.code, answer.stderr).toBe(0);
		expect(v.parse(v.object({ total: v.nullable(v.string()) }), JSON.parse(answer.stdout)).total ?? '0.00').toBe(
			'0.00',
		);
	});

	it('metric ls', async () => {
		const { metrics } = shapeOf(shapes.metrics, await inProcess('metric', 'ls', '--json'));
		expect(metrics.map((metric) => metric.id)).toEqual([...METRIC_IDS]);
	});

	it('model ls, which says what there is too little data for', async () => {
		const { models } = shapeOf(shapes.models, await inProcess('model', 'ls', '--json', ...flags));
		expect(models.map(({ model, status }) => [model, status])).toEqual([
			['customer-value', 'insufficient'],
			['deal-win', 'insufficient'],
			['revenue-forecast', 'weak'],
			['rfm-segments', 'weak'],
		]);
		expect(models[0]?.evidence.warnings.join()).toContain('requires at least 10 customers');
	});

	it('snapshots ls', async () => {
		const { snapshots } = shapeOf(shapes.snapshots, await inProcess('snapshots', 'ls', '--json', ...flags));
		expect(snapshots).toMatchObject([{ current: true, asOf: '2026-02-03' }]);
	});

	it('check', async () => {
		const { checks } = shapeOf(shapes.check, await inProcess('check', '--json', ...flags));
		expect(checks.filter((check) => check.status === 'failed' && check.severity === 'error')).toEqual([]);
		expect(checks.length).toBeGreaterThan(3);
	});

	it('quarantine ls, and replay once the file is mended', async () => {
		const { rows, counts } = shapeOf(shapes.quarantine, await inProcess('quarantine', 'ls', '--json', ...flags));
		expect(rows).toMatchObject([{ source: 'lines', position: 'lines.csv:6', column: 'quantity' }]);
		expect(counts).toMatchObject([{ source: 'lines', rows: 1 }]);

		const unmended = shapeOf(shapes.replay, await kundig('quarantine', 'replay', '--json', ...flags));
		expect(unmended.quarantine).toEqual([{ source: 'lines', before: 1, after: 1 }]);

		shop.write(false);
		const mended = shapeOf(
			shapes.replay,
			await kundig('quarantine', 'replay', '--source', 'lines', '--json', ...flags),
		);
		expect(mended.run?.sources).toMatchObject([{ read: 5, loaded: 5, quarantined: 0 }]);
		expect(mended.quarantine).toEqual([{ source: 'lines', before: 1, after: 0 }]);

		const nothing = shapeOf(shapes.replay, await inProcess('quarantine', 'replay', '--json', ...flags));
		expect(nothing).toEqual({ run: null, quarantine: [] });
	}, 60_000);

	it('run again: unchanged, with no new snapshot', async () => {
		const report = shapeOf(shapes.run, await kundig('run', '--json', ...flags));
		expect(report.status).toBe('unchanged');
		expect(report.sources).toMatchObject([{ loaded: 0, unchanged: 5, quarantined: 0 }]);
	}, 60_000);
});

describe('what was used wrongly ends with 2 and names what is right', () => {
	const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
		[
			'a verb',
			['runn'],
			['unknown command: "runn"', 'start, run, plan, status, query, metric, model, list, quarantine, snapshots'],
		],
		['a verb behind a flag with a value', ['--data', 'x', 'runn'], ['unknown command: "runn"']],
		['a verb of a group', ['quarantine', 'drop'], ['unknown command: "drop"', '(expected ls, replay']],
		['no verb of a group', ['snapshots'], ['']],
		['a flag', ['run', '--fast'], ["unknown option '--fast'", '--full', '--source', '--json']],
		['a metric', ['metric', 'revenu'], ['unknown metric: "revenu"', 'ls', 'sales_revenue']],
		[
			'a format',
			['query', 'select 1', '--format', 'xml'],
			['unknown format: "xml"', 'table, json, csv, parquet, arrow'],
		],
		['two formats', ['query', 'select 1', '--format', 'csv', '--json'], ['--json and --format csv']],
		['a dimension', ['metric', 'sales_revenue', '--by', 'colour'], ['colour', 'country']],
		['a grain', ['metric', 'sales_revenue', '--grain', 'fortnight'], ['fortnight', 'day, week, month, quarter']],
		['a source', ['run', '--source', 'nobody'], ['no such source: "nobody"', 'lines']],
		['a source to replay', ['quarantine', 'replay', '--source', 'nobody'], ['no such source: "nobody"', 'lines']],
		['a snapshot', ['snapshots', 'use', 'nobody'], ['no such snapshot: "nobody"', 'kept: 0']],
		['a port', ['start', '--port', '0'], ['invalid --port: "0"', '1 to 65535']],
		['a host', ['start', '--host', '0.0.0.0'], ['0.0.0.0', 'SSH tunnel']],
		['an argument too many', ['status', 'now'], ['too many arguments']],
		['an argument too few', ['query'], ["missing required argument 'sql'"]],
		['a folder that is not empty', ['demo', 'company', '--out', shop.folder], ['the folder is not empty']],
		['customers', ['demo', 'company', '--customers', 'many', '--out', 'x'], ['invalid --customers: "many"']],
		['a model', ['model', 'fit', 'prophet', '--input', 'x'], ['unknown model: "prophet"', 'bg-nbd', 'rfm']],
		['no input', ['model', 'fit', 'rfm'], ["'--input <file>'"]],
		['a verb of source', ['source', 'ls'], ['unknown command: "ls"', 'add, check, template']],
		['an answer', ['source', 'add', 'x.csv', '--dates', 'backwards'], ['day-first', 'month-first']],
		['a day', ['demo', 'company', '--until', '2026-02-30', '--out', 'x'], ['invalid --until: "2026-02-30"']],
	];
	it.each(cases)('%s', async (_, argv, words) => {
		const ended = await inProcess(...argv, ...flags);
		expect(ended.code, ended.stderr).toBe(2);
		if (!argv.includes('--json')) expect(ended.stdout).toBe('');
		for (const word of words) expect(ended.stderr).toContain(word);
		expect(ended.stderr).not.toContain('    at ');
		if (argv.includes('--json') || words[0] === '') return;
		const asJson = await inProcess(...argv, '--json', ...flags);
		expect(asJson.code).toBe(2);
		expect(v.parse(failure, JSON.parse(asJson.stdout)).error.kind).toBe('usage');
	});
});

describe('what failed ends with 1, in one sentence and what to do', () => {
	it('a config that is not there', async () => {
		const ended = await inProcess('plan', '--config', '/nowhere/kundig.config.ts', '--data', shop.data, '--json');
		expect(ended.code).toBe(1);
		expect(v.parse(failure, JSON.parse(ended.stdout)).error).toEqual({
			kind: 'config',
			message: 'config not found: /nowhere/kundig.config.ts',
			hint: 'name another one with --config FILE',
		});
		expect(ended.stderr).toBe('config not found: /nowhere/kundig.config.ts. name another one with --config FILE\n');
	});

	it('reading where nothing was published', async () => {
		const ended = await inProcess('metric', 'sales_revenue', '--data', join(empty, 'none'), '--json');
		expect(ended.code).toBe(1);
		expect(v.parse(failure, JSON.parse(ended.stdout)).error.kind).toBe('no_snapshot');
		expect(readdirSync(empty)).not.toContain('none');
	});

	it('SQL that does not bind, with where it came from when asked', async () => {
		const plain = await inProcess('query', 'select nonsense', ...flags);
		expect(plain.code).toBe(1);
		expect(plain.stderr).toContain('nonsense');
		expect(plain.stderr).not.toContain('    at ');
		const verbose = await inProcess('query', 'select nonsense', '--verbose', ...flags);
		expect(verbose.stderr).toContain('    at ');
	});
});

it('ends with 3 when another process holds the data folder, and names it', async () => {
	const records = await openRecords(shop.data);
	const lease = await takeLease(records, shop.data, 'run', new Date());
	const ended = await kundig('run', '--json', ...flags);
	await lease.release();
	await records.destroy();
	expect(ended.code).toBe(3);
	expect(v.parse(failure, JSON.parse(ended.stdout)).error).toMatchObject({ kind: 'held' });
	expect(ended.stderr).toContain(`is held by process ${process.pid} (run)`);
});

it('leaves no hidden folder and no file when a query is interrupted', async () => {
	const out = mkdtempSync(join(empty, 'out-'));
	const sql = 'select range from range(100000000000)';
	const query = startKundig(['query', sql, '--format', 'csv', '--out', join(out, 'result.csv'), ...flags], empty);
	while (readdirSync(out).length === 0) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	query.kill('SIGINT');
	const ended = await query.ended;
	expect(ended.code).toBe(1);
	expect(readdirSync(out)).toEqual([]);
});

describe('--help', () => {
	const verbs = {
		start: ['--port', '--host', '--no-schedule'],
		run: ['--full', '--refit', '--source'],
		plan: [],
		status: [],
		query: ['--format', '--out'],
		metric: ['--by', '--grain', '--from', '--to', '--where'],
		'model ls': [],
		'model fit': ['--input', '--options'],
		'quarantine ls': [],
		'quarantine replay': ['--source'],
		'snapshots ls': [],
		'snapshots use': [],
		'snapshots prune': [],
		check: [],
		'demo company': ['--customers', '--seed', '--until', '--out'],
	};
	it.each(Object.entries(verbs))('of %s shows every flag and one example', async (verb, own) => {
		const ended = await inProcess(...verb.split(' '), '--help');
		expect(ended.code).toBe(0);
		expect(ended.stderr).toBe('');
		for (const flag of [...own, '--config', '--data', '--json', '--verbose', '--no-color']) {
			expect(ended.stdout).toContain(flag);
		}
		expect(ended.stdout.match(/Example:\n {2}kundig /g)).toHaveLength(1);
		expect(ended.stdout).toContain(`kundig ${verb}`);
	});
});
