import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { records } from '#lib/server/records.ts';
import { closeStores, requestSnapshot, requireSnapshot } from '#lib/server/warehouse.ts';
import { takeLease } from '#records/lease.ts';
import type { Lease } from '#records/lease.ts';
import { lastRuns } from '#records/runs.ts';
import { currentSnapshot, publishSnapshot } from '#records/snapshots.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { startSnapshot } from '#warehouse/snapshot-files.ts';
import { writeSnapshotInfo } from '#warehouse/snapshot-info.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'kundig-dashboard-'));
let lease: Lease;

async function publish(id: string, publishedAt = '2026-01-01T00:00:00.000Z'): Promise<void> {
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	const connection = await database.connect();
	await attach(connection, ':memory:', 'raw', { readOnly: false });
	await migrateRaw(connection);
	const build = await startSnapshot(connection, dataDir, id);
	await connection.run(`create table marts.main.fct_orders as select '${id}' as mark`);
	await connection.run(`create table people.main.dim_people as select '${id}' as name`);
	await writeSnapshotInfo(connection, {
		snapshotId: id,
		runId: `R${id}`,
		asOf: '2026-01-01',
		builtAt: '2026-01-01T00:00:00Z',
		company: { name: `Shop ${id}`, currency: 'EUR', zone: 'Europe/Berlin', weekStart: 'monday' },
		events: { first: '2025-01-01', last: '2025-12-31' },
	});
	const bytes = await build.finish(() => undefined);
	connection.closeSync();
	database.close();
	await publishSnapshot(
		await records(),
		{
			id,
			runId: `R${id}`,
			asOf: '2026-01-01',
			fingerprint: id,
			bytes,
			publishedAt,
			details: { relations: [], checks: [] },
		},
		lease.token,
	);
}

async function markOf(db: Connection): Promise<string> {
	return (await row<{ mark: string }>(db, sql`select mark from fct_orders`))?.mark ?? '';
}

beforeAll(async () => {
	vi.stubEnv('KUNDIG_DATA', dataDir);
	lease = await takeLease(await records(), dataDir, 'run', new Date());
});

afterAll(async () => {
	await lease.release();
	await closeStores();
	vi.unstubAllEnvs();
	rmSync(dataDir, { recursive: true, force: true });
});

it('has nothing to show before the first snapshot, and says 503 to pages that need one', async () => {
	expect(await requestSnapshot()).toBeNull();
	expect(() => requireSnapshot({ snapshot: null })).toThrow(expect.objectContaining({ status: 503 }));
});

it('keeps a request on the snapshot it began with, and gives the next one the new', async () => {
	await publish('A');
	const first = await requestSnapshot();
	await publish('B');
	const second = await requestSnapshot();
	expect([first?.id, first?.facts.companyName, await first?.read(markOf)]).toEqual(['A', 'Shop A', 'A']);
	expect([second?.id, second?.facts.companyName, await second?.read(markOf)]).toEqual(['B', 'Shop B', 'B']);
});

it('answers a question once per snapshot, also when it is asked twice at the same time', async () => {
	const current = await requestSnapshot();
	const ask = vi.fn(markOf);
	expect(await Promise.all([current?.cached('mark', ask), current?.cached('mark', ask)])).toEqual(['B', 'B']);
	expect(await current?.cached('mark', ask)).toBe('B');
	expect(ask).toHaveBeenCalledTimes(1);
	await publish('C');
	expect(await (await requestSnapshot())?.cached('mark', ask)).toBe('C');
});

it('asks again after an answer that failed', async () => {
	const current = await requestSnapshot();
	await expect(current?.cached('broken', () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
	expect(await current?.cached('broken', markOf)).toBe('C');
});

/** Turns a bit in each block of a file behind its headers, as a disk might. */
function damage(id: string, name: string): void {
	const file = join(dataDir, 'snapshots', id, `${name}.duckdb`);
	const bytes = readFileSync(file);
	for (let at = 12_388; at < bytes.length; at += 4_096) bytes[at] = (bytes[at] ?? 0) ^ 1;
	chmodSync(file, 0o600);
	writeFileSync(file, bytes);
}

it('answers from the snapshot before when the one in use is damaged, and wants it built anew', async () => {
	await publish('D', '2026-01-02T00:00:00.000Z');
	await publish('E', '2026-01-03T00:00:00.000Z');
	damage('E', 'people');
	expect((await requestSnapshot())?.id).toBe('D');
	expect((await currentSnapshot(await records()))?.id).toBe('D');
	expect((await lastRuns(await records(), 1)).map(({ trigger, status }) => [trigger, status])).toEqual([
		['start', 'wanted'],
	]);
});

it('answers 503 to the request that finds the damage on its way, and the next one from the snapshot before', async () => {
	await publish('F', '2026-01-04T00:00:00.000Z');
	const request = await requestSnapshot();
	expect(request?.id).toBe('F');
	const corrupt = new Error('IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2');
	await expect(request?.read(() => Promise.reject(corrupt))).rejects.toMatchObject({
		status: 503,
		body: { isSetAside: true },
	});
	expect((await requestSnapshot())?.id).toBe('D');
});
