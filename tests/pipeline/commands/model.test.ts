import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { main } from '#pipeline/main.ts';
import { examplesWith } from '../../support/example-file.ts';
import { kundig, parseAnswer } from '../../support/kundig-process.ts';
import type { Answer } from '../../support/kundig-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'kundig-fit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

function argv(name: string, input: string, options: object): string[] {
	return ['model', 'fit', name, '--input', input, '--options', JSON.stringify(options), '--json'];
}

/** `kundig model fit` in a process of its own. */
function fit(name: string, input: string, options: object = {}): Promise<Answer> {
	return kundig(argv(name, input, options));
}

/** The command line in this process: quicker, for small files and refusals. */
async function inProcess(args: readonly string[]): Promise<Answer> {
	let stdout = '';
	let stderr = '';
	const out = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((stdout += String(chunk))));
	const err = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => Boolean((stderr += String(chunk))));
	try {
		return { code: await main(args), signal: null, stdout, stderr };
	} finally {
		out.mockRestore();
		err.mockRestore();
	}
}

function quickFit(name: string, input: string, options: object = {}): Promise<Answer> {
	return inProcess(argv(name, input, options));
}

const finite = v.pipe(v.number(), v.finite());
const head = {
	model: v.string(),
	n: v.pipe(v.number(), v.integer(), v.minValue(1)),
	seconds: v.pipe(v.number(), v.minValue(0)),
	converged: v.boolean(),
	degenerate: v.nullable(v.string()),
};
const shapes = {
	purchases: v.object({
		...head,
		parameters: v.object({ r: finite, alpha: finite, a: finite, b: finite }),
		logLikelihood: finite,
		aic: finite,
		holdout: v.optional(
			v.object({ actualTotal: finite, predictedTotal: finite, mae: finite, rmse: finite, pearson: v.nullable(finite) }),
		),
		customers: v.optional(
			v.array(v.object({ id: v.string(), x: finite, t_x: finite, T: finite, pAlive: finite, expected: finite })),
		),
	}),
	spend: v.object({ ...head, parameters: v.object({ p: finite, q: finite, gamma: finite }), logLikelihood: finite }),
	forecast: v.object({
		...head,
		series: v.array(
			v.object({
				series: v.string(),
				spec: v.string(),
				parameters: v.record(v.string(), v.unknown()),
				logLikelihood: v.nullable(finite),
				aicc: v.nullable(finite),
				interval: v.picklist(['model', 'conformal', 'pooled']),
				forecast: v.array(v.record(v.string(), finite)),
			}),
		),
	}),
	logistic: v.object({
		...head,
		intercept: finite,
		objective: finite,
		coefficients: v.array(v.object({ name: v.string(), estimate: finite, standardError: finite })),
		constant: v.array(v.string()),
		leaks: v.array(v.object({ feature: v.string(), auc: finite })),
		test: v.nullable(
			v.object({
				raw: v.record(v.string(), finite),
				calibrated: v.nullable(v.record(v.string(), finite)),
				baseline: v.record(v.string(), finite),
				calibration: v.picklist(['platt', 'none']),
			}),
		),
	}),
	rfm: v.object({
		...head,
		asOf: v.pipe(v.string(), v.isoDate()),
		segments: v.array(
			v.object({ name: v.string(), customers: finite, recency: finite, frequency: finite, monetary: finite }),
		),
		customers: v.optional(v.array(v.object({ id: v.string(), segment: v.string() }))),
	}),
};

function shapeOf<Schema extends v.GenericSchema>(schema: Schema, answer: Answer): v.InferOutput<Schema> {
	expect(answer.code, answer.stderr).toBe(0);
	return v.parse(schema, parseAnswer(answer));
}

function expectNear(
	figures: Readonly<Record<string, number>>,
	wanted: Readonly<Record<string, number>>,
	share: number,
) {
	for (const [name, value] of Object.entries(wanted)) {
		expect(Math.abs((figures[name] ?? NaN) / value - 1), `${name} is ${figures[name] ?? NaN}`).toBeLessThan(share);
	}
}

const cdnow = examplesWith('cdnow/cdnow_master.csv.gz') ?? '';
const retail = examplesWith('online-retail/online_retail.csv.gz') ?? '';
const telco = examplesWith('telco-churn/telco_churn.csv') ?? '';
const leads = examplesWith('lead-scoring/leads.csv.gz') ?? '';
const passengers = examplesWith('forecasting/airpassengers.csv') ?? '';
const m3 = examplesWith('forecasting/m3.csv.gz') ?? '';

/** Figures of the sets' expected.json, with the tolerances that stand there. */
describe('on real files (each skipped where its file lies nowhere)', { timeout: 120_000 }, () => {
	const summary = join(cdnow, 'cdnow', 'cdnow_summary.csv');
	const log = join(cdnow, 'cdnow', 'cdnow_master.csv.gz');

	it.skipIf(cdnow === '')('bg-nbd on customers', async () => {
		const answer = shapeOf(shapes.purchases, await fit('bg-nbd', summary, { customers: true, horizon: 39 }));
		expect(answer).toMatchObject({ model: 'bg-nbd', n: 2357, converged: true, degenerate: null });
		expect(answer.logLikelihood).toBeCloseTo(-9582.4256, 2);
		expectNear(answer.parameters, { r: 0.242593, alpha: 4.41353, a: 0.792886, b: 2.42575 }, 0.01);
		expect(answer.holdout).toBeUndefined();
		expect(answer.customers).toHaveLength(2357);
		expect(answer.customers?.[0]).toMatchObject({ id: '1', x: 2, t_x: 30.43, T: 38.86 });
		expect(answer.customers?.[0]?.pAlive).toBeCloseTo(0.726609, 2);
		expect(answer.customers?.[0]?.expected).toBeCloseTo(1.22591, 2);
	});

	it.skipIf(cdnow === '')('mbg-nbd on a log with a holdout', async () => {
		const answer = shapeOf(shapes.purchases, await fit('mbg-nbd', log, { calibrationEnd: '1997-09-30' }));
		expect(answer.n).toBe(23_570);
		expect(answer.logLikelihood).toBeCloseTo(-95336.9583, 1);
		expectNear(answer.parameters, { r: 0.63714, alpha: 7.31029, a: 0.807474, b: 1.22839 }, 0.01);
		expect(answer.holdout?.actualTotal).toBe(19_684);
		const { predictedTotal = 0, mae = 0, rmse = 0, pearson } = answer.holdout ?? {};
		expectNear(
			{ predictedTotal, mae, rmse, pearson: pearson ?? 0 },
			{ predictedTotal: 15933.6, mae: 0.794536, rmse: 1.73962, pearson: 0.669649 },
			0.01,
		);
	});

	it.skipIf(retail === '')('bg-nbd where nobody is seen to drop out', async () => {
		const lines = gunzipSync(readFileSync(join(retail, 'online-retail', 'online_retail.csv.gz')))
			.toString()
			.split('\n');
		// A purchase is a line with a customer, sold and not given away, of an invoice that is no cancellation.
		const purchases = lines.flatMap((line) => {
			const [, invoice = '', quantity, date = '', price, customer = ''] =
				/^([^,]*),.*,(-?\d+),([^,]+),(-?[\d.]+),(\d*),[^,]*$/.exec(line) ?? [];
			const isSale = customer !== '' && Number(quantity) > 0 && Number(price) > 0 && !invoice.startsWith('C');
			return isSale ? [`${customer},${date}`] : [];
		});
		const file = write('retail.csv', `customer_id,date\n${purchases.join('\n')}\n`);
		const answer = shapeOf(shapes.purchases, await fit('bg-nbd', file, { calibrationEnd: '2011-08-31' }));
		expect(answer).toMatchObject({ n: 3317, degenerate: 'nbd', holdout: { actualTotal: 4806 } });
		expect(answer.logLikelihood).toBeCloseTo(-21755.348, 1);
		expectNear(answer.parameters, { r: 0.722646, alpha: 9.42454 }, 0.01);
	});

	it.skipIf(cdnow === '')('gamma-gamma on a log', async () => {
		const answer = shapeOf(shapes.spend, await fit('gamma-gamma', log, { calibrationEnd: '1997-09-30' }));
		expect(answer.n).toBe(9450);
		expect(answer.logLikelihood).toBeCloseTo(-40763.4763, 1);
		expectNear(answer.parameters, { p: 6.27536, q: 3.62445, gamma: 14.9837 }, 0.01);
	});

	function airPassengers(): string {
		const [, ...months] = readFileSync(join(passengers, 'forecasting', 'airpassengers.csv'), 'utf8')
			.trim()
			.split('\n');
		return write('air.csv', `series,t,value\n${months.map((month) => `air,${month}`).join('\n')}\n`);
	}

	it.skipIf(passengers === '')('ets in the form asked for and in the best one', async () => {
		const file = airPassengers();
		const asked = shapeOf(shapes.forecast, await fit('ets', file, { season: 12, horizon: 12, model: 'MAM' }));
		expect(asked.series).toMatchObject([{ series: 'air', spec: 'ETS(M,A,M)' }]);
		expect(asked.series[0]?.logLikelihood).toBeCloseTo(-682.4036, 1);
		expect(asked.series[0]?.aicc).toBeCloseTo(1403.6644, 0);
		const best = shapeOf(shapes.forecast, await fit('ets', file, { season: 12, horizon: 2, levels: [50, 90.5] }));
		expect(best).toMatchObject({ n: 144, degenerate: null, series: [{ spec: 'ETS(M,Ad,M)', interval: 'conformal' }] });
		const [first, second] = best.series[0]?.forecast ?? [];
		expect(Object.keys(first ?? {})).toEqual(['step', 'mean', 'lower50', 'upper50', 'lower90.5', 'upper90.5']);
		expectNear({ first: first?.mean ?? 0, second: second?.mean ?? 0 }, { first: 441.80185, second: 434.11862 }, 0.01);
	});

	it.skipIf(passengers === '')('theta', async () => {
		const answer = shapeOf(shapes.forecast, await fit('theta', airPassengers(), { season: 12, horizon: 12 }));
		const means = answer.series[0]?.forecast.map(({ mean = 0 }) => mean) ?? [];
		// thetaf_12 of expected.json.
		const wanted = [440.07819, 428.38428, 489.7071, 475.70463, 479.67039, 545.36627, 602.752, 601.10076, 523.95149];
		wanted.forEach((mean, step) => expect(Math.abs((means[step] ?? 0) / mean - 1)).toBeLessThan(0.005));
		expect(answer.converged).toBe(true);
	});

	it.skipIf(m3 === '')('auto-forecast on many series, with bounds shared among them', async () => {
		const lines = gunzipSync(readFileSync(join(m3, 'forecasting', 'm3.csv.gz')))
			.toString()
			.trim()
			.split('\n');
		const wanted = lines.flatMap((line) => {
			const [series = '', t, part, value] = line.split(',');
			return part === 'train' && /^N15[01]\d$/.test(series) ? [`${series},${t ?? ''},${value ?? ''}`] : [];
		});
		const file = write('m3.csv.gz', gzipSync(`series,t,value\n${wanted.join('\n')}\n`));
		const answer = shapeOf(shapes.forecast, await fit('auto-forecast', file, { season: 12, horizon: 18 }));
		expect(answer.series.map(({ series }) => series)).toEqual(Array.from({ length: 20 }, (_, at) => `N${1500 + at}`));
		expect(answer.n).toBe(wanted.length);
		for (const { forecast, interval } of answer.series) {
			expect(interval).toBe('pooled');
			expect(forecast).toHaveLength(18);
			for (const { mean = NaN, lower80 = NaN, upper80 = NaN, lower95 = NaN, upper95 = NaN } of forecast) {
				expect([lower95, lower80, mean, upper80, upper95]).toEqual(
					[lower95, lower80, mean, upper80, upper95].toSorted((a, b) => a - b),
				);
			}
		}
	});

	it.skipIf(telco === '')('logistic on churn', async () => {
		const [file, split] = [join(telco, 'telco-churn', 'telco_churn.csv'), join(telco, 'telco-churn', 'split.csv')];
		const options = { target: 'Churn', positive: 'Yes', id: 'customerID', split };
		const answer = shapeOf(shapes.logistic, await fit('logistic', file, options));
		expect(answer).toMatchObject({ n: 4225, converged: true, degenerate: null, constant: [], leaks: [] });
		expect(answer.objective / 1765.01582).toBeCloseTo(1, 5);
		const byName = Object.fromEntries(answer.coefficients.map(({ name, estimate }) => [name, estimate]));
		expect(byName.tenure).toBeCloseTo(-1.38069, 2);
		expect(byName['Contract=Two year']).toBeCloseTo(-1.27284, 2);
		expect(answer.coefficients).toHaveLength(30);
		expect(answer.test?.calibration).toBe('platt');
		const wanted = { auc: 0.842041, averagePrecision: 0.652937, logLoss: 0.419998, brier: 0.137054, ece: 0.0282869 };
		for (const [name, value] of Object.entries({ ...wanted, liftTopDecile: 2.87935 })) {
			expect(Math.abs((answer.test?.raw[name] ?? NaN) - value), name).toBeLessThan(0.0005);
		}
		expect(answer.test?.calibrated?.auc).toBe(answer.test?.raw.auc);
		expect(answer.test?.baseline.auc).toBe(0.5);
	});

	it.skipIf(leads === '')('logistic on leads, packed', async () => {
		const [file, split] = [join(leads, 'lead-scoring', 'leads.csv.gz'), join(leads, 'lead-scoring', 'split.csv')];
		const expected = JSON.parse(readFileSync(join(leads, 'lead-scoring', 'expected.json'), 'utf8')) as {
			readonly features: { readonly numeric: readonly string[]; readonly categorical: readonly string[] };
			readonly logistic_l2_C1: { readonly coef: Readonly<Record<string, number>> };
		};
		const used = [...expected.features.numeric, ...expected.features.categorical, 'Converted'];
		const [header = ''] = gunzipSync(readFileSync(file)).toString().split(/\r?\n/, 1);
		const ignore = header.split(',').filter((column) => !used.includes(column));
		const options = { target: 'Converted', positive: 1, split, ignore };
		const answer = shapeOf(shapes.logistic, await fit('logistic', file, options));
		expect(answer.objective / 2181.22145).toBeCloseTo(1, 5);
		for (const { name, estimate } of answer.coefficients) {
			expect(Math.abs(estimate - (expected.logistic_l2_C1.coef[name] ?? NaN)), name).toBeLessThan(0.005);
		}
		const wanted = { auc: 0.873363, averagePrecision: 0.806228, logLoss: 0.438111, brier: 0.14105, ece: 0.0339144 };
		for (const [name, value] of Object.entries({ ...wanted, liftTopDecile: 2.3557 })) {
			expect(Math.abs((answer.test?.raw[name] ?? NaN) - value), name).toBeLessThan(0.0005);
		}
	});

	it.skipIf(cdnow === '')('rfm on a log, as of its end and as of a day', async () => {
		const answer = shapeOf(shapes.rfm, await fit('rfm', log));
		expect(answer).toMatchObject({ n: 23_570, asOf: '1998-07-01' });
		expect(answer.segments.reduce((sum, { customers }) => sum + customers, 0)).toBe(23_570);
		// 67,591 purchase days and 2,500,315.63 dollars: master_log of expected.json.
		const total = (figure: 'frequency' | 'monetary'): number =>
			answer.segments.reduce((sum, segment) => sum + segment.customers * segment[figure], 0);
		expect(total('frequency')).toBeCloseTo(67_591, 4);
		expect(total('monetary')).toBeCloseTo(2_500_315.63, 2);
		const earlier = shapeOf(shapes.rfm, await fit('rfm', log, { asOf: '1997-02-01', bins: 3, customers: true }));
		expect(earlier.asOf).toBe('1997-02-01');
		expect(earlier.customers).toHaveLength(earlier.n);
		expect(earlier.n).toBeLessThan(23_570);
	});
});

const LOG = 'customer_id,date,amount\na,2011-01-01,5\na,2011-02-01,7\nb,2011-01-15,3\n';
const TABLE = [
	'y,x,plan',
	...Array.from({ length: 20 }, (_, row) => `${row % 2 ? 'yes' : 'no'},${row % 7},p${row % 3}`),
];

describe('what is wrong with a file ends with 1, in a sentence with column, row and rule', () => {
	const cases: readonly (readonly [string, string, object, string, string])[] = [
		[
			'a column missing',
			'bg-nbd',
			{},
			'x,t_x\n1,2\n',
			'has the columns x, t_x (expected x, t_x, T, or customer_id, date)',
		],
		['text for a number', 'bg-nbd', {}, 'x,t_x,T\n1,2,3\n1,two,3\n', 'row 2: t_x is "two" (expected a number such as'],
		['t_x after T', 'mbg-nbd', {}, 'x,t_x,T\n1,9,3\n', 'row 1 (x 1, t_x 9, T 3): t_x must not be later than T'],
		['too few customers', 'bg-nbd', {}, LOG, 'bg-nbd requires at least 10 customers'],
		[
			'a day that is none',
			'bg-nbd',
			{},
			'customer_id,date\na,01.02.2011\n',
			'row 1: date is "01.02.2011" (expected a day',
		],
		[
			'no amount',
			'gamma-gamma',
			{},
			'customer_id,date\na,2011-01-01\n',
			'expected frequency, monetary_value, or customer',
		],
		['an empty value', 'gamma-gamma', {}, 'frequency,monetary_value\n1,\n', 'row 1: monetary_value is empty'],
		[
			'a time twice',
			'ets',
			{ horizon: 1 },
			'series,t,value\ns,1,2\ns,1,3\n',
			'row 2: t is "1" (expected each time once',
		],
		[
			'no value at all',
			'theta',
			{ horizon: 1 },
			'series,t,value\ns,1,\ns,2,\n',
			'series "s": a forecast needs at least one',
		],
		['no series', 'auto-forecast', { horizon: 1 }, 't,value\n1,2\n', 'has no column "series" (it has "t", "value")'],
		['money below 0', 'rfm', {}, `${LOG}b,2011-03-01,-3\n`, 'row 4: amount is -3 (expected 0 or more)'],
		['all after the day', 'rfm', { asOf: '2010-01-01' }, LOG, 'all 3 purchases lie on the analysis day or after it'],
		[
			'an option’s column',
			'logistic',
			{ target: 'z', positive: 'yes' },
			TABLE.join('\n'),
			'has no column "z" (it has "y"',
		],
		[
			'no such class',
			'logistic',
			{ target: 'y', positive: 'YES' },
			TABLE.join('\n'),
			'y is never "YES" (it is "no", "yes")',
		],
		[
			'one class',
			'logistic',
			{ target: 'plan', positive: 'p' },
			'plan,x\np,1\np,2\n',
			'plan is always "p" in the training',
		],
		[
			'too few rows',
			'logistic',
			{ target: 'y', positive: 'yes' },
			TABLE.slice(0, 5).join('\n'),
			'needs at least 10 rows, rec',
		],
		[
			'a slip',
			'logistic',
			{ target: 'y', positive: 'yes' },
			`${TABLE.join('\n')}\nno,five,p1\n`,
			'row 21: x is "five"',
		],
		['no target', 'logistic', { target: 'y', positive: 'yes' }, `${TABLE.join('\n')}\n,5,p1\n`, 'row 21: y is empty'],
		['no rows', 'rfm', {}, 'customer_id,date,amount\n', 'has no rows (expected some below its header)'],
	];
	it.each(cases)('%s: %s', async (_, name, options, content, message) => {
		const answer = await quickFit(name, write('input.csv', content), options);
		expect(answer.code, answer.stdout).toBe(1);
		const { error } = parseAnswer(answer) as { readonly error: { readonly kind: string; readonly message: string } };
		expect(error.kind).toBe('model');
		expect(error.message).toContain(message);
		expect(answer.stderr).toContain(error.message);
		expect(answer.stderr).not.toContain('    at ');
	});

	it('in a process of its own, too', async () => {
		const answer = await fit('rfm', write('money.csv', `${LOG}b,2011-03-01,-3\n`));
		expect(answer.code).toBe(1);
		expect(answer.stderr).toContain('row 4: amount is -3');
		expect((await fit('boosting', 'x')).code).toBe(2);
	});

	it('a file that is cut off, and one that is not there', async () => {
		const cut = write('cut.csv.gz', gzipSync(LOG.repeat(50)).subarray(0, -8));
		expect((await quickFit('rfm', cut)).stderr).toContain('cut.csv.gz is cut off: its gzip data end too early');
		const none = await quickFit('rfm', join(folder, 'none.csv'));
		expect(none.code).toBe(1);
		expect(none.stderr).toContain('none.csv cannot be read');
	});

	it('a split that does not fit the rows', async () => {
		const input = write('table.csv', TABLE.join('\n'));
		const options = { target: 'y', positive: 'yes' };
		const all = Array.from({ length: 20 }, (_, row) => `${row},${row % 5}`);
		const split = (lines: readonly string[]): string => write('split.csv', `row,fold\n${lines.join('\n')}\n`);
		const refusal = async (lines: readonly string[]): Promise<string> =>
			(await quickFit('logistic', input, { ...options, split: split(lines) })).stderr;
		expect(await refusal(all.slice(1))).toContain('split.csv has no fold for row 1 of the input');
		expect(await refusal([...all, '20,1'])).toContain('row 21: row is "20" (expected a row of the input, 0 to 19)');
		expect(await refusal([...all, '3,1'])).toContain('row 21: row is "3" (expected each row once)');
		expect(await refusal(all.map((_, row) => `${row},2`))).toContain('there is no row among the test rows (fold 0)');
	});
});

describe('what was used wrongly ends with 2 and says what is right', () => {
	const cases: readonly (readonly [string, string, string, string])[] = [
		[
			'a model',
			'arima',
			'{}',
			'unknown model: "arima" (expected bg-nbd, mbg-nbd, gamma-gamma, ets, theta, auto-forecast, ',
		],
		['an option', 'rfm', '{"bin": 5}', 'unknown key bin (expected asOf, bins, customers)'],
		['an option of another model', 'theta', '{"horizon": 1, "model": "MAM"}', 'model: expected null, received "MAM"'],
		['a form', 'ets', '{"horizon": 1, "model": "XXX"}', 'model: expected ANN, ANA, '],
		['no horizon', 'ets', '{}', 'missing key horizon (expected a number)'],
		['no target', 'logistic', '{"positive": 1}', 'missing key target (expected text)'],
		['a number out of range', 'rfm', '{"bins": 99}', 'bins: expected a whole number from 2 to 10'],
		['a day', 'rfm', '{"asOf": "2011-02-30"}', 'asOf: expected a day such as 2011-12-31'],
		['what is no JSON', 'rfm', '{bins: 5}', '--options is no JSON'],
		['what is no object', 'rfm', '[5]', '--options is [5] (expected an object'],
	];
	it.each(cases)('%s', async (_, name, options, message) => {
		const input = write('log.csv', LOG);
		const answer = await inProcess(['model', 'fit', name, '--input', input, '--options', options, '--json']);
		expect(answer.code, answer.stdout).toBe(2);
		const { error } = parseAnswer(answer) as { readonly error: { readonly kind: string; readonly message: string } };
		expect(error.kind).toBe('usage');
		expect(error.message).toContain(message);
	});

	it('ends of a calibration for customers that are summed up', async () => {
		const input = write('summary.csv', 'x,t_x,T\n1,2,3\n');
		const answer = await quickFit('bg-nbd', input, { calibrationEnd: '2011-01-01' });
		expect(answer.code).toBe(2);
		expect(answer.stderr).toContain('calibrationEnd and holdoutEnd part a log');
	});
});

describe('without --json', () => {
	it('prints tables for people, and what they should know on stderr', async () => {
		const input = write(
			'table.csv',
			[...TABLE.map((line, row) => `${line},${row === 0 ? 'same' : 1}`), 'no,,p1,1'].join('\n'),
		);
		const options = JSON.stringify({ target: 'y', positive: 'yes' });
		const answer = await inProcess(['model', 'fit', 'logistic', '--input', input, '--options', options]);
		expect(answer.code, answer.stderr).toBe(0);
		expect(answer.stdout).toMatch(/^term +coefficient +standard error\n\(intercept\) /);
		expect(answer.stdout).toContain('21 training rows');
		expect(answer.stderr).toContain('column same is constant in the training rows and was left out');
		expect(answer.stderr).toContain('column x is empty in 1 rows, which count as 0');
	});

	it('names a leak', async () => {
		const lines = Array.from(
			{ length: 40 },
			(_, row) => `${row % 2 ? 'yes' : 'no'},${row % 7},${row % 2 ? 'won' : 'open'}`,
		);
		const input = write('leak.csv', `y,x,outcome\n${lines.join('\n')}\n`);
		const options = JSON.stringify({ target: 'y', positive: 'yes' });
		const answer = await inProcess(['model', 'fit', 'logistic', '--input', input, '--options', options]);
		expect(answer.stderr).toContain('column outcome alone has an AUC of 1.000: was it known before?');
	});

	it('prints a forecast with its fallback named', async () => {
		const input = write('short.csv', 'series,t,value\ns,1,5\ns,2,5\n');
		const answer = await inProcess(['model', 'fit', 'ets', '--input', input, '--options', '{"horizon": 2}']);
		expect(answer.stdout).toContain('s: constant, bounds: model (all 2 values are the same)');
		expect(answer.stdout).toContain('the data reduce the model to: constant');
	});
});
