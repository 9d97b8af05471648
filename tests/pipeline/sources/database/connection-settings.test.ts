import { describe, expect, test } from 'vitest';
import { connectionSettings } from '#pipeline/sources/database/connection-settings.ts';
import type { ConnectionSettings } from '#pipeline/sources/database/connection-settings.ts';
import { databaseSource } from './database-reading.ts';
import type { SourceInput } from './database-reading.ts';

async function settingsOf(
	more: Record<string, unknown>,
	env: Record<string, string> = {},
	type: SourceInput['type'] = 'postgres',
): Promise<ConnectionSettings> {
	const source = databaseSource({ type, table: 'orders', columns: { id: 'integer' }, ...more });
	if (source.type === 'sqlite') throw new RangeError('no server');
	return connectionSettings(source, { env, configDir: '/nowhere' });
}

const URL_KEY = { url: { env: 'CRM_URL' } };
const TRUSTED = { ca: undefined, rejectUnauthorized: true };

describe('how a server is reached', () => {
	test('an address is taken apart, with signs in the password that stand for others', async () => {
		const settings = await settingsOf(URL_KEY, { CRM_URL: 'postgresql://a%40b:p%2F%40%23%3A@[::1]:6000/my%20crm' });
		expect(settings).toEqual({
			host: '::1',
			port: 6000,
			database: 'my crm',
			user: 'a@b',
			password: 'p/@#:',
			tls: null,
			connectMs: 15_000,
			statementMs: 600_000,
		});
	});

	test('each database has its port and its names of an address', async () => {
		const mysql = await settingsOf(URL_KEY, { CRM_URL: 'mariadb://a:b@127.0.0.1/crm' }, 'mysql');
		expect(mysql.port).toBe(3306);
		const socket = await settingsOf(URL_KEY, { CRM_URL: 'postgres://a@/crm?host=/var/run/postgresql' });
		expect(socket).toMatchObject({ host: '/var/run/postgresql', port: 5432, password: '', tls: null });
	});

	test('a connection to another machine is encrypted and checked unless the config says otherwise', async () => {
		const env = { CRM_URL: 'postgres://a:b@db.example.com/crm' };
		expect((await settingsOf(URL_KEY, env)).tls).toEqual(TRUSTED);
		expect((await settingsOf({ ...URL_KEY, tls: { verify: false } }, env)).tls).toMatchObject({
			rejectUnauthorized: false,
		});
		expect((await settingsOf({ ...URL_KEY, tls: false }, env)).tls).toBeNull();
		expect((await settingsOf(URL_KEY, { CRM_URL: `${env.CRM_URL}?sslmode=disable` })).tls).toBeNull();
		expect((await settingsOf(URL_KEY, { CRM_URL: `${env.CRM_URL}?sslmode=require` })).tls).toEqual(TRUSTED);
		// What looks like this machine by its beginning alone is another one.
		expect((await settingsOf(URL_KEY, { CRM_URL: 'postgres://a:b@127.0.0.1.example.com/crm' })).tls).toEqual(TRUSTED);
		expect((await settingsOf({ ...URL_KEY, tls: true }, { CRM_URL: 'postgres://a:b@localhost/crm' })).tls).toEqual(
			TRUSTED,
		);
	});

	test('the parts of an address stand in the config, the password in the environment', async () => {
		const parts = { host: 'localhost', database: 'crm', user: 'reader', passwordFrom: { env: 'CRM_PASSWORD' } };
		expect(await settingsOf(parts, { CRM_PASSWORD: 'p/@#' })).toMatchObject({ user: 'reader', password: 'p/@#' });
		await expect(settingsOf(parts, {})).rejects.toThrow(
			'source orders: the environment variable CRM_PASSWORD is not set',
		);
	});

	test.each([
		'nonsense geheim',
		'http://a:geheim@b/c',
		'postgres://a:geheim@b',
		'postgres://a:geheim%@b/c',
		'postgres:///geheim',
	])('%s is no address, and is not told', async (url) => {
		const error: unknown = await settingsOf(URL_KEY, { CRM_URL: url }).catch((thrown: unknown) => thrown);
		expect(String(error)).toContain('CRM_URL is no address of a database (expected postgres://user:password@host');
		expect(String(error)).not.toContain('geheim');
	});
});
