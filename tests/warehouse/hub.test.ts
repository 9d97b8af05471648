import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DamagedSnapshotError } from '#warehouse/damage.ts';
import { attach, detach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { openHub } from '#warehouse/hub.ts';
import type { Hub } from '#warehouse/hub.ts';
import { row, sql } from '#warehouse/query.ts';

const folder = mkdtempSync(join(tmpdir(), 'kundig-hub-'));
const snapshotsDir = join(folder, 'snapshots');
const IDS = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'] as const;
const open: Hub[] = [];

async function writeFiles(connection: Connection, directory: string, mark: string): Promise<void> {
	mkdirSync(directory, { recursive: true });
	await attach(connection, join(directory, 'marts.duckdb'), 'marts', { readOnly: false });
	await connection.run(`create table marts.fct_orders as select '${mark}' as mark`);
	await detach(connection, 'marts');
	await attach(connection, join(directory, 'people.duckdb'), 'people', { readOnly: false });
	await connection.run(`create table people.dim_people as select '${mark}' as person`);
	await detach(connection, 'people');
}

async function newHub(): Promise<Hub> {
	const hub = await openHub({ snapshotsDir, threads: 1, memoryLimit: '256MB' });
	open.push(hub);
	return hub;
}

async function markOf(db: Connection): Promise<string> {
	const found = await row<{ mark: string; person: string }>(db, sql`select mark, person from fct_orders, dim_people`);
	return `${found?.mark ?? ''} ${found?.person ?? ''}`;
}

async function attachedNames(db: Connection): Promise<string> {
	const found = await row<{ names: string }>(
		db,
		sql`select string_agg(database_name, ' ' order by database_name) as names
			from duckdb_databases() where database_name like 'marts_%'`,
	);
	return found?.names ?? '';
}

beforeAll(async () => {
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	const connection = await database.connect();
	for (const id of IDS) await writeFiles(connection, join(snapshotsDir, id), id);
	// Names that begin like the folder are another folder; a half-built snapshot is none.
	await writeFiles(connection, join(folder, 'snapshots-of-others', 'S1'), 'foreign');
	await writeFiles(connection, join(snapshotsDir, 'S9.tmp'), 'half');
	await writeFiles(connection, join(snapshotsDir, 'BROKEN'), 'broken');
	rmSync(join(snapshotsDir, 'BROKEN', 'people.duckdb'));
	writeFileSync(join(folder, 'secret.csv'), 'word\nplugh\n');
	connection.closeSync();
	database.close();
});

afterEach(() => {
	for (const hub of open.splice(0)) hub.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('openHub', () => {
	it('gives each of two concurrent reads its own snapshot', async () => {
		const hub = await newHub();
		const bothRead = Promise.withResolvers<undefined>();
		let reading = 0;
		const read = (id: string): Promise<string> =>
			hub.read(id, async (db) => {
				reading += 1;
				if (reading === 2) bothRead.resolve(undefined);
				await bothRead.promise;
				return markOf(db);
			});
		expect(await Promise.all([read('S1'), read('S2')])).toEqual(['S1 S1', 'S2 S2']);
	});

	it('keeps a read on its snapshot while others are read and detached beside it', async () => {
		const hub = await newHub();
		const marks = await hub.read('S1', async (db) => {
			const before = await markOf(db);
			for (const id of ['S2', 'S3', 'S4', 'S5', 'S6']) await hub.read(id, markOf);
			return [before, await markOf(db)];
		});
		expect(marks).toEqual(['S1 S1', 'S1 S1']);
	});

	it('goes on reading a snapshot whose files are deleted meanwhile', async () => {
		const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
		await writeFiles(await database.connect(), join(snapshotsDir, 'GONE'), 'GONE');
		const hub = await newHub();
		const marks = await hub.read('GONE', async (db) => {
			rmSync(join(snapshotsDir, 'GONE'), { recursive: true });
			return markOf(db);
		});
		expect(marks).toBe('GONE GONE');
	});

	it('keeps the three snapshots used last beside those being read', async () => {
		const hub = await newHub();
		for (const id of ['S1', 'S2', 'S3', 'S4', 'S5']) await hub.read(id, markOf);
		expect(await hub.read('S5', attachedNames)).toBe('marts_s3 marts_s4 marts_s5');
		expect(await hub.read('S1', markOf)).toBe('S1 S1');
	});

	it('answers every reader of a crowd that asks for more snapshots than are kept', async () => {
		const hub = await newHub();
		const readers = Array.from({ length: 8 }, async (_, reader) => {
			for (let index = 0; index < 40; index += 1) {
				const id = IDS[(reader * 5 + index * (1 + (reader % 3))) % IDS.length] ?? 'S1';
				expect(await hub.read(id, markOf)).toBe(`${id} ${id}`);
			}
		});
		await Promise.all(readers);
	});

	it.each([0, 1, 2, 3, 5, 8, 13])(
		'keeps what is asked for again while others are let go, %d turns later',
		async (turns) => {
			const hub = await newHub();
			const gate = Promise.withResolvers<undefined>();
			const crowd = IDS.map((id) => hub.read(id, () => gate.promise));
			await hub.read('S6', markOf);
			gate.resolve(undefined);
			for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
			const again = IDS.map((id) =>
				hub.read(id, async (db) => {
					for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
					return markOf(db);
				}),
			);
			await Promise.all(crowd);
			expect(await Promise.all(again)).toEqual(IDS.map((id) => `${id} ${id}`));
		},
	);

	it.each(['S7', '', '..', 'S9.tmp', 'S1/../S2', "S1'; drop table x; --"])('refuses the snapshot %j', async (id) => {
		const hub = await newHub();
		await expect(hub.read(id, markOf)).rejects.toThrow(`no such snapshot: "${id}"`);
	});

	it('says the same of a snapshot that lacks a file each time, and reads others beside it', async () => {
		const hub = await newHub();
		await Promise.all([
			expect(hub.read('BROKEN', markOf)).rejects.toThrow('BROKEN/people.duckdb'),
			expect(hub.read('S1', markOf)).resolves.toBe('S1 S1'),
		]);
		await expect(hub.read('BROKEN', markOf)).rejects.toThrow('BROKEN/people.duckdb');
	});

	it('names the snapshot that is not as it was written, and reads others beside it', async () => {
		const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
		await writeFiles(await database.connect(), join(snapshotsDir, 'BAD'), 'BAD');
		database.close();
		const file = join(snapshotsDir, 'BAD', 'people.duckdb');
		const bytes = readFileSync(file);
		for (let at = 12_388; at < bytes.length; at += 4_096) bytes[at] = (bytes[at] ?? 0) ^ 1;
		writeFileSync(file, bytes);
		const hub = await newHub();
		const failure = await hub.read('BAD', markOf).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(DamagedSnapshotError);
		expect(failure).toMatchObject({ snapshotId: 'BAD', message: 'the snapshot BAD is damaged' });
		expect(await hub.read('S1', markOf)).toBe('S1 S1');
	});

	it('reads on after a query that failed', async () => {
		const hub = await newHub();
		await expect(hub.read('S1', (db) => row(db, sql`select nonsense`))).rejects.toThrow('nonsense');
		expect(await hub.read('S1', markOf)).toBe('S1 S1');
	});

	it('opens itself anew when DuckDB has declared itself broken, and lets other reads end', async () => {
		const hub = await newHub();
		const seen = await hub.read('S1', async (db) => {
			const failures = Array.from({ length: 3 }, () =>
				hub.read('S2', () => Promise.reject(new Error('FATAL Error: database has been invalidated'))),
			);
			const ends = await Promise.allSettled(failures);
			expect(ends.map((end) => end.status)).toEqual(['rejected', 'rejected', 'rejected']);
			const fresh = await hub.read('S3', async (other) => [await markOf(other), await attachedNames(other)]);
			return [...fresh, await markOf(db)];
		});
		expect(seen).toEqual(['S3 S3', 'marts_s3', 'S1 S1']);
	});

	const forbidden = [
		`attach '${join(folder, 'snapshots-of-others', 'S1', 'marts.duckdb')}' as other (read_only)`,
		`attach '${join(folder, 'new.duckdb')}' as other`,
		`attach '${snapshotsDir}/../snapshots-of-others/S1/marts.duckdb' as other (read_only)`,
		`select * from read_csv('${join(folder, 'secret.csv')}')`,
		`select * from read_text('${join(folder, 'secret.csv')}')`,
		`select * from read_blob('/etc/passwd')`,
		`select * from '${join(folder, 'secret.csv')}'`,
		`copy (select 1) to '${join(folder, 'out.csv')}'`,
		`export database '${join(folder, 'out')}'`,
		`install httpfs`,
		`load '${join(folder, 'evil.duckdb_extension')}'`,
		`set enable_external_access = true`,
		`set allowed_directories = ['/']`,
		`set lock_configuration = false`,
		`insert into fct_orders values ('x')`,
		`drop table dim_people`,
	];
	it.each(forbidden)('lets a reader not %s', async (statement) => {
		const hub = await newHub();
		await expect(hub.read('S1', (db) => db.run(statement))).rejects.toThrow(
			/Permission Error|Cannot change configuration|Cannot (enable|change)|configuration has been locked|read-only|disabled/,
		);
		expect(await hub.read('S1', markOf)).toBe('S1 S1');
	});
});
