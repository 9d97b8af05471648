import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { attach, detach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';

const folder = mkdtempSync(join(tmpdir(), 'kundig-database-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function connected<Result>(
	use: (db: Connection) => Promise<Result>,
	options: { readonly tempDirectory?: string } = {},
): Promise<Result> {
	const database = await openMemory({ threads: 1, memoryLimit: '256MB', ...options });
	const db = await database.connect();
	try {
		return await use(db);
	} finally {
		db.closeSync();
		database.close();
	}
}

function setting(name: string): (db: Connection) => Promise<unknown> {
	return async (db) => (await row<{ value: unknown }>(db, sql`select current_setting(${name}) as value`))?.value;
}

describe('openMemory', () => {
	it('reads times in UTC on every connection, wherever the machine stands', async () => {
		expect(await connected(setting('TimeZone'))).toBe('UTC');
	});

	it('spills into the folder it is given and nowhere else', async () => {
		expect(await connected(setting('temp_directory'), { tempDirectory: join(folder, 'spill') })).toBe(
			join(folder, 'spill'),
		);
		expect(await connected(setting('temp_directory'))).toBe('');
	});

	it('never fetches or loads an extension by itself', async () => {
		expect(await connected(setting('autoinstall_known_extensions'))).toBe(false);
		expect(await connected(setting('autoload_known_extensions'))).toBe(false);
	});
});

describe('attach', () => {
	it('makes a missing file, keeps what is written, and lets go of it', async () => {
		const file = join(folder, "it's new.duckdb");
		await connected(async (db) => {
			await attach(db, file, 'shop', { readOnly: false });
			await db.run('create table shop.orders as select 7 as n');
			await detach(db, 'shop');
		});
		expect(existsSync(`${file}.wal`)).toBe(false);
		const found = await connected(async (db) => {
			await attach(db, file, 'shop', { readOnly: true });
			return row<{ n: number }>(db, sql`select n from shop.orders`);
		});
		expect(found).toEqual({ n: 7 });
	});

	it('makes no file for reading, and writes none', async () => {
		const file = join(folder, 'missing.duckdb');
		await expect(connected((db) => attach(db, file, 'shop', { readOnly: true }))).rejects.toThrow('missing.duckdb');
		expect(existsSync(file)).toBe(false);
	});
});
