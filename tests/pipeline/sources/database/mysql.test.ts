import { basename, dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceError } from '#pipeline/errors.ts';
import type { RowReading } from '#pipeline/sources/row-source.ts';
import { hasMariadb, startMariadb } from '../../../support/mariadb-server.ts';
import type { MariadbServer } from '../../../support/mariadb-server.ts';
import { heapOf, openSource, range, readSource, rowsOf, typedRows } from './database-reading.ts';
import type { SourceInput } from './database-reading.ts';

/** Values that a careless reader changes, by the type of their column. */
const HARD_VALUES: readonly (readonly [type: string, sql: string, text: string | null])[] = [
	['tinyint(1)', '1', '1'],
	['boolean', 'false', '0'],
	['bit(1)', "b'1'", '1'],
	['bit(64)', "b'1000000000000000000000000000000000000000000000000000000000000001'", '9223372036854775809'],
	['bigint', '9007199254740993', '9007199254740993'],
	['bigint unsigned', '18446744073709551615', '18446744073709551615'],
	['decimal(38,10)', '1234567890123456789012345678.0123456789', '1234567890123456789012345678.0123456789'],
	['decimal(6,2)', '5', '5.00'],
	['double', '0.1', '0.1'],
	['double', '1e300', '1e300'],
	['float', '123456.78', '123456.78125'],
	['float', '16777215', '16777215'],
	['int(6) zerofill', '42', '000042'],
	['year', '2026', '2026'],
	['date', "'2026-01-31'", '2026-01-31'],
	['date', "'0000-00-00'", '0000-00-00'],
	['date', "'2026-02-00'", '2026-02-00'],
	['datetime(6)', "'2026-03-29 02:30:00.123456'", '2026-03-29 02:30:00.123456'],
	['datetime', "'0000-00-00 00:00:00'", '0000-00-00 00:00:00'],
	['timestamp null', "'2026-01-31 12:00:00'", '2026-01-31T06:15:00Z'],
	['timestamp(3) null', "'2026-01-31 12:00:00.5'", '2026-01-31T06:15:00.500Z'],
	['timestamp null', "'0000-00-00 00:00:00'", '0000-00-00 00:00:00'],
	['timestamp null', 'null', null],
	['time', "'-838:59:59'", '-838:59:59'],
	['text', String.raw`'it''s "quoted", with \\ and ;'`, String.raw`it's "quoted", with \ and ;`],
	['text', String.raw`'two\nlines\r\n\tand a tab'`, 'two\nlines\r\n\tand a tab'],
	['text', "'Grüße 😀 👩‍🚒 ﷽'", 'Grüße 😀 👩‍🚒 ﷽'],
	['varchar(20) character set latin1', "'Größe'", 'Größe'],
	['text', "''", ''],
	['varchar(20)', "'  blanks  '", '  blanks  '],
	['char(10)', "'DE'", 'DE'],
	['blob', "x'00ff10'", '00ff10'],
	['binary(4)', "x'00ff'", '00ff0000'],
	['varbinary(9)', "'abc'", '616263'],
	['json', `'{"n": 1.10, "n2": 12345678901234567890}'`, '{"n": 1.10, "n2": 12345678901234567890}'],
	["enum('gut','sehr gut')", "'sehr gut'", 'sehr gut'],
	["set('a','b')", "'a,b'", 'a,b'],
	['uuid', "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
	['inet6', "'2001:db8::ff00:42:8329'", '2001:db8::ff00:42:8329'],
	['point', "st_geomfromtext('POINT(1 1)')", '000000000101000000000000000000f03f000000000000f03f'],
];

describe.skipIf(!hasMariadb())('a source of MySQL', () => {
	let server: MariadbServer;
	let reading: Partial<RowReading>;

	beforeAll(async () => {
		server = await startMariadb();
		reading = { env: { CRM_URL: server.url() } };
		await server.run(
			"set time_zone = '+00:00'",
			'create table many (id bigint primary key, amount decimal(12,2), note varchar(40), changed_at timestamp null)',
			`insert into many select seq, seq / 100, concat('note ', seq), timestamp'2026-01-01 00:00:00' + interval seq second
				from seq_1_to_25000`,
			`create table changed (id int primary key, code varchar(9) collate utf8mb4_german2_ci, changed_at datetime(6),
				day date, rate float, big bigint)`,
			`insert into changed values
				(1, 'B', '2026-01-01 10:00', '2026-01-01', 0.7, 9007199254740992),
				(2, 'a', '2026-01-02 10:00', '2026-01-02', 0.8, 9007199254740993),
				(3, 'C', null, null, null, null),
				(4, '', '2026-01-04 10:00:00.123456', '2026-01-04', 0.9, 9007199254740994),
				(5, 'ä', '2026-01-05 10:00', '2026-01-05', 1.0, 9007199254740995)`,
		);
	});
	afterAll(async () => {
		await server.stop();
	});

	function input(more: Record<string, unknown>): SourceInput {
		return { type: 'mysql', url: { env: 'CRM_URL' }, zone: 'UTC', ...more };
	}

	test('every value comes as the server says it', async () => {
		await server.run(
			`create table hard (${HARD_VALUES.map(([type], index) => `c${index} ${type}`).join(', ')})`,
			`insert into hard values (${HARD_VALUES.map(([, sql]) => sql).join(', ')})`,
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
	): Promise<SourceError> {
		const error: unknown = await readSource(input(more), { env }).then(
			() => null,
			(thrown: unknown) => thrown,
		);
		if (!(error instanceof SourceError)) throw new Error('no SourceError', { cause: error });
		expect(JSON.stringify([error.message, error.hint, String(error.cause)])).not.toContain('geheim');
		return error;
	}

	/** Waits until the server does, or does not do any more, something with a word in it. */
	async function expectBusy(word: string, isBusy: boolean): Promise<void> {
		await expect
			.poll(
				async () => {
					const rows = await server.run(
						`select count(*) from information_schema.processlist
							where id <> connection_id() and info like '%${word}%'`,
					);
					return Number(rows[0]?.[0]) > 0;
				},
				{ timeout: 20_000 },
			)
			.toBe(isBusy);
	}

	const MANY = { table: 'many', columns: { id: 'integer', changed_at: 'timestamp' } };
	const ALL_IDS = Array.from({ length: 25_000 }, (_, index) => String(index + 1));

	test('values are those that the declared types mean, and a time of zeros is set aside', async () => {
		await server.run(
			"set time_zone = '+00:00'",
			'create table typed (id bigint, price decimal(12,4), gift tinyint(1), flag bit(1), day date, at timestamp(6) null)',
			"insert into typed values (9007199254740991, 12.5, 1, b'0', '2026-01-31', '2026-01-31 12:00:00.123456')",
			"insert into typed values (2, 0, 0, b'1', '0000-00-00', null)",
		);
		const columns = { id: 'integer', price: 'decimal', gift: 'boolean', flag: 'boolean', day: 'date', at: 'timestamp' };
		const { rows, wrong } = await typedRows(input({ table: 'typed', columns }), reading);
		expect(rows).toEqual([
			['9007199254740991', '12.500000', 'true', 'false', '2026-01-31', '2026-01-31 12:00:00.123456'],
		]);
		expect(wrong).toEqual([expect.stringContaining('day is "0000-00-00"')]);
	});

	describe('paging', () => {
		test('a big table comes in pages in the order of the cursor, each row once', async () => {
			const reader = await openSource(input({ ...MANY, cursor: { column: 'changed_at' } }), reading);
			const ids: unknown[] = [];
			const sizes: number[] = [];
			for await (const { rows } of reader.pages(null)) {
				sizes.push(rows.length);
				ids.push(...rows.map(([id]) => id));
			}
			await reader.close();
			expect(reader.isOrdered).toBe(true);
			expect(sizes).toEqual([10_000, 10_000, 5_000]);
			expect(ids).toEqual(ALL_IDS);
		});

		test('no more than a few pages are held at a time, however slowly they are taken', async () => {
			await server.run(
				'create table heap (id int, note varchar(60))',
				"insert into heap select seq, concat('a text of some length, number ', seq) from seq_1_to_300000",
			);
			const reader = await openSource(input({ table: 'heap', columns: { id: 'integer', note: 'text' } }), reading);
			const most = await heapOf(reader, 300_000);
			await reader.close();
			// All rows at once take some 50 MB.
			expect(most).toBeLessThan(15 << 20);
		});

		test('rows that come while a range is read are for the next reading', async () => {
			await server.run('create table growing (id int)', 'insert into growing select seq from seq_1_to_40000');
			const reader = await openSource(input({ table: 'growing', columns: { id: 'integer' } }), reading);
			let count = 0;
			for await (const { rows } of reader.pages(null)) {
				if (count === 0) await server.run('insert into growing values (0)', 'delete from growing where id > 10000');
				count += rows.length;
			}
			expect(count).toBe(40_000);
			expect(await rowsOf(reader)).toHaveLength(10_001);
			await reader.close();
		});

		test('a row that changes while a range is read is there once', async () => {
			await server.run(
				'create table changing (id int, changed_at datetime)',
				"insert into changing select seq, '2026-01-01' from seq_1_to_40000",
			);
			const columns = { id: 'integer', changed_at: 'timestamp' };
			const reader = await openSource(input({ table: 'changing', columns, cursor: { column: 'changed_at' } }), reading);
			const ids: unknown[] = [];
			for await (const { rows } of reader.pages(null)) {
				if (ids.length === 0) await server.run('update changing set changed_at = null where id < 100');
				ids.push(...rows.map(([id]) => id));
			}
			await reader.close();
			expect(ids).toHaveLength(40_000);
			expect(new Set(ids).size).toBe(40_000);
		});

		test('a reading that is left early lets the reader be asked again', async () => {
			const reader = await openSource(input({ table: 'heap', columns: { id: 'integer' } }), reading);
			for await (const page of reader.pages(null)) if (page.rows.length > 0) break;
			expect(await rowsOf(reader)).toHaveLength(300_000);
			await reader.close();
		});

		test('a limit that the server has for everybody cuts nothing off', async () => {
			await server.run('set global sql_select_limit = 100');
			const rows = await readSource(input(MANY), reading);
			await server.run('set global sql_select_limit = default');
			expect(rows).toHaveLength(25_000);
		});
	});

	describe('a range', () => {
		async function idsOf(cursor: Record<string, unknown>, from: string | null, to: string | null): Promise<unknown[]> {
			const columns = {
				id: 'integer',
				code: 'text',
				changed_at: 'timestamp',
				day: 'date',
				rate: 'float',
				big: 'integer',
			};
			const more = { table: 'changed', columns, key: ['id'], cursor };
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
		});

		test('rows without a value are left out when they are to be', async () => {
			expect(await idsOf({ column: 'day', missing: 'exclude' }, null, null)).toEqual(['1', '2', '4', '5']);
		});

		test('numbers are compared by every digit', async () => {
			expect(await idsOf({ column: 'big', missing: 'exclude' }, '9007199254740993', null)).toEqual(['2', '4', '5']);
			expect(await idsOf({ column: 'rate' }, '0.699999988079071', '0.8999999761581421')).toEqual(['1', '2', '3']);
		});

		test('texts are compared by their characters, whatever the order of the column', async () => {
			expect(await idsOf({ column: 'code' }, null, null)).toEqual(['1', '3', '2', '5', '4']);
			expect(await idsOf({ column: 'code' }, 'C', 'b')).toEqual(['3', '2', '4']);
			expect(await idsOf({ column: 'code', missing: 'exclude' }, "ä' or 1=1 -- \\", null)).toEqual([]);
		});

		test('instants are compared in UTC whatever the zone of the server', async () => {
			const more = { ...MANY, cursor: { column: 'changed_at' } };
			expect(await readSource(input(more), reading, range('2026-01-01 06:56:39', null))).toEqual([
				['24999', '2026-01-01T06:56:39Z'],
				['25000', '2026-01-01T06:56:40Z'],
			]);
		});

		test('the rows of a range are counted', async () => {
			const reader = await openSource(input({ ...MANY, cursor: { column: 'id' } }), reading);
			expect(await reader.count?.(range('24000', '24990'))).toBe(990);
			expect(await reader.count?.(null)).toBe(25_000);
			await reader.close();
		});

		test('a cursor that compares in another way than declared is refused', async () => {
			const { message } = await failure({ ...MANY, columns: { note: 'integer' }, cursor: { column: 'note' } });
			expect(message).toBe(
				'source orders: the cursor note is varchar at the server and declared as integer (expected text)',
			);
		});
	});

	describe('names, queries and columns', () => {
		test('a query of one’s own is read as a table', async () => {
			const query =
				"with big as (select * from many where id > 24998) select id * 2 as twice, ';' as mark from big; # so";
			const rows = await readSource(input({ query, columns: { mark: 'text', twice: 'integer' } }), reading);
			expect(rows).toEqual([
				[';', '49998'],
				[';', '50000'],
			]);
		});

		test('a name with quotes, dots and semicolons is that name and nothing else', async () => {
			await server.run(
				'create table `weird``"name; drop table many` (`x``; --` varchar(9), `ÄÖ` int)',
				'insert into `weird``"name; drop table many` values (1, 2)',
			);
			const table = 'crm.`weird``"name; drop table many`';
			const more = { table, columns: { ÄÖ: 'integer', 'x`; --': 'text' }, key: ['x`; --'], cursor: { column: 'ÄÖ' } };
			expect(await readSource(input(more), reading)).toEqual([['2', '1']]);
		});

		test('what no column takes comes as a last field where it is asked for, and is named', async () => {
			const more = { table: 'many', columns: { id: 'integer' }, contract: { columns: 'evolve' }, drop: ['note'] };
			const reader = await openSource(input({ ...more, cursor: { column: 'id' } }), reading);
			expect(await rowsOf(reader, range('25000', null))).toEqual([
				['25000', '{"amount":"250.00","changed_at":"2026-01-01T06:56:40Z"}'],
			]);
			expect(reader.undeclared()).toEqual(['amount', 'changed_at']);
			await reader.close();
		});

		test('a declared column that is not there is named beside those that are', async () => {
			const { message } = await failure({ table: 'many', columns: { Id: 'integer' } });
			expect(message).toBe('source orders: table many has no "Id" (it has id, amount, note, changed_at)');
		});

		test('instants need a source in UTC, times without a zone do not', async () => {
			const { message } = await failure({ ...MANY, zone: 'Europe/Berlin' });
			expect(message).toContain(
				"column changed_at is timestamp, which is read in UTC, and the source's zone is Europe",
			);
			const local = { table: 'changed', columns: { changed_at: 'timestamp' }, zone: 'Europe/Berlin' };
			expect((await readSource(input(local), reading))[0]).toEqual(['2026-01-01 10:00:00.000000']);
		});
	});

	describe('failures', () => {
		test('a wrong password, database, table or right is told, and that trying again is of no use', async () => {
			await server.run(
				"create user reader@'127.0.0.1' identified by 'a'",
				"grant select on crm.many to reader@'127.0.0.1'",
			);
			const asReader = { CRM_URL: `mysql://reader:a@127.0.0.1:${server.port}/crm` };
			const wrong = server.url().replace(/:[^:@]*@/, ':geheim@');
			const cases: [string, SourceError][] = [
				['Access denied for user', await failure(MANY, { CRM_URL: wrong })],
				["Unknown database 'nowhere'", await failure(MANY, { CRM_URL: server.url().replace(/crm$/, 'nowhere') })],
				["Table 'crm.nowhere' doesn't exist", await failure({ ...MANY, table: 'nowhere' })],
				['SELECT command denied', await failure({ ...MANY, table: 'changed' }, asReader)],
				['does not understand the query', await failure({ query: 'select from', columns: { id: 'integer' } })],
			];
			for (const [text, { message, retryable, hint }] of cases) {
				expect(message).toContain(text);
				expect(retryable).toBe(false);
				expect(hint).not.toBe('');
			}
			expect(await readSource(input(MANY), { env: asReader })).toHaveLength(25_000);
		});

		test('a certificate is checked by the authority that the config names', async () => {
			const query = {
				query:
					"select variable_value as cipher from information_schema.session_status where variable_name = 'ssl_cipher'",
			};
			const configDir = dirname(server.certificate);
			const ca = basename(server.certificate);
			const cipherOf = async (more: Record<string, unknown>, address: string): Promise<unknown> => {
				const source = input({ ...query, columns: { cipher: 'text' }, ...more });
				return (await readSource(source, { env: { CRM_URL: address }, configDir }))[0]?.[0];
			};
			const localhost = server.url().replace('127.0.0.1', 'localhost');
			expect(await cipherOf({ tls: { ca } }, localhost)).toMatch(/^TLS_/);
			expect(await cipherOf({ tls: { verify: false } }, server.url())).toMatch(/^TLS_/);
			expect(await cipherOf({}, server.url())).toBe('');
			const untrusted = await failure({ ...MANY, tls: true }, { CRM_URL: localhost });
			expect(untrusted.message).toContain('the certificate of the server is not trusted: self-signed certificate');
			expect(untrusted.retryable).toBe(false);
			const digits = await failure({ ...MANY, tls: { verify: true } });
			expect(digits.message).toBe(
				"source orders: a certificate is checked by the server's name, and 127.0.0.1 is an address of digits",
			);
		});

		test('a server that is not there may be there later', async () => {
			const { message, retryable } = await failure(MANY, { CRM_URL: 'mysql://a:geheim@127.0.0.1:1/crm' });
			expect(message).toBe('source orders: nobody listens there');
			expect(retryable).toBe(true);
		});

		test('a query cannot write', async () => {
			await server.run('create sequence counter');
			const { message } = await failure({ query: 'select nextval(counter) as id', columns: { id: 'integer' } });
			expect(message).toBe('source orders: the query wants to write, and all is read without writing');
		});

		test('a statement that takes too long ends at the server, and may be tried again', async () => {
			const query = "select sleep(50) as id, 'patience' as word from many";
			const error = await failure({ query, columns: { id: 'text' }, timeouts: { statementSeconds: 0.5 } });
			expect(error.message).toBe('source orders: the server gave no answer within 0.5 s');
			expect(error.retryable).toBe(true);
			await expectBusy('patience', false);
		});

		test('an aborted reading ends with the reason, at the server too', async () => {
			const stop = new AbortController();
			const query = "select sleep(50) as id, 'endless' as word from many";
			const reader = await openSource(input({ query, columns: { id: 'text' } }), { ...reading, signal: stop.signal });
			const reason = new Error('stopped');
			const rows = rowsOf(reader);
			rows.catch(() => undefined);
			await expectBusy('endless', true);
			stop.abort(reason);
			await expect(rows).rejects.toBe(reason);
			await reader.close();
			await expectBusy('endless', false);
		});
	});

	test('a server that dies in the middle breaks the reading, which may be tried again', async () => {
		const reader = await openSource(input({ table: 'heap', columns: { id: 'integer', note: 'text' } }), reading);
		let count = 0;
		const error: unknown = await (async () => {
			for await (const { rows } of reader.pages(null)) {
				if (count === 0) server.crash();
				count += rows.length;
			}
			return null;
		})().catch((thrown: unknown) => thrown);
		await reader.close();
		expect(error).toBeInstanceOf(SourceError);
		expect((error as SourceError).retryable).toBe(true);
		expect(count).toBeLessThan(300_000);
	});
});
