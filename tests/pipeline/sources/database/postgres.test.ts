import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceError } from '#pipeline/errors.ts';
import type { RowReading } from '#pipeline/sources/row-source.ts';
import { POSTGRES_PASSWORD, postgresPrograms, startPostgres } from '../../../support/postgres-server.ts';
import type { PostgresServer } from '../../../support/postgres-server.ts';
import { heapOf, openSource, range, readSource, rowsOf, typedRows } from './database-reading.ts';
import type { SourceInput } from './database-reading.ts';

const programs = postgresPrograms();

/** Values that a careless reader changes, by the type of their column. */
const HARD_VALUES: readonly (readonly [type: string, sql: string, text: string | null])[] = [
	['smallint', '-32768', '-32768'],
	['bigint', '9007199254740993', '9007199254740993'],
	['bigint', '-9223372036854775808', '-9223372036854775808'],
	['numeric(38,10)', '1234567890123456789012345678.0123456789', '1234567890123456789012345678.0123456789'],
	['numeric', "'NaN'", 'NaN'],
	['numeric', '1e-20', '0.00000000000000000001'],
	['numeric(6,2)', '5', '5.00'],
	['double precision', '0.1', '0.1'],
	['double precision', '1e300', '1e+300'],
	['double precision', "'-Infinity'", '-Infinity'],
	['real', '0.1', '0.1'],
	['real', '16777217', '1.6777216e+07'],
	['money', '1234567.5', '1234567.50'],
	['boolean', 'true', 'true'],
	['boolean', 'false', 'false'],
	['boolean', 'null', null],
	['bit(1)', "B'1'", '1'],
	['bit(5)', "B'00101'", '00101'],
	['date', "'2026-01-31'", '2026-01-31'],
	['date', "'infinity'", 'infinity'],
	['date', "'0044-03-15 BC'", '0044-03-15 BC'],
	['timestamp', "'2026-01-31 12:00:00.123'", '2026-01-31 12:00:00.123'],
	['timestamp', "'-infinity'", '-infinity'],
	['timestamp(0)', "'2026-03-29 02:30:00'", '2026-03-29 02:30:00'],
	['timestamptz', "'2026-01-31 12:00:00.5+02'", '2026-01-31T10:00:00.5Z'],
	['timestamptz', "'2026-10-25 02:30:00 Europe/Berlin'", '2026-10-25T01:30:00Z'],
	['timestamptz', "'infinity'", 'infinity'],
	['timestamptz', "'0044-03-15 12:00:00+00 BC'", '0044-03-15 12:00:00+00 BC'],
	['time', "'23:59:59.999999'", '23:59:59.999999'],
	['interval', "'1 day 2 hours'", 'P1DT2H'],
	['text', `'it''s "quoted", with \\ and ;'`, `it's "quoted", with \\ and ;`],
	['text', "E'two\\nlines\\r\\n\\tand a tab'", 'two\nlines\r\n\tand a tab'],
	['text', "'Grüße 😀 👩‍🚒 ﷽'", 'Grüße 😀 👩‍🚒 ﷽'],
	['text', "''", ''],
	['varchar(20)', "'  blanks  '", '  blanks  '],
	['char(10)', "'DE'", 'DE'],
	['bytea', "'\\x00ff10'", '00ff10'],
	['uuid', "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
	['json', `'{"n": 1.10, "n2": 12345678901234567890}'`, '{"n": 1.10, "n2": 12345678901234567890}'],
	['jsonb', `'{"b": 1.10, "a": [true, null]}'`, '{"a": [true, null], "b": 1.10}'],
	['int[]', "'{1,null,3}'", '[1,null,3]'],
	['numeric[]', "'{{1.10,2},{3,12345678901234567890}}'", '[[1.10,2],[3,12345678901234567890]]'],
	['text[]', `array['a,b', 'c"d', null]`, '["a,b","c\\"d",null]'],
	['boolean[]', "'{t,f}'", '[true,false]'],
	['mood', "'sehr gut'", 'sehr gut'],
	['positive', '7', '7'],
	['pair', "row(1.50, 'x')", '{"amount":1.50,"note":"x"}'],
	['int4range', "'[1,5)'", '[1,5)'],
	['inet', "'192.168.0.1/24'", '192.168.0.1/24'],
	['xml', "'<a>1</a>'", '<a>1</a>'],
];

describe.skipIf(programs === null)('a source of PostgreSQL', () => {
	let server: PostgresServer;
	let reading: Partial<RowReading>;

	beforeAll(async () => {
		server = await startPostgres(programs ?? '');
		reading = { env: { CRM_URL: server.url(), CRM_PASSWORD: POSTGRES_PASSWORD } };
		await server.run(
			"create type mood as enum ('gut', 'sehr gut')",
			'create domain positive as int check (value > 0)',
			'create type pair as (amount numeric, note text)',
			'create table many (id bigint primary key, amount numeric(12,2), note text, changed_at timestamptz)',
			`insert into many select id, id / 100.0, 'note ' || id, timestamptz '2026-01-01 00:00+00' + id * interval '1 second'
				from generate_series(1, 25000) as id`,
			'create table changed (id int primary key, code text, changed_at timestamp, day date, rate real, token uuid)',
			`insert into changed values
				(1, 'B', '2026-01-01 10:00', '2026-01-01', 0.7, '00000000-0000-0000-0000-000000000001'),
				(2, 'a', '2026-01-02 10:00', '2026-01-02', 0.8, '00000000-0000-0000-0000-000000000002'),
				(3, 'C', null, null, null, null),
				(4, '', '2026-01-04 10:00:00.123456', '2026-01-04', 0.9, 'ffffffff-0000-0000-0000-000000000001'),
				(5, 'ä', '2026-01-05 10:00', '2026-01-05', 1.0, 'ffffffff-0000-0000-0000-000000000002')`,
		);
	});
	afterAll(async () => {
		await server.stop();
	});

	function input(more: Record<string, unknown>): SourceInput {
		return { type: 'postgres', url: { env: 'CRM_URL' }, zone: 'UTC', ...more };
	}

	test('every value comes as the server says it', async () => {
		const columns = HARD_VALUES.map(([type], index) => `c${index} ${type}`);
		await server.run(
			`create table hard (${columns.join(', ')})`,
			`insert into hard values (${HARD_VALUES.map(([type, sql]) => (type === 'money' ? `${sql}::numeric::money` : sql)).join(', ')})`,
		);
		const declared = Object.fromEntries(HARD_VALUES.map((_, index) => [`c${index}`, 'text']));
		const [row] = await readSource(input({ table: 'hard', columns: declared }), reading);
		const named = HARD_VALUES.map(([type], index) => [type, row?.[index]]);
		expect(named).toEqual(HARD_VALUES.map(([type, , text]) => [type, text]));
	});

	/** The error of an opening or a reading that has to fail. */
	async function failure(
		more: Record<string, unknown>,
		env: RowReading['env'] = reading.env ?? {},
		configDir = '/',
	): Promise<SourceError> {
		const error: unknown = await readSource(input(more), { env, configDir }).then(
			() => null,
			(thrown: unknown) => thrown,
		);
		if (!(error instanceof SourceError)) throw new Error('no SourceError', { cause: error });
		expect(JSON.stringify([error.message, error.hint, String(error.cause)])).not.toContain('geheim');
		return error;
	}

	const MANY = { table: 'public.many', columns: { id: 'integer', changed_at: 'timestamp' } };
	const ALL_IDS = Array.from({ length: 25_000 }, (_, index) => String(index + 1));

	test('values are those that the declared types mean, and what no type holds is set aside', async () => {
		const query = `select * from (values
			(9007199254740991, 12.50::numeric, true, date '2026-01-31', timestamptz '2026-01-31 12:00:00.123456+02', 1e20::float8),
			(-1, -0.000001, false, null, '2026-07-01 00:00+00', 0.1),
			(2, 0, null, '2026-01-01', 'infinity', 0)) as t (id, price, gift, day, at, rate)`;
		const columns = { id: 'integer', price: 'decimal', gift: 'boolean', day: 'date', at: 'timestamp', rate: 'float' };
		const { rows, wrong } = await typedRows(input({ query, columns }), reading);
		expect(rows).toEqual([
			['9007199254740991', '12.500000', 'true', '2026-01-31', '2026-01-31 10:00:00.123456', '1e+20'],
			['-1', '-0.000001', 'false', null, '2026-07-01 00:00:00', '0.1'],
		]);
		expect(wrong).toEqual([expect.stringContaining('at is "infinity"')]);
	});

	describe('paging', () => {
		test('a big table comes in pages in the order of the cursor, each row once', async () => {
			const reader = await openSource(input({ ...MANY, cursor: { column: 'changed_at' } }), reading);
			const ids: unknown[] = [];
			let longest = 0;
			for await (const { rows } of reader.pages(null)) {
				longest = Math.max(longest, rows.length);
				ids.push(...rows.map(([id]) => id));
			}
			await reader.close();
			expect(reader.isOrdered).toBe(true);
			expect(longest).toBe(10_000);
			expect(ids).toEqual(ALL_IDS);
		});

		test('a page of long rows has few of them', async () => {
			await server.run(
				"create table long as select id, repeat('x', 500000) as text from generate_series(1, 120) as id",
			);
			const reader = await openSource(input({ table: 'long', columns: { id: 'integer', text: 'text' } }), reading);
			const sizes: number[] = [];
			for await (const { rows } of reader.pages(null)) sizes.push(rows.length);
			await reader.close();
			// Eight million characters or so, as soon as the first page has told how long rows are.
			expect(sizes).toEqual([50, 16, 16, 16, 16, 6]);
		});

		test('rows that come while a range is read are for the next reading', async () => {
			await server.run('create table growing as select id from generate_series(1, 20000) as id');
			const reader = await openSource(input({ table: 'growing', columns: { id: 'integer' } }), reading);
			let count = 0;
			for await (const { rows } of reader.pages(null)) {
				if (count === 0) await server.run('insert into growing values (0)', 'delete from growing where id > 10000');
				count += rows.length;
			}
			expect(count).toBe(20_000);
			expect(await rowsOf(reader)).toHaveLength(10_001);
			await reader.close();
		});

		test('a row that changes while a range is read is there once', async () => {
			await server.run(
				'create table changing (id int, changed_at timestamp)',
				"insert into changing select id, timestamp '2026-01-01' from generate_series(1, 20000) as id",
			);
			const columns = { id: 'integer', changed_at: 'timestamp' };
			const reader = await openSource(input({ table: 'changing', columns, cursor: { column: 'changed_at' } }), reading);
			const ids: unknown[] = [];
			for await (const { rows } of reader.pages(null)) {
				if (ids.length === 0) await server.run('update changing set changed_at = null where id < 100');
				ids.push(...rows.map(([id]) => id));
			}
			await reader.close();
			expect(ids).toHaveLength(20_000);
			expect(new Set(ids).size).toBe(20_000);
		});

		test('a reading that is left early lets the reader be asked again', async () => {
			const reader = await openSource(input(MANY), reading);
			for await (const page of reader.pages(null)) if (page.rows.length > 0) break;
			expect(await rowsOf(reader)).toHaveLength(25_000);
			await reader.close();
		});

		test('no more than a few pages are held at a time', async () => {
			await server.run(
				`create table heap as select id, 'a text of some length, number ' || id as note
					from generate_series(1, 300000) as id`,
			);
			const reader = await openSource(input({ table: 'heap', columns: { id: 'integer', note: 'text' } }), reading);
			const most = await heapOf(reader, 300_000);
			await reader.close();
			// All rows at once take some 50 MB.
			expect(most).toBeLessThan(15 << 20);
		});
	});

	describe('a range', () => {
		async function idsOf(
			cursor: Record<string, unknown>,
			from: string | null,
			to: string | null,
			columns: Record<string, unknown> = {},
		): Promise<unknown[]> {
			const declared = {
				id: 'integer',
				code: 'text',
				changed_at: 'timestamp',
				day: 'date',
				rate: 'float',
				token: 'text',
				...columns,
			};
			const more = { table: 'changed', columns: declared, key: ['id'], cursor };
			return (await readSource(input(more), reading, range(from, to))).map(([id]) => id);
		}

		test('it begins with its first value and ends before its last; rows without a value come at the end', async () => {
			expect(await idsOf({ column: 'changed_at' }, '2026-01-02 10:00:00', '2026-01-05 10:00:00')).toEqual([
				'2',
				'4',
				'3',
			]);
			expect(await idsOf({ column: 'changed_at' }, '2026-01-04 10:00:00.123456', null)).toEqual(['4', '5', '3']);
			expect(await idsOf({ column: 'day' }, null, '2026-01-04')).toEqual(['1', '2', '3']);
			expect(await idsOf({ column: 'id' }, '4', null)).toEqual(['4', '5']);
			expect(await idsOf({ column: 'id' }, '3.500000', null, { id: 'decimal' })).toEqual(['4', '5']);
		});

		test('rows without a value are left out when they are to be', async () => {
			expect(await idsOf({ column: 'day', missing: 'exclude' }, null, null)).toEqual(['1', '2', '4', '5']);
		});

		test('the last value of a column of few digits is found again', async () => {
			expect(await idsOf({ column: 'rate' }, '0.7', '0.9')).toEqual(['1', '2', '3']);
		});

		test('texts are compared by their characters, whatever the order of the database', async () => {
			await server.run('create collation if not exists german (provider = icu, locale = "de")'.replaceAll('"', "'"));
			await server.run('alter table changed alter code type text collate german');
			expect(await idsOf({ column: 'code' }, null, null)).toEqual(['1', '3', '2', '5', '4']);
			expect(await idsOf({ column: 'code' }, 'C', 'b')).toEqual(['3', '2', '4']);
			expect(await idsOf({ column: 'token' }, 'f0000000-0000-0000-0000-000000000000', null)).toEqual(['4', '5', '3']);
		});

		test('instants are compared in UTC whatever the zone of the server', async () => {
			const more = { ...MANY, cursor: { column: 'changed_at' } };
			const rows = await readSource(input(more), reading, range('2026-01-01 06:56:39', null));
			expect(rows).toEqual([
				['24999', '2026-01-01T06:56:39Z'],
				['25000', '2026-01-01T06:56:40Z'],
			]);
		});

		test('an index on the cursor serves', async () => {
			await server.run('create index on many (changed_at)', 'analyze many');
			const reader = await openSource(input({ ...MANY, cursor: { column: 'changed_at' } }), reading);
			const before = (
				await server.run("select idx_scan from pg_stat_user_indexes where indexrelname = 'many_changed_at_idx'")
			).rows;
			await rowsOf(reader, range('2026-01-01 06:56:39', null));
			await reader.close();
			await expect
				.poll(
					async () => {
						const { rows } = await server.run(
							"select idx_scan from pg_stat_user_indexes where indexrelname = 'many_changed_at_idx'",
						);
						return Number(rows[0]?.[0]) - Number(before[0]?.[0]);
					},
					{ timeout: 30_000 },
				)
				.toBeGreaterThan(0);
		});

		test('the rows of a range are counted', async () => {
			const reader = await openSource(input({ ...MANY, cursor: { column: 'id' } }), reading);
			expect(await reader.count?.(range('24000', '24990'))).toBe(990);
			expect(await reader.count?.(null)).toBe(25_000);
			await reader.close();
		});

		test('a cursor that compares in another way than declared is refused', async () => {
			const { message } = await failure({ ...MANY, columns: { changed_at: 'text' }, cursor: { column: 'changed_at' } });
			expect(message).toBe(
				'source orders: the cursor changed_at is timestamptz at the server and declared as text (expected timestamp)',
			);
			const undeclared = await failure({ ...MANY, cursor: { column: 'amount' } });
			expect(undeclared.message).toBe('source orders: cursor.column: "amount" is not among its columns');
		});
	});

	describe('names, queries and columns', () => {
		test('a query of one’s own is read as a table', async () => {
			const query =
				"with big as (select * from many where id > 24998) select id * 2 as twice, ';' as mark from big; -- so";
			const rows = await readSource(input({ query, columns: { mark: 'text', twice: 'integer' } }), reading);
			expect(rows).toEqual([
				[';', '49998'],
				[';', '50000'],
			]);
		});

		test('a name with quotes, dots and semicolons is that name and nothing else', async () => {
			await server.run(
				'create schema "a.b"',
				'create table "a.b"."weird""name; drop table many" ("x""; --" text, "ÄÖ" int)',
				`insert into "a.b"."weird""name; drop table many" values ('1', 2)`,
			);
			const table = '"a.b"."weird""name; drop table many"';
			const more = { table, columns: { ÄÖ: 'integer', 'x"; --': 'text' }, key: ['x"; --'], cursor: { column: 'ÄÖ' } };
			expect(await readSource(input(more), reading)).toEqual([['2', '1']]);
		});

		test('a value of a range is a value and nothing else', async () => {
			const more = {
				table: 'changed',
				columns: { id: 'integer', code: 'text' },
				cursor: { column: 'code', missing: 'exclude' },
			};
			expect(await readSource(input(more), reading, range("ä'; drop table many; --", null))).toEqual([]);
		});

		test('what no column takes comes as a last field where it is asked for', async () => {
			const more = { table: 'many', columns: { id: 'integer' }, contract: { columns: 'evolve' }, drop: ['note'] };
			const rows = await readSource(input({ ...more, cursor: { column: 'id' } }), reading, range('25000', null));
			expect(rows).toEqual([['25000', '{"amount":"250.00","changed_at":"2026-01-01T06:56:40Z"}']]);
		});

		test('columns that no column takes are named in any case', async () => {
			const reader = await openSource(input({ table: 'many', columns: { id: 'integer' }, drop: ['note'] }), reading);
			expect(reader.undeclared()).toEqual(['amount', 'changed_at']);
			await reader.close();
		});

		test('a declared column that is not there is named beside those that are', async () => {
			const { message } = await failure({ table: 'many', columns: { Id: 'integer' } });
			expect(message).toBe('source orders: table many has no "Id" (it has id, amount, note, changed_at)');
			const doubled = await failure({ query: 'select 1 as a, 2 as a', columns: { a: 'integer' } });
			expect(doubled.message).toBe('source orders: the query has "a" more than once');
		});

		test('instants need a source in UTC', async () => {
			const { message, hint } = await failure({ ...MANY, zone: 'Europe/Berlin' });
			expect(message).toBe(
				"source orders: column changed_at is timestamptz, which is read in UTC, and the source's zone is Europe/Berlin",
			);
			expect(hint).toContain("declare zone: 'UTC'");
			expect((await failure({ ...MANY, zone: undefined })).message).toContain('the source declares no zone');
		});
	});

	describe('failures', () => {
		test('a wrong password, database, table or right is told, and that trying again is of no use', async () => {
			await server.run(
				"create user reader password 'a'",
				'create table locked (id int)',
				'grant select on many to reader',
			);
			const wrong = server.url().replace(/:[^:@]*@/, ':geheim@');
			const cases: [string, SourceError][] = [
				['password authentication failed', await failure(MANY, { CRM_URL: wrong })],
				[
					'database "nowhere" does not exist',
					await failure(MANY, { CRM_URL: server.url().replace(/crm$/, 'nowhere') }),
				],
				['relation "nowhere.many" does not exist', await failure({ ...MANY, table: 'nowhere.many' })],
				[
					'permission denied for table locked',
					await failure({ ...MANY, table: 'locked' }, { CRM_URL: `postgres://reader:a@127.0.0.1:${server.port}/crm` }),
				],
				['CRM_URL is not set', await failure(MANY, {})],
				['CRM_URL is no address of a database', await failure(MANY, { CRM_URL: 'mysql://a:geheim@b/c' })],
			];
			for (const [text, { message, retryable, hint }] of cases) {
				expect(message).toContain(text);
				expect(retryable).toBe(false);
				expect(hint).not.toBe('');
			}
		});

		test('a server that is not there may be there later', async () => {
			const { message, retryable } = await failure(MANY, { CRM_URL: 'postgres://a:geheim@127.0.0.1:1/crm' });
			expect(message).toBe('source orders: nobody listens there');
			expect(retryable).toBe(true);
		});

		test('a value that breaks the query is not told', async () => {
			const query = "select note::int as id from (values ('secret value')) as t (note)";
			const { message } = await failure({ query, columns: { id: 'integer' } });
			expect(message).toBe('source orders: the server refused with SQLSTATE 22P02');
		});

		test('a query cannot write', async () => {
			await server.run('create sequence counter');
			const { message } = await failure({ query: "select nextval('counter') as id", columns: { id: 'integer' } });
			expect(message).toBe('source orders: the query wants to write, and all is read without writing');
		});

		test('a statement that takes too long ends at the server, and may be tried again', async () => {
			const more = { query: 'select pg_sleep(50)::text as id, 1 as "patience"', columns: { id: 'text' } };
			const { retryable } = await failure({ ...more, timeouts: { statementSeconds: 0.5 } });
			expect(retryable).toBe(true);
			await expectIdle('patience');
		});

		/** Waits until the server does nothing any more with a word in it. */
		async function expectIdle(word: string): Promise<void> {
			await expect
				.poll(
					async () => {
						const { rows } = await server.run(
							`select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like '%${word}%'`,
						);
						return rows[0]?.[0];
					},
					// Sooner than the ten seconds after which the server by itself finds nobody waiting.
					{ timeout: 8_000 },
				)
				.toBe('0');
		}

		test('an aborted reading ends with the reason, at the server too', async () => {
			const stop = new AbortController();
			const query = 'select pg_sleep(50)::text as id, 2 as "endless"';
			const reader = await openSource(input({ query, columns: { id: 'text' } }), { ...reading, signal: stop.signal });
			const reason = new Error('stopped');
			const rows = rowsOf(reader);
			rows.catch(() => undefined);
			await expect
				.poll(
					async () => (await server.run("select query from pg_stat_activity where query like 'fetch%'")).rows.length,
					{
						timeout: 20_000,
					},
				)
				.toBeGreaterThan(0);
			stop.abort(reason);
			await expect(rows).rejects.toBe(reason);
			await reader.close();
			await expectIdle('fetch forward');
		});

		test('a certificate is checked by the authority that the config names', async () => {
			const folder = mkdtempSync(join(tmpdir(), 'kundig-tls-'));
			writeFileSync(join(folder, 'ca.pem'), readFileSync(server.certificate ?? ''));
			const env = { CRM_PASSWORD: POSTGRES_PASSWORD, CRM_URL: server.url() };
			const named = {
				url: undefined,
				host: 'localhost',
				port: server.port,
				database: 'crm',
				user: 'owner',
				passwordFrom: { env: 'CRM_PASSWORD' },
			};
			const query = { query: 'select ssl from pg_stat_ssl where pid = pg_backend_pid()', columns: { ssl: 'boolean' } };
			const sslOf = async (more: Record<string, unknown>): Promise<unknown> =>
				(await readSource(input({ ...query, ...more }), { env, configDir: folder }))[0]?.[0];
			expect(await sslOf({ ...named, tls: { ca: 'ca.pem' } })).toBe('true');
			expect(await sslOf({ tls: { verify: false } })).toBe('true');
			expect(await sslOf({})).toBe('false');
			const untrusted = await failure({ ...query, tls: true }, env);
			expect(untrusted.message).toContain('the certificate of the server is not trusted');
			// The certificate is one for localhost, and 127.0.0.1 is another name.
			const misnamed = await failure({ ...query, tls: { ca: 'ca.pem' } }, env, folder);
			expect(misnamed.message).toContain("IP: 127.0.0.1 is not in the cert's list");
			const gone = await failure({ ...query, tls: { ca: 'gone.pem' } }, env, folder);
			expect(gone.message).toBe('source orders: tls.ca: gone.pem cannot be read');
			rmSync(folder, { recursive: true });
		});
	});

	test('a server that dies in the middle breaks the reading, which may be tried again', async () => {
		const other = await startPostgres(programs ?? '', { isEncrypted: false });
		await other.run('create table many as select id from generate_series(1, 50000) as id');
		const more = input({ table: 'many', columns: { id: 'integer' } });
		const env = { CRM_URL: other.url() };
		expect((await failure({ ...MANY, tls: true }, env)).message).toBe(
			'source orders: the server does not encrypt connections',
		);
		const reader = await openSource(more, { env });
		let count = 0;
		const error: unknown = await (async () => {
			for await (const { rows } of reader.pages(null)) {
				if (count === 0) other.crash();
				count += rows.length;
			}
			return null;
		})().catch((thrown: unknown) => thrown);
		await reader.close();
		await other.stop();
		expect(error).toBeInstanceOf(SourceError);
		expect((error as SourceError).retryable).toBe(true);
		expect(count).toBeLessThan(50_000);
	});
});
