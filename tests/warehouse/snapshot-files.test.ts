import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { openHub } from '#warehouse/hub.ts';
import { row, sql } from '#warehouse/query.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { removeOtherSnapshots, snapshotsFolder, startSnapshot } from '#warehouse/snapshot-files.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'kundig-snapshot-files-'));
const parent = snapshotsFolder(dataDir);
let database: Database;
let db: Connection;

beforeEach(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	db = await database.connect();
	await attach(db, ':memory:', 'raw', { readOnly: false });
	await migrateRaw(db);
});

afterEach(() => {
	db.closeSync();
	database.close();
	rmSync(parent, { recursive: true, force: true });
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function build(id: string): Promise<Awaited<ReturnType<typeof startSnapshot>>> {
	const snapshot = await startSnapshot(db, dataDir, id);
	await db.run("create table marts.main.fct_orders as select 'O1' as order_id");
	await db.run("create table people.main.dim_people as select 'Ada' as name");
	return snapshot;
}

describe('startSnapshot', () => {
	it('builds beside the published ones and takes its name at the end', async () => {
		const snapshot = await build('A');
		expect(readdirSync(parent)).toEqual(['A.tmp']);
		const parts: string[] = [];
		const bytes = await snapshot.finish((part) => parts.push(part));
		expect(parts).toEqual(['closed', 'synced', 'renamed']);
		expect(readdirSync(parent)).toEqual(['A']);
		expect(readdirSync(join(parent, 'A')).sort()).toEqual(['marts.duckdb', 'people.duckdb']);
		const sizes = ['marts.duckdb', 'people.duckdb'].map((name) => statSync(join(parent, 'A', name)).size);
		expect(bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
	});

	it('makes files that nobody but their owner reads and nobody writes', async () => {
		await (await build('A')).finish(() => undefined);
		expect(statSync(join(parent, 'A')).mode & 0o777).toBe(0o700);
		expect(statSync(join(parent, 'A', 'people.duckdb')).mode & 0o777).toBe(0o400);
	});

	it('makes names mean the relations of the snapshot while it is built', async () => {
		await build('A');
		expect(await row(db, sql`select order_id, name from fct_orders, dim_people`)).toEqual({
			order_id: 'O1',
			name: 'Ada',
		});
	});

	it('gives a snapshot that the hub reads', async () => {
		await (await build('A')).finish(() => undefined);
		const hub = await openHub({ snapshotsDir: parent, threads: 1, memoryLimit: '256MB' });
		expect(await hub.read('A', (reader) => row(reader, sql`select name from dim_people`))).toEqual({ name: 'Ada' });
		hub.close();
	});

	it('leaves nothing when it is abandoned, and the connection free for another', async () => {
		await (await build('A')).abandon();
		expect(readdirSync(parent)).toEqual([]);
		await (await build('B')).finish(() => undefined);
		expect(readdirSync(parent)).toEqual(['B']);
	});

	it('leaves nothing when it is abandoned after it failed on its way out', async () => {
		const snapshot = await build('A');
		await expect(
			snapshot.finish((part) => {
				if (part === 'synced') throw new Error('no space');
			}),
		).rejects.toThrow('no space');
		await snapshot.abandon();
		expect(readdirSync(parent)).toEqual([]);
	});
});

describe('removeOtherSnapshots', () => {
	it('deletes half-built and forgotten ones and keeps the named', () => {
		for (const name of ['A', 'B', 'C.tmp']) {
			mkdirSync(join(parent, name), { recursive: true });
			writeFileSync(join(parent, name, 'marts.duckdb'), 'x', { mode: 0o400 });
		}
		expect(removeOtherSnapshots(dataDir, new Set(['B', 'never-was'])).sort()).toEqual(['A', 'C.tmp']);
		expect(readdirSync(parent)).toEqual(['B']);
	});

	it('makes the folder where there is none yet', () => {
		expect(removeOtherSnapshots(dataDir, new Set())).toEqual([]);
		expect(existsSync(parent)).toBe(true);
	});
});
