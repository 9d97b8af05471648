import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { sourceSchema } from '#pipeline/sources/schema.ts';

const SERVER = { host: 'db.example.com', database: 'crm', user: 'reader' };
const BASE = { name: 'orders', columns: { id: 'integer' }, entities: {} };

/** What is wrong with a source, by the key it stands at. */
function problems(source: Record<string, unknown>): string[] {
	const result = v.safeParse(sourceSchema, { ...BASE, ...source });
	return (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

describe('the config of a database', () => {
	test.each([
		{ type: 'postgres', url: { env: 'CRM_URL' }, table: 'public.orders', cursor: { column: 'id', lag: 60 } },
		{ type: 'mysql', ...SERVER, port: 3307, passwordFrom: { env: 'CRM_PASSWORD' }, query: 'select 1 as id' },
		{ type: 'postgres', ...SERVER, tls: { ca: './ca.pem' }, table: 'orders', timeouts: { statementSeconds: 5 } },
		{ type: 'sqlite', path: 'crm.sqlite', table: 'orders' },
	])('is taken: %o', (source) => {
		expect(problems(source)).toEqual([]);
	});

	test('a password or an address with one is refused, with where it belongs', () => {
		const [password] = problems({ type: 'postgres', ...SERVER, password: 'geheim', table: 'orders' });
		expect(password).toContain('password: a password in the config can be read by whoever reads the config');
		expect(password).toContain("passwordFrom: { env: 'NAME' }");
		expect(password).not.toContain('geheim');
		const [url] = problems({ type: 'mysql', url: 'mysql://a:geheim@b/c', table: 'orders' });
		expect(url).toContain('stands in an environment variable, not in the config');
		expect(url).not.toContain('geheim');
	});

	test('either a table or a query is wanted, and one select', () => {
		const address = { type: 'postgres', url: { env: 'CRM_URL' } };
		const wanted = ": expected either table: 'orders' or query: 'select …'";
		expect(problems(address)).toEqual([wanted]);
		expect(problems({ ...address, table: 'orders', query: 'select 1' })).toEqual([wanted]);
		expect(problems({ ...address, query: 'drop table orders' })).toEqual([
			': query: it does not begin with select or with (expected one select)',
		]);
		expect(problems({ ...address, table: 'a.b.c' })).toEqual([
			"table: expected a name such as 'orders' or 'public.orders'",
		]);
	});

	test('either a url or the parts of an address are wanted', () => {
		const wanted = ": expected either url: { env: 'NAME' } or host, database, user and passwordFrom: { env: 'NAME' }";
		expect(problems({ type: 'postgres', table: 'orders' })).toEqual([wanted]);
		expect(problems({ type: 'mysql', table: 'orders', url: { env: 'CRM_URL' }, host: 'localhost' })).toEqual([wanted]);
	});
});
