import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLocked } from '#warehouse/console/lock.ts';
import type { Connection } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';
import { makeSnapshot } from './marts-file.ts';

let folder: string;
let marts: string;
let db: Connection;

beforeAll(async () => {
	({ folder, marts } = await makeSnapshot());
	db = await openLocked(marts, '256MB');
});

afterAll(() => {
	db.closeSync();
	rmSync(folder, { recursive: true });
});

// The admission of queries is not asked here: these must fail by themselves.
describe('a locked connection, whatever it is told', () => {
	test.each([
		['reads its own file', () => `select * from read_blob('${marts}')`],
		['reads another file', () => "select * from read_text('/etc/passwd')"],
		['reads a file as a table', () => `select * from '${join(folder, 'x.csv')}'`],
		['lists files', () => "select * from glob('/*')"],
		['writes a file', () => `copy (select 1) to '${join(folder, 'out.csv')}'`],
		['writes to the snapshot', () => 'insert into fct_orders select * from fct_orders'],
		['attaches its own file again', () => `attach '${marts}' as again`],
		['attaches the people beside it', () => `attach '${join(folder, 'people.duckdb')}' as people`],
		['loads an extension', () => 'load httpfs'],
		['lets logging write files', () => `call enable_logging(storage = 'file', storage_path = '${folder}')`],
		['frees its memory', () => "set memory_limit = '100GB'"],
		['opens the file system again', () => 'set enable_external_access = true'],
		['unlocks its configuration', () => 'set lock_configuration = false'],
	])('never %s', async (_, statement) => {
		await expect(db.run(statement())).rejects.toThrow(/disabled|read-only|locked/);
	});

	test('still reads the snapshot by unqualified names', async () => {
		expect(await rows(db, sql`select count(*) as orders from fct_orders`)).toEqual([{ orders: 10 }]);
		expect(existsSync(join(folder, 'out.csv'))).toBe(false);
	});
});
