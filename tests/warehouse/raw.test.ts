import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';
import {
	activeLoads,
	countLoadedRows,
	createRawTable,
	deleteLoadedRows,
	hasRawTable,
	insertLoad,
	insertQuarantined,
	loadsWithRows,
	quarantinedRows,
	rawTable,
	retireLoads,
} from '#warehouse/raw.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import type { Load, RawQuarantined } from '#warehouse/raw.ts';

let dir: string;
let database: Database;
let connection: Connection;

beforeEach(async () => {
	dir = mkdtempSync(join(tmpdir(), 'kundig-raw-'));
	database = await openMemory({ threads: 1, memoryLimit: '512MB' });
	connection = await database.connect();
	await attach(connection, join(dir, 'raw.duckdb'), 'raw', { readOnly: false });
	await migrateRaw(connection);
});

afterEach(() => {
	connection.closeSync();
	database.close();
	rmSync(dir, { recursive: true });
});

function load(change: Partial<Load>): Load {
	return {
		loadId: 'run-1/orders/000001',
		runId: 'run-1',
		source: 'orders',
		file: 'orders.csv',
		fileHash: 'abc',
		bytes: 120,
		disposition: 'replace',
		contractHash: 'def',
		read: 3,
		loaded: 2,
		quarantined: 1,
		fencingToken: 9,
		startedAt: '2025-01-01T00:00:00Z',
		loadedAt: '2025-01-01T00:00:01Z',
		...change,
	};
}

function quarantined(change: Partial<RawQuarantined>): RawQuarantined {
	return {
		source: 'orders',
		table: 'orders__rows',
		loadId: 'run-1/orders/000001',
		runId: 'run-1',
		file: 'orders.csv',
		line: 3,
		column: 'quantity',
		reason: 'type_mismatch',
		message: 'quantity is "1O"',
		original: 'A1,1O',
		...change,
	};
}

test('migrating twice changes nothing and notes each migration once', async () => {
	await migrateRaw(connection);
	expect(await rows(connection, sql`select version from raw.schema_version`)).toEqual([
		{ version: 1 },
		{ version: 2 },
		{ version: 3 },
		{ version: 4 },
		{ version: 5 },
	]);
});

test('refuses a database that a newer version wrote', async () => {
	await connection.run('insert into raw.schema_version values (99, now()::timestamp)');
	await expect(migrateRaw(connection)).rejects.toThrow(
		'raw.duckdb has schema 99, this version knows 5: a newer version of Kundig wrote it',
	);
});

test('keeps a load as it was noted, and gives the active ones of a source in their order', async () => {
	const first = load({});
	const second = load({ loadId: 'run-1/orders/000002', file: 'later.csv' });
	await insertLoad(connection, second);
	await insertLoad(connection, first);
	await insertLoad(connection, load({ loadId: 'run-1/products/000001', source: 'products' }));
	expect(await activeLoads(connection, 'orders')).toEqual([first, second]);
});

test('a retired load is kept as history, and what it had set aside goes', async () => {
	await insertLoad(connection, load({}));
	await insertQuarantined(
		connection,
		[quarantined({}), quarantined({ loadId: 'other', line: 4 })],
		'2025-01-01T00:00:01Z',
	);
	await retireLoads(connection, ['run-1/orders/000001'], '2025-02-01T00:00:00Z');
	expect(await activeLoads(connection, 'orders')).toEqual([]);
	expect(await rows(connection, sql`select is_active, removed_at from raw.loads`)).toEqual([
		{ is_active: false, removed_at: '2025-02-01T00:00:00Z' },
	]);
	expect(await quarantinedRows(connection, { limit: 10 })).toEqual([quarantined({ loadId: 'other', line: 4 })]);
});

test('gives rows set aside of one source, by line, up to a limit', async () => {
	const entries = [quarantined({ line: 5 }), quarantined({ line: 3, column: null }), quarantined({ line: 9 })];
	await insertQuarantined(
		connection,
		[...entries, quarantined({ source: 'products', line: 1 })],
		'2025-01-01T00:00:01Z',
	);
	const found = await quarantinedRows(connection, { limit: 2, source: 'orders' });
	expect(found.map(({ line, column }) => [line, column])).toEqual([
		[3, null],
		[5, 'quantity'],
	]);
});

test('a table takes any column name and knows its own columns', async () => {
	const columns = [
		{ name: 'Stück "netto"', type: 'BIGINT' },
		{ name: 'select', type: 'DECIMAL(18,6)' },
	];
	expect(await hasRawTable(connection, 'orders', columns)).toBe(false);
	await createRawTable(connection, 'orders', columns);
	expect(await hasRawTable(connection, 'orders', columns)).toBe(true);
	expect(await hasRawTable(connection, 'orders', columns.toReversed())).toBe(false);
	expect(await hasRawTable(connection, 'orders', columns.slice(1))).toBe(false);
});

test('counts and deletes the rows of loads', async () => {
	await createRawTable(connection, 'orders', [{ name: 'id', type: 'VARCHAR' }]);
	const table = rawTable('orders').text;
	await connection.run(`insert into ${table} values ('a', 'l1', 'f', 2), ('b', 'l1', 'f', 3), ('c', 'l2', 'g', 2)`);
	expect(await loadsWithRows(connection, 'orders')).toEqual(new Set(['l1', 'l2']));
	expect(await countLoadedRows(connection, 'orders', ['l1', 'l3'])).toBe(2);
	await deleteLoadedRows(connection, 'orders', ['l1']);
	expect(await loadsWithRows(connection, 'orders')).toEqual(new Set(['l2']));
	expect(await countLoadedRows(connection, 'orders', [])).toBe(0);
});
