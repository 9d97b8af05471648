import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '#pipeline/config.ts';
import type { Config } from '#pipeline/config.ts';
import { hasMariadb, startMariadb } from '../../support/mariadb-server.ts';
import type { MariadbServer } from '../../support/mariadb-server.ts';
import { postgresPrograms, startPostgres } from '../../support/postgres-server.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import { listHandler, startStubApi } from '../../support/stub-api.ts';
import type { StubApi } from '../../support/stub-api.ts';
import { callMain } from './call-main.ts';
import type { Said } from './call-main.ts';

const programs = postgresPrograms();

/** Sources of every kind, added one after the other to one config, which one run then loads. */
describe.skipIf(programs === null || !hasMariadb())('a config that source add wrote', () => {
	let folder: string;
	let config: string;
	let postgres: PostgresServer;
	let mariadb: MariadbServer;
	let api: StubApi;

	const kundig = (...argv: readonly string[]): Promise<Said> =>
		callMain([...argv, '--config', config, '--data', join(folder, 'data')]);

	async function sourceNamed(name: string): Promise<Config['sources'][number]> {
		const found = (await loadConfig(config)).config.sources.find((source) => source.name === name);
		if (found === undefined) throw new Error(`no source ${name}`);
		return found;
	}

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'kundig-kinds-'));
		config = join(folder, 'kundig.config.ts');
		[postgres, mariadb] = await Promise.all([startPostgres(programs ?? ''), startMariadb()]);
		await postgres.run(
			`create table orders (
				order_id bigint primary key, customer_id bigint not null, ordered_at timestamptz not null,
				note varchar(50), updated_at timestamptz not null)`,
			`insert into orders select n, n % 3 + 1, timestamptz '2026-01-01 10:00:00+01' + n * interval '1 hour',
				null, timestamptz '2026-02-01 00:00:00.5Z' + n * interval '1 minute' from generate_series(1, 40) as n`,
			'create table other (a int)',
		);
		await mariadb.run(
			`create table order_lines (order_id int not null, line_no int not null, product_id varchar(10) not null,
				quantity int not null, unit_price decimal(10, 2) not null, primary key (order_id, line_no)) engine = InnoDB`,
			...Array.from(
				{ length: 40 },
				(_, index) => `insert into order_lines values (${index + 1}, 1, 'P${(index % 2) + 1}', 2, 9.90)`,
			),
		);
		const shop = new DatabaseSync(join(folder, 'shop.sqlite'));
		shop.exec(`create table customers (id integer primary key, name text, email text, country text);
			insert into customers values (1, 'Ada', 'ada@example.com', 'Austria'), (2, 'Bo', 'bo@example.com', 'Germany'),
				(3, 'Cy', 'cy@example.com', 'Germany')`);
		shop.close();
		const products = 'product_id,name,category\nP1,Tent,Shelter\nP2,Rope,Climbing\n';
		const tickets = Array.from({ length: 7 }, (_, index) => ({
			id: `T${index + 1}`,
			subject: `Where is order ${index + 1}?`,
			status: 'open',
			customer: { id: (index % 3) + 1 },
			opened_at: `2026-01-0${index + 1}T10:00:00Z`,
			updated_at: `2026-01-0${index + 1}T12:00:00${index % 2 === 0 ? '' : '.250'}Z`,
		}));
		const list = listHandler({ rows: () => tickets, by: 'cursor', size: 3 });
		api = await startStubApi((request, response) => {
			if (request.headers.authorization !== 'Bearer s3cret-token') return void response.writeHead(401).end();
			if (request.path === '/export/products.csv') return void response.end(products);
			return list(request, response);
		});
		vi.stubEnv('SHOP_TOKEN', 's3cret-token');
		vi.stubEnv('CRM_DATABASE_URL', undefined);
	}, 120_000);

	afterAll(async () => {
		vi.unstubAllEnvs();
		await Promise.all([postgres.stop(), mariadb.stop(), api.close()]);
		rmSync(folder, { recursive: true });
	});

	const asked = (): string[] => ['--header', 'Authorization: Bearer env:SHOP_TOKEN', '--allow', api.host];

	test('has a table of PostgreSQL with its types, key and cursor, and not its password', async () => {
		const company = ['--company', 'Firn', '--currency', 'EUR', '--zone', 'Europe/Vienna'];
		const which = await kundig('source', 'add', postgres.url(), '--yes', ...company);
		expect(which.code).toBe(1);
		expect(which.stderr).toMatch(
			/which of its 2 tables and views is to be read: public.orders, public.other.*--table/s,
		);
		const added = await kundig('source', 'add', postgres.url(), '--table', 'orders', '--yes', ...company);
		expect(added).toMatchObject({ code: 0 });
		expect(added.stdout).toMatch(/set CRM_DATABASE_URL where Kundig is started/);
		expect(added.stdout + added.stderr + readFileSync(config, 'utf8')).not.toMatch(/geheim/);
		expect(await sourceNamed('orders')).toMatchObject({
			type: 'postgres',
			url: { env: 'CRM_DATABASE_URL' },
			table: 'public.orders',
			zone: 'UTC',
			columns: {
				order_id: { type: 'integer', required: true },
				customer_id: 'integer',
				ordered_at: 'timestamp',
				note: 'text',
				updated_at: 'timestamp',
			},
			key: ['order_id'],
			disposition: 'merge',
			cursor: { column: 'updated_at', lag: 300, missing: 'quarantine' },
			entities: { orders: { order_id: 'order_id', customer_id: 'customer_id', ordered_at: 'ordered_at' } },
		});
	});

	test('has a table of MariaDB by the variable that already holds its address', async () => {
		vi.stubEnv('SHOP_DATABASE', mariadb.url());
		const added = await kundig('source', 'add', mariadb.url(), '--yes', '--name', 'lines');
		expect(added).toMatchObject({ code: 0 });
		expect(await sourceNamed('lines')).toMatchObject({
			type: 'mysql',
			url: { env: 'SHOP_DATABASE' },
			table: 'order_lines',
			columns: { unit_price: 'decimal', quantity: 'integer' },
			key: ['order_id', 'line_no'],
			disposition: 'replace',
		});
		expect(readFileSync(config, 'utf8')).not.toMatch(/geheim/);
	});

	test('has the one table of a SQLite file, beside the config', async () => {
		expect(await kundig('source', 'add', join(folder, 'shop.sqlite'), '--yes')).toMatchObject({ code: 0 });
		expect(await sourceNamed('customers')).toMatchObject({ type: 'sqlite', path: 'shop.sqlite', table: 'customers' });
	});

	test('has a file by its address, with the variable of its token', async () => {
		const added = await kundig('source', 'add', `${api.origin}/export/products.csv`, '--yes', ...asked());
		expect(added).toMatchObject({ code: 0 });
		expect(await sourceNamed('products')).toMatchObject({
			type: 'url',
			url: `${api.origin}/export/products.csv`,
			headers: { Authorization: { env: 'SHOP_TOKEN', prefix: 'Bearer ' } },
			allow: [api.host],
			key: ['product_id'],
			entities: { products: { product_id: 'product_id', name: 'name', category: 'category' } },
		});
	});

	test('has the rows of an API with where they are, how pages are turned, and the cursor', async () => {
		const added = await kundig('source', 'add', `${api.origin}/api/tickets`, '--yes', ...asked());
		expect(added).toMatchObject({ code: 0 });
		expect(await sourceNamed('tickets')).toMatchObject({
			type: 'rest',
			url: `${api.origin}/api/tickets`,
			rows: 'data.items',
			pages: { by: 'cursor', at: 'meta.next_cursor', param: 'cursor' },
			total: 'meta.total',
			zone: 'UTC',
			columns: { id: { type: 'text', required: true }, 'customer.id': 'text', updated_at: 'timestamp' },
			key: ['id'],
			disposition: 'merge',
			cursor: { column: 'updated_at', lag: 300 },
			entities: { tickets: { ticket_id: 'id', subject: 'subject', opened_at: 'opened_at' } },
		});
	});

	test('is loaded by a run, source by source, and every one can be checked', async () => {
		// What source add asked for: the variable that it named.
		vi.stubEnv('CRM_DATABASE_URL', postgres.url());
		for (const [name, rows] of Object.entries({ orders: 40, lines: 40, customers: 3, products: 2, tickets: 7 })) {
			const checked = await kundig('source', 'check', name, '--json');
			expect([name, checked.code, (JSON.parse(checked.stdout) as { rows: object }).rows]).toEqual([
				name,
				0,
				{ read: rows, loaded: rows, quarantined: 0 },
			]);
		}
		const run = await kundig('run', '--json');
		const { status, sources } = JSON.parse(run.stdout) as {
			status: string;
			sources: { name: string; loaded: number; quarantined: number }[];
		};
		expect(status).toBe('ok');
		expect(sources.map(({ name, loaded, quarantined }) => [name, loaded, quarantined])).toEqual([
			['orders', 40, 0],
			['lines', 40, 0],
			['customers', 3, 0],
			['products', 2, 0],
			['tickets', 7, 0],
		]);
		const sum = await kundig(
			'query',
			'select count(*), sum(amount_base)::varchar, min(ordered_at) from fct_order_lines',
			'--json',
		);
		// 40 lines of twice 9.90; the first order was at 11 o'clock of Vienna, which is 10 in UTC.
		expect(JSON.parse(sum.stdout)).toMatchObject({
			rows: [[40, expect.stringMatching(/^792(\.0+)?$/), '2026-01-01T10:00:00Z']],
		});
		await postgres.run("update orders set note = 'gift', updated_at = '2026-03-01T00:00:00Z' where order_id = 7");
		const again = JSON.parse((await kundig('run', '--json')).stdout) as typeof run & {
			sources: { name: string; loaded: number }[];
		};
		expect(again.sources.map(({ name, loaded }) => [name, loaded])).toEqual([
			['orders', 1],
			['lines', 0],
			['customers', 0],
			['products', 0],
			['tickets', 0],
		]);
	});
});
