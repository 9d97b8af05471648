import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askedDatabase } from '#pipeline/sources/look/asked-database.ts';
import { configuredSource } from '#pipeline/sources/look/configured-source.ts';
import { look } from '#pipeline/sources/look/look.ts';
import type { Answers, SourceProposal } from '#pipeline/sources/look/proposal.ts';
import { hasMariadb, startMariadb } from '../../../support/mariadb-server.ts';
import type { MariadbServer } from '../../../support/mariadb-server.ts';
import { postgresPrograms, startPostgres } from '../../../support/postgres-server.ts';
import type { PostgresServer } from '../../../support/postgres-server.ts';
import { lookFolder, typesOf } from './look-folder.ts';

const programs = postgresPrograms();

function columnNamed({ columns }: SourceProposal, name: string): SourceProposal['columns'][number] | undefined {
	return columns.find((column) => column.name === name);
}

describe('SQLite', () => {
	function database(...statements: readonly string[]): string {
		const path = join(lookFolder(), 'shop.db');
		const opened = new DatabaseSync(path);
		for (const statement of statements) opened.exec(statement);
		opened.close();
		return path;
	}

	test('with several tables asks which, and takes the answer', async () => {
		const path = database(
			'create table orders (id integer primary key, total real)',
			'create view "big orders" as select * from orders where total > 100',
			'create table "a.b" (x text)',
		);
		const proposal = await look(path);
		expect(proposal).toMatchObject({
			columns: [],
			questions: [
				{
					id: 'table',
					suggested: null,
					options: [
						{ value: '"a.b"', label: 'a table' },
						{ value: 'big orders', label: 'a view' },
						{ value: 'orders', label: 'a table' },
					],
				},
			],
		});
		expect((await look(path, { answers: { table: '"a.b"' } })).origin).toEqual({
			type: 'sqlite',
			path,
			table: '"a.b"',
		});
		await expect(look(path, { answers: { table: 'order' } })).rejects.toThrow(
			/no table named "order" \(expected "a\.b", big orders, orders\)/,
		);
	});

	test('tells types by values, for any column holds anything, and the key by the table', async () => {
		const path = database(
			'create table visits (place text, day text, guests any, seen text, total real, primary key (day, place))',
			`insert into visits values ('X', '31.12.2025', 3, '2025-12-31 10:00:00', 7), ('Y', '13.01.2026', 4, null, 8)`,
		);
		const proposal = await look(`sqlite:${path}`, { answers: { entity: 'none' } });
		expect(proposal).toMatchObject({
			name: 'visits',
			rows: 2,
			isWhole: true,
			key: ['day', 'place'],
			keyEvidence: 'the primary key of the table',
			format: { dateFormat: '%d.%m.%Y' },
		});
		expect(typesOf(proposal)).toEqual({
			place: 'text',
			day: 'date',
			guests: 'integer',
			seen: 'timestamp',
			// Whole so far, of a type that may have fractions.
			total: 'decimal',
		});
	});

	test('that lacks a time of change in some rows loads these as well', async () => {
		const path = database(
			'create table items (id integer primary key, updated_at text)',
			`insert into items values (1, '2026-01-01 10:00:00'), (2, null)`,
		);
		expect((await look(path)).cursor).toEqual({ column: 'updated_at', lag: 300, missing: 'include' });
	});

	test('of more rows than are looked at is told so, and what it could be read on by', async () => {
		const path = database(
			'create table events (id integer primary key, kind text)',
			`with recursive n(i) as (select 1 union all select i + 1 from n where i < 10001)
			insert into events select i, 'click' from n`,
		);
		const proposal = await look(path, { answers: { entity: 'none' } });
		expect(proposal).toMatchObject({ rows: 10_000, isWhole: false, disposition: 'replace' });
		expect(proposal).not.toHaveProperty('cursor');
		expect(proposal.problems.join()).toMatch(/all rows are read each time.*--cursor id/);
	});

	test('sales without a key are not mapped by a line that they do not have', async () => {
		const path = database(
			'create table sales (order_id integer, customer_id integer, ordered_at text, quantity integer, unit_price real)',
			`insert into sales values (1, 1, '2026-01-01', 2, 9.9), (1, 1, '2026-01-01', 2, 9.9)`,
		);
		const proposal = await look(path);
		expect(proposal.entities.map(({ entity }) => entity)).not.toContain('order_lines');
		expect(proposal.problems.join()).toMatch(/no column tells its rows apart/);
	});

	test('without a row is what its names say', async () => {
		const proposal = await look(database('create table customers (id integer primary key, email text, name text)'));
		expect(proposal).toMatchObject({ rows: 0, key: ['id'], entities: [{ entity: 'customers' }] });
		expect(proposal.problems).toContain('it has no row yet: what no type of the database says could not be told');
	});

	test('that is no database, or has no table, says so', async () => {
		await expect(look(database())).rejects.toThrow(/has no table that may be read/);
		await expect(look('/nowhere/shop.sqlite')).rejects.toThrow(/the file cannot be opened/);
	});
});

/** Tables that both servers have, by what their columns are called there. */
async function lookAt(url: string, table: string, answers: Answers = {}): Promise<SourceProposal> {
	return look('env:TEST_DATABASE', { env: { TEST_DATABASE: url }, answers: { entity: 'none', table, ...answers } });
}

describe.skipIf(programs === null)('PostgreSQL', () => {
	let server: PostgresServer;

	beforeAll(async () => {
		server = await startPostgres(programs ?? '');
		await server.run(
			'create schema sales',
			`create table sales.orders (
				day date not null, number int not null, code varchar(10), amount numeric(12, 2), share double precision,
				is_paid boolean, ordered_at timestamptz, local_at timestamp, written varchar(12), tags text[],
				customer_number numeric(10, 0), primary key (number, day))`,
			// Values by which types would be told wrong: whole amounts, digits alone, a share of 1.
			`insert into sales.orders select date '2026-01-01' + n, n, '00' || n, n, 1, n % 2 = 0,
				timestamptz '2026-01-01Z' + n * interval '1 day' + (n % 2) * interval '0.25 s', '2026-01-01', '0' || n % 9 + 1 || '.01.2026',
				array['a'], n from generate_series(1, 20) as n`,
			'create table public.orders (id int primary key)',
			'create materialized view sales.totals as select 1 as total',
			'create role reader login password $$geheim/ & "sehr"$$',
			'grant usage on schema sales to reader',
			'grant select on sales.orders to reader',
		);
	}, 120_000);

	afterAll(() => server.stop());

	test('says the types, whatever values look like', async () => {
		const proposal = await lookAt(server.url(), 'sales.orders');
		expect(typesOf(proposal)).toEqual({
			day: 'date',
			number: 'integer',
			code: 'text',
			amount: 'decimal',
			share: 'float',
			is_paid: 'boolean',
			ordered_at: 'timestamp',
			local_at: 'timestamp',
			written: 'text',
			tags: 'text',
			// An id of decimals is text, so that it is written as elsewhere: 7 and not 7.000000.
			customer_number: 'text',
		});
		expect(proposal).toMatchObject({ zone: 'UTC', format: {}, key: ['number', 'day'], questions: [] });
		expect(columnNamed(proposal, 'amount')?.evidence).toBe('it is numeric there');
		expect(proposal.problems.join()).toMatch(/local_at: without a zone, and read as UTC/);
		// A text that is written as German days stays text, and the mapping reads it.
		expect(columnNamed(proposal, 'written')?.reading).toMatchObject({ type: 'date' });
	});

	test('lists what its user may read, and tells tables of one name apart', async () => {
		const options = async (user?: string): Promise<string[]> => {
			const { questions } = await look(server.url(user));
			return questions[0]?.options.map(({ value }) => value) ?? [];
		};
		expect(await options()).toEqual(['public.orders', 'sales.orders', 'sales.totals']);
		const own = await look(server.url('reader'), { answers: { entity: 'none' } });
		expect(own.origin).toMatchObject({ table: 'sales.orders' });
		await expect(lookAt(server.url(), 'orders')).rejects.toThrow(
			/2 tables named "orders" \(expected public\.orders, sales\.orders\)/,
		);
	});

	test('that does not let in is told without the password', async () => {
		const wrong = server.url().replace('geheim', 'ge-heimlich');
		const failure = await look(wrong).catch((cause: unknown) => cause);
		expect(failure).toHaveProperty('message', expect.stringMatching(/^source added: .*password/));
		expect(failure).toHaveProperty('message', expect.not.stringMatching(/heimlich/));
		await expect(look('env:NO_SUCH', { env: {} })).rejects.toThrow('the environment variable NO_SUCH is not set');
	});
});

describe.skipIf(!hasMariadb())('MariaDB', () => {
	let server: MariadbServer;

	beforeAll(async () => {
		server = await startMariadb();
		await server.run(
			`create table \`Kunden Liste\` (
				mandant int not null, kunde varchar(10) not null, umsatz decimal(12, 2), faktor double, aktiv tinyint(1), seit date,
				angelegt datetime, geaendert timestamp null, primary key (kunde, mandant)) engine = InnoDB`,
			`insert into \`Kunden Liste\` values (1, 'K1', 10, 1, 0, '2026-01-01', '2026-01-01 10:00:00', '2026-01-01 10:00:00'),
				(1, 'K2', 20, 2, 1, '2026-01-02', '2026-01-01 10:00:00.5', null)`,
			'create view germans as select kunde from `Kunden Liste`',
		);
	}, 120_000);

	afterAll(() => server.stop());

	test('says types and key, and what a cursor has to mind', async () => {
		const proposal = await lookAt(server.url(), 'Kunden Liste');
		expect(typesOf(proposal)).toEqual({
			mandant: 'integer',
			kunde: 'text',
			umsatz: 'decimal',
			faktor: 'float',
			aktiv: 'boolean',
			seit: 'date',
			angelegt: 'timestamp',
			geaendert: 'timestamp',
		});
		expect(proposal.key).toEqual(['kunde', 'mandant']);
		expect(configuredSource(proposal, String)).toMatchObject({
			name: 'kunden_liste',
			type: 'mysql',
			url: { env: 'TEST_DATABASE' },
			table: 'Kunden Liste',
			zone: 'UTC',
			disposition: 'merge',
			cursor: { column: 'geaendert', lag: 300, missing: 'include' },
		});
	});

	test('lists tables and views', async () => {
		const { questions } = await look(server.url());
		expect(questions[0]?.options.map(({ value }) => value)).toEqual(['germans', 'Kunden Liste']);
		expect(questions[0]?.options[0]?.label).toBe('a view');
		const view = await lookAt(server.url(), 'germans');
		expect(view.keyEvidence).not.toMatch(/primary key/);
	});
});

describe('an address of a database in a config', () => {
	const asked = (reference: string, env = {}): unknown => askedDatabase(reference, 'shown', env).origin;

	test.each([
		['postgres://ada:geheim@db.example:5433/shop', {}, { type: 'postgres', url: { env: 'SHOP_DATABASE_URL' } }],
		[
			'postgresql://ada@db.example:5433/shop?sslmode=disable',
			{},
			{ type: 'postgres', host: 'db.example', port: 5433, database: 'shop', user: 'ada', tls: false },
		],
		[
			'mariadb://ada:env:SHOP_PASSWORD@db.example/shop',
			{ SHOP_PASSWORD: 'geheim' },
			{ type: 'mysql', host: 'db.example', database: 'shop', user: 'ada', passwordFrom: { env: 'SHOP_PASSWORD' } },
		],
		[
			'postgres://ada@/shop?host=/var/run/postgresql',
			{},
			{ type: 'postgres', host: '/var/run/postgresql', database: 'shop', user: 'ada' },
		],
		[
			'postgres://ada:geheim@db.example/shop',
			{ MAIN_DB: 'postgres://ada:geheim@db.example/shop' },
			{ type: 'postgres', url: { env: 'MAIN_DB' } },
		],
		['env:MAIN_DB', { MAIN_DB: 'mysql://ada:geheim@db/shop' }, { type: 'mysql', url: { env: 'MAIN_DB' } }],
		['sqlite:data/shop', {}, { type: 'sqlite', path: 'data/shop' }],
		['sqlite:///data/shop', {}, { type: 'sqlite', path: '/data/shop' }],
	])('%s', (reference, env, origin) => {
		expect(asked(reference, env)).toEqual(origin);
	});

	test.each(['postgres://db.example/shop', 'mysql://ada:geheim@db.example', 'postgres://ada:ge/heim@db.example/shop'])(
		'%s lacks something, and the sentence has no password in it',
		(reference) => {
			expect(() => asked(reference)).toThrow('shown is no address of a database');
		},
	);
});
