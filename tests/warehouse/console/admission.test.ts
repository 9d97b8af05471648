import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admitQuery } from '#warehouse/console/admission.ts';
import { openLocked } from '#warehouse/console/lock.ts';
import type { Connection } from '#warehouse/database.ts';
import { QueryError } from '#warehouse/query.ts';
import { makeSnapshot } from './marts-file.ts';

let folder: string;
let db: Connection;

beforeAll(async () => {
	const snapshot = await makeSnapshot();
	folder = snapshot.folder;
	db = await openLocked(snapshot.marts, '256MB');
});

afterAll(() => {
	db.closeSync();
	rmSync(folder, { recursive: true });
});

describe('admits', () => {
	test.each([
		'select * from fct_orders',
		'select * from fct_orders;',
		'-- a comment\nselect 1 -- and another',
		'from FCT_ORDERS',
		'select count(*) from marts.main.fct_orders',
		'select sum(net_base) over (order by ordered_at) from main.fct_orders qualify row_number() over () < 3',
		'with totals as (select sum(net_base) as total from fct_orders) select total from totals',
		'with recursive days as (select 1 as day union all select day + 1 from days where day < 9) from days',
		'(select 1) union all (select 2)',
		'values (1), (2)',
		'select * from range(3), unnest([1, 2]) as t(x)',
		"select list_transform([1, 2], x -> x + 1), repeat('=', 10), regexp_replace('a', 'b', 'c')",
		'describe fct_orders',
		'summarize fct_orders',
		'show tables',
		'select column_name from information_schema.columns',
		'explain select * from fct_orders',
		'/* plan */ explain analyze select * from fct_orders',
	])('%s', async (query) => {
		await expect(admitQuery(db, query)).resolves.toBeUndefined();
	});
});

describe('refuses', () => {
	test.each([
		['', 'exactly one statement is wanted, received 0'],
		['-- nothing', 'received 0'],
		['select 1; select 2', 'exactly one statement is wanted, received 2'],
		['select 1; drop table fct_orders', 'only SELECT and EXPLAIN'],
		['insert into fct_orders values (1)', 'only SELECT and EXPLAIN'],
		['create temp table t as select 1', 'only SELECT and EXPLAIN'],
		['create macro f() as 1', 'only SELECT and EXPLAIN'],
		["copy fct_orders to 'x.csv'", 'only SELECT and EXPLAIN'],
		["attach 'x.duckdb'", 'only SELECT and EXPLAIN'],
		['pragma table_info(fct_orders)', 'only SELECT and EXPLAIN'],
		['call enable_logging()', 'only SELECT and EXPLAIN'],
		['set search_path = main', 'only SELECT and EXPLAIN'],
		['set variable a = 1', 'only SELECT and EXPLAIN'],
		['begin', 'only SELECT and EXPLAIN'],
		['prepare p as select 1', 'only SELECT and EXPLAIN'],
		['explain insert into fct_orders values (1)', 'only SELECT and EXPLAIN'],
		['explain select 1; select 2', 'exactly one statement'],
		['explain from duckdb_settings()', 'function "duckdb_settings"'],
		['from enable_logging()', 'function "enable_logging"'],
		["select * from read_blob('/etc/passwd')", 'function "read_blob"'],
		["select * from read_csv(['/etc/passwd'])", 'function "read_csv"'],
		["select * from glob('/*')", 'function "glob"'],
		["select * from query('select 1')", 'function "query"'],
		["select * from query_table('fct_orders')", 'function "query_table"'],
		['from checkpoint()', 'function "checkpoint"'],
		['from duckdb_secrets()', 'function "duckdb_secrets"'],
		['select 1 where exists (from duckdb_databases())', 'function "duckdb_databases"'],
		['select (select count(*) from pragma_database_size())', 'function "pragma_database_size"'],
		['from range((select count(*) from duckdb_databases()))', 'function "duckdb_databases"'],
		['summarize from duckdb_settings()', 'function "duckdb_settings"'],
		["select current_setting('temp_directory')", 'function "current_setting"'],
		["select max(getvariable('a')) over ()", 'function "getvariable"'],
		["select write_log('x')", 'function "write_log"'],
		["from '/etc/passwd'", 'relation "/etc/passwd"'],
		["describe '/etc/passwd'", 'relation "/etc/passwd"'],
		['from duckdb_databases', 'relation "duckdb_databases"'],
		['from dim_people', 'relation "dim_people" is not available in a query (the snapshot has fct_orders)'],
		['from people.main.dim_people', 'relation "dim_people"'],
		['from system.main.duckdb_databases', 'relation "duckdb_databases"'],
		['show databases', 'this form of show'],
		['select $1', 'a parameter ($1, ?) is not available'],
		['select ?', 'a parameter ($1, ?) is not available'],
		['selec 1', 'syntax error at or near "selec"'],
		[`select '${'x'.repeat(20_000)}'`, 'at most 20000 are allowed'],
	])('%s', async (query, words) => {
		const attempt = admitQuery(db, query);
		await expect(attempt).rejects.toThrow(QueryError);
		await expect(attempt).rejects.toThrow(words);
	});

	test('a catalogue view that a name from another subquery would hide', async () => {
		const query = 'select * from (with duckdb_databases as (select 1) from duckdb_databases), duckdb_databases';
		await expect(admitQuery(db, query)).rejects.toThrow('relation "duckdb_databases"');
	});
});
