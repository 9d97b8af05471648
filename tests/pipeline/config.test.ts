import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig, parseConfig } from '#pipeline/config.ts';
import { ConfigError } from '#pipeline/errors.ts';

const COMPANY = { name: 'Test', currency: 'EUR', zone: 'Europe/Berlin' };
const ORDERS = {
	name: 'orders',
	type: 'file',
	path: 'orders.csv',
	columns: { id: 'text', at: 'timestamp' },
	entities: { orders: { order_id: 'id', ordered_at: 'at' } },
};

function config(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
	return { company: COMPANY, sources: [ORDERS], ...changes };
}

function withSource(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return config({ sources: [{ ...ORDERS, ...changes }] });
}

function problem(input: unknown): string {
	try {
		parseConfig(input, 'kundig.config.ts');
	} catch (error) {
		expect(error).toBeInstanceOf(ConfigError);
		return (error as ConfigError).message;
	}
	return 'no problem';
}

test('fills in what is left out', () => {
	const parsed = parseConfig(config(), 'kundig.config.ts');
	expect(parsed).toMatchObject({
		company: { weekStart: 'monday' },
		asOf: 'data',
		schedule: [],
		quietSeconds: 15,
		snapshots: { keep: 3, days: 7 },
		sources: [{ disposition: 'replace', key: [], quarantine: { maxShare: 0.01, maxRows: 1000 } }],
	});
});

describe('unknown keys name those that are valid there', () => {
	test.each([
		[
			config({ sauces: [] }),
			'unknown key sauces (expected company, asOf, schedule, alerts, quietSeconds, snapshots, models, records, own, checks, sources)',
		],
		[
			config({ company: { ...COMPANY, curency: 'EUR' } }),
			'unknown key company.curency (expected name, currency, zone, weekStart, businessHours)',
		],
		[
			withSource({ format: { delimeter: ';' } }),
			'unknown key sources[0].format.delimeter (expected kind, sheet, preset, delimiter, quote, decimal, thousands, dateFormat, timestampFormat, encoding)',
		],
		[config({ snapshots: { keeps: 3 } }), 'unknown key snapshots.keeps (expected keep, days, maxGigabytes)'],
		[
			config({ schedule: [{ cron: '0 2 * * *', zone: 'UTC', tz: 'UTC' }] }),
			'unknown key schedule[0].tz (expected cron, zone, sources, catchUp)',
		],
	])('%#', (input, message) => {
		expect(problem(input)).toBe(`kundig.config.ts: ${message}`);
	});
});

describe('missing keys say what belongs there', () => {
	test.each([
		[withSource({ path: undefined }), 'missing key sources[0].path (expected text)'],
		[{ sources: [ORDERS] }, 'missing key company (expected an object)'],
		[config({ sources: undefined }), 'missing key sources (expected a list)'],
		[withSource({ columns: undefined }), 'missing key sources[0].columns (expected names with their values)'],
	])('%#', (input, message) => {
		expect(problem(input)).toContain(message);
	});

	test('every missing key is named at once', () => {
		const message = problem({ company: { name: 'Test' }, sources: [ORDERS] });
		expect(message).toContain('missing key company.currency');
		expect(message).toContain('missing key company.zone');
	});
});

describe('values of another kind say what was wanted', () => {
	test.each([
		[config({ company: { ...COMPANY, name: 5 } }), 'company.name: expected text, received 5'],
		[config({ company: { ...COMPANY, name: '' } }), 'company.name: a company needs a name'],
		[
			config({ company: { ...COMPANY, currency: 'Euro' } }),
			'company.currency: expected an ISO currency code such as EUR',
		],
		[
			config({ company: { ...COMPANY, weekStart: 'tuesday' } }),
			'company.weekStart: expected monday, sunday, saturday, received "tuesday"',
		],
		[config({ sources: [] }), 'sources: a config needs at least one source'],
		[config({ asOf: 'yesterday' }), "asOf: expected 'data', 'now' or a day such as 2026-01-31"],
		[config({ asOf: '2026-02-30' }), "asOf: expected 'data', 'now' or a day such as 2026-01-31"],
		[withSource({ type: 'ftp' }), 'sources[0].type: expected'],
		[withSource({ name: 'Orders!' }), 'sources[0].name: expected a name of lower-case letters, digits and underscores'],
		[
			withSource({ columns: { id: 'string' } }),
			'sources[0].columns.id: expected text, integer, decimal, float, boolean, date, timestamp or { type, required, … }, received "string"',
		],
		[withSource({ columns: { id: { type: 'string' } } }), 'sources[0].columns.id'],
		[
			withSource({ entities: { orders: { order_id: { sqll: 'id' } } } }),
			"sources[0].entities.orders.order_id: expected a column, { value: … }, { sql: '…' } or { line: true }, received Object",
		],
		[withSource({ quarantine: { maxShare: 2 } }), 'sources[0].quarantine.maxShare: expected at most 1, received 2'],
		[withSource({ quarantine: { maxRows: 1.5 } }), 'sources[0].quarantine.maxRows: expected'],
		[withSource({ format: { kind: 'xls' } }), 'sources[0].format.kind'],
		[withSource({ format: { encoding: 'utf-7' } }), 'sources[0].format.encoding: expected an encoding such as utf-8'],
		['text', 'the config: expected an object, received "text"'],
		[undefined, 'the config is empty'],
	])('%#', (input, message) => {
		expect(problem(input)).toContain(message);
	});
});

test.each([
	['61 * * * *', 'UTC', /schedule\[0\]: .*61/],
	['whenever', 'UTC', /schedule\[0\]: .*whenever/],
	['0 2 * * *', 'Europe/Nowhere', /schedule\[0\]\.zone: unknown time zone "Europe\/Nowhere"/],
])('a schedule of "%s" in %s names its key', (cron, zone, message) => {
	expect(problem(config({ schedule: [{ cron, zone }] }))).toMatch(message);
});

test('a schedule may run some sources alone and says how it catches up', () => {
	const hourly = { cron: '0 * * * *', zone: 'UTC', sources: ['orders', 'records'], catchUp: 'skip' };
	const { schedule } = parseConfig(config({ schedule: [{ cron: '0 2 * * *', zone: 'UTC' }, hourly] }), 'c.ts');
	expect(schedule).toEqual([{ cron: '0 2 * * *', zone: 'UTC', catchUp: 'latest' }, hourly]);
});

test.each([
	[{ sources: ['ordesr'] }, 'schedule[0].sources: no such source: "ordesr" (expected orders, records)'],
	[{ sources: [] }, 'schedule[0].sources: name at least one source, or leave the key out'],
	[{ catchUp: 'none' }, 'schedule[0].catchUp: expected latest, all, skip, received "none"'],
])('a schedule with %j says what is wrong', (changes, message) => {
	expect(problem(config({ schedule: [{ cron: '0 2 * * *', zone: 'UTC', ...changes }] }))).toContain(message);
});

describe('alerts', () => {
	const email = { host: 'mail.example.com', from: 'Kundig <kundig@example.com>', to: ['ops@example.com'] };
	const webhook = { url: 'https://hooks.example.com/x', secretFrom: 'HOOK_SECRET' };

	test('take what is left out from sensible defaults', () => {
		expect(parseConfig(config({ alerts: { email, webhook } }), 'c.ts').alerts).toEqual({
			email: { ...email, port: 587, secure: false },
			webhook: { ...webhook, allowPrivate: false },
			after: 1,
		});
		expect(parseConfig(config(), 'c.ts').alerts).toEqual({ after: 1 });
	});

	test.each([
		[
			{ email: { ...email, password: 'x' } },
			'unknown key alerts.email.password (expected host, port, secure, user, passwordFrom, from, to)',
		],
		[{ email: { ...email, user: 'kundig' } }, 'alerts.email: user and passwordFrom belong together'],
		[{ email: { ...email, user: 'k', passwordFrom: 'hunter 2' } }, 'never the secret itself'],
		[{ email: { ...email, to: ['ops'] } }, 'alerts.email.to[0]: expected an e-mail address'],
		[{ email: { ...email, from: 'a@b.c\nBcc: x@y.z' } }, 'alerts.email.from: expected an e-mail address'],
		[{ webhook: { ...webhook, url: 'http://169.254.169.254/' } }, 'alerts.webhook: 169.254.169.254 leads to'],
		[{ webhook: { ...webhook, url: 'file:///x' } }, 'alerts.webhook: not an address to post to'],
		[{ webhook: { url: webhook.url } }, 'missing key alerts.webhook.secretFrom'],
		[{ after: 0 }, 'alerts.after: expected at least 1'],
		[{ link: 'kundig.example.com' }, 'alerts.link: expected https://'],
	])('%j is refused', (alerts, message) => {
		expect(problem(config({ alerts }))).toContain(message);
	});
});

test('the same schedule twice is named', () => {
	const nightly = { cron: '0 2 * * *', zone: 'UTC' };
	const schedule = [nightly, { ...nightly, zone: 'Europe/Berlin' }, { ...nightly, cron: '0  2 * * *', catchUp: 'all' }];
	expect(problem(config({ schedule }))).toContain('schedule[2] is the same as schedule[0] (leave one of them out)');
});

test('a zone that does not exist is refused for the company and for a source', () => {
	expect(problem(config({ company: { ...COMPANY, zone: 'Berlin' } }))).toContain(
		'company.zone: unknown time zone "Berlin" (expected an IANA name such as Europe/Berlin)',
	);
	expect(problem(withSource({ zone: 'Mars/Olympus' }))).toContain('sources[0].zone: unknown time zone "Mars/Olympus"');
});

describe('business hours', () => {
	const withHours = (businessHours: unknown): Record<string, unknown> =>
		config({ company: { ...COMPANY, businessHours } });

	test('are Monday to Friday from nine to five when left out', () => {
		const { company } = parseConfig(config(), 'kundig.config.ts');
		expect(company.businessHours.holidays).toEqual([]);
		expect(Object.values(company.businessHours.hours)).toEqual(Array(5).fill('09:00-17:00'));
		expect(company.businessHours.hours.saturday).toBeUndefined();
	});

	test('close the days that are left out', () => {
		const { company } = parseConfig(withHours({ hours: { saturday: '10:00-14:00' } }), 'kundig.config.ts');
		expect(company.businessHours).toEqual({ hours: { saturday: '10:00-14:00' }, holidays: [] });
	});

	test.each([
		[{ hours: {} }, 'company.businessHours.hours: expected at least one open day'],
		[
			{ hours: { monday: '17:00-09:00' } },
			'company.businessHours.hours.monday: expected from and to such as 09:00-17:00',
		],
		[{ hours: { montag: '09:00-17:00' } }, 'unknown key company.businessHours.hours.montag'],
		[{ holidays: ['25.12.2026'] }, 'company.businessHours.holidays[0]: expected a day such as 2026-12-25'],
	])('%j is refused', (businessHours, message) => {
		expect(problem(withHours(businessHours))).toContain(message);
	});
});

test('the name of the built-in source is taken', () => {
	expect(problem(withSource({ name: 'records' }))).toContain('"records" is the name of what is typed in Kundig itself');
});

test('two sources of one name are refused', () => {
	expect(problem(config({ sources: [ORDERS, ORDERS] }))).toContain('two sources are named "orders"');
});

test.each([
	[{ key: ['number'] }, 'source orders: key: "number" is not among its columns'],
	[{ disposition: 'merge' }, 'source orders: key: missing (merge replaces rows by their key)'],
	[{ columns: {} }, 'source orders: columns: none declared (expected at least one)'],
	[{ columns: { id: 'text', ID: 'text' } }, 'source orders: columns.ID: another column differs from it by case alone'],
	[
		{ columns: { _line: 'text' } },
		'source orders: columns._line: _load_id, _file, _line, _undeclared, _row_hash, _valid_from, _valid_to are added by the load',
	],
	[{ format: { delimiter: '"' } }, 'source orders: format.delimiter and format.quote are both'],
	[{ format: { sheet: 'Umsatz' } }, 'source orders: format.sheet is for workbooks, and its files are csv'],
])('parts of a source that contradict each other are refused before anything runs: %j', (changes, message) => {
	expect(problem(withSource(changes))).toContain(message);
});

describe('loading', () => {
	let folder: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'kundig-config-'));
	});

	afterAll(() => rm(folder, { recursive: true }));

	async function load(name: string, text: string): Promise<unknown> {
		const file = join(folder, name);
		await writeFile(file, text);
		return loadConfig(file).then(
			({ dir, config: { company } }) => ({ dir, name: company.name }),
			(error: unknown) => error,
		);
	}

	function moduleOf(input: unknown): string {
		return `export default ${JSON.stringify(input)};`;
	}

	test('gives the config beside the folder that its paths are relative to', async () => {
		expect(await load('good.config.ts', moduleOf(config()))).toEqual({ dir: folder, name: 'Test' });
	});

	test('a file that is not there is named', async () => {
		const file = join(folder, 'missing.config.ts');
		const expected = { name: 'ConfigError', message: `config not found: ${file}` };
		await expect(loadConfig(file)).rejects.toMatchObject(expected);
	});

	test('a file that does not parse says where', async () => {
		expect(await load('torn.config.ts', 'export default {')).toMatchObject({
			name: 'ConfigError',
			message: expect.stringContaining(`config could not be read: ${join(folder, 'torn.config.ts')}`) as unknown,
		});
	});

	test('a file without a default export says what to write', async () => {
		expect(await load('named.config.ts', 'export const config = {};')).toMatchObject({
			name: 'ConfigError',
			hint: 'write `export default { … }`',
		});
	});

	test('a mapping to a column that does not exist stops it, naming key, column and the valid ones', async () => {
		const input = withSource({ entities: { orders: { order_id: 'number', ordered_at: 'at' } } });
		expect(await load('mapping.config.ts', moduleOf(input))).toMatchObject({
			name: 'ConfigError',
			message: expect.stringContaining(
				'sources.orders.entities.orders.order_id: the source declares no column "number" (expected id, at)',
			) as unknown,
		});
	});

	test('every problem of every mapping is named at once', async () => {
		const input = withSource({ entities: { orders: { order_id: 'number' }, invoices: {} } });
		const error = await load('mappings.config.ts', moduleOf(input));
		expect(error).toMatchObject({ name: 'ConfigError' });
		const { message } = error as ConfigError;
		expect(message).toContain('orders.order_id: the source declares no column "number"');
		expect(message).toContain('orders.ordered_at: missing');
		expect(message).toContain('sources.orders.entities.invoices: unknown entity');
	});

	test('a date format that DuckDB does not know is refused', async () => {
		const input = withSource({ format: { dateFormat: '%Q' } });
		expect(await load('format.config.ts', moduleOf(input))).toMatchObject({
			name: 'ConfigError',
			message: expect.stringContaining('source orders: format.dateFormat is "%Q"') as unknown,
		});
	});
});
