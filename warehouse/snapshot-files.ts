import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { chmod, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isDamage } from './damage.ts';
import { attach, detach, openMemory } from './database.ts';
import type { Connection } from './database.ts';
import { tableContents } from './table-contents.ts';

/** A snapshot being built: its two files are attached as `marts` and `people`. */
export interface SnapshotBuild {
	readonly id: string;
	/** Lets go of the files, makes them durable and gives the folder its final name. Gives its size in bytes. */
	finish(onPart: (part: 'closed' | 'synced' | 'renamed') => void): Promise<number>;
	/** Lets go of the files and deletes them. */
	abandon(): Promise<void>;
}

export function snapshotsFolder(dataDir: string): string {
	return join(dataDir, 'snapshots');
}

async function syncPath(path: string): Promise<void> {
	const handle = await open(path, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** What names mean to transforms: relations of the snapshot being built; `history.…` is that of raw. */
export const BUILD_PATH = 'marts.main,people.main,raw.history';

/**
 * Starts a snapshot in `snapshots/<id>.tmp` and makes unqualified names mean its relations: `marts.main`, then
 * `people.main`. `raw` has to be attached, migrated.
 */
export async function startSnapshot(connection: Connection, dataDir: string, id: string): Promise<SnapshotBuild> {
	const parent = snapshotsFolder(dataDir);
	const building = join(parent, `${id}.tmp`);
	mkdirSync(building, { recursive: true, mode: 0o700 });
	for (const name of ['marts', 'people']) {
		await attach(connection, join(building, `${name}.duckdb`), name, { readOnly: false, isLogged: false });
	}
	await connection.run(`set search_path = '${BUILD_PATH}'`);

	async function letGo(): Promise<void> {
		await connection.run("set search_path = 'memory.main'");
		await detach(connection, 'marts');
		await detach(connection, 'people');
	}

	return {
		id,
		async finish(onPart) {
			await letGo();
			onPart('closed');
			const files = (await readdir(building)).map((name) => join(building, name));
			for (const file of files) {
				await chmod(file, 0o400);
				await syncPath(file);
			}
			await syncPath(building);
			onPart('synced');
			await rename(building, join(parent, id));
			await syncPath(parent);
			onPart('renamed');
			return folderBytes(join(parent, id));
		},
		async abandon() {
			await letGo().catch(() => undefined);
			rmSync(building, { recursive: true, force: true });
		},
	};
}

/**
 * Attaches the files of a published snapshot as `previous_marts` and `previous_people`, to be read. Gives whether they
 * are there: a snapshot whose files are gone is no reason to stop, everything is built anew then.
 */
export async function attachPrevious(connection: Connection, dataDir: string, id: string): Promise<boolean> {
	const stores = ['marts', 'people'].map((name) => ({
		name,
		file: join(snapshotsFolder(dataDir), id, `${name}.duckdb`),
	}));
	if (!stores.every(({ file }) => existsSync(file))) return false;
	for (const { name, file } of stores) await attach(connection, file, `previous_${name}`, { readOnly: true });
	return true;
}

/**
 * Reads a published snapshot from its beginning to its end, and gives whether it is as it was written: DuckDB keeps a
 * checksum with each block. Half a second a gigabyte.
 */
export async function isSnapshotWhole(dataDir: string, id: string): Promise<boolean> {
	const database = await openMemory({ threads: 1, memoryLimit: '1GB' });
	const connection = await database.connect();
	try {
		for (const name of ['marts', 'people']) {
			await attach(connection, join(snapshotsFolder(dataDir), id, `${name}.duckdb`), name, { readOnly: true });
			await tableContents(connection, name);
		}
		return true;
	} catch (error) {
		if (isDamage(error)) return false;
		throw error;
	} finally {
		connection.closeSync();
		database.close();
	}
}

function folderBytes(folder: string): number {
	return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Deletes every folder under `snapshots/` but the named ones: half-built ones and those nobody knows any more. */
export function removeOtherSnapshots(dataDir: string, keep: ReadonlySet<string>): string[] {
	const parent = snapshotsFolder(dataDir);
	mkdirSync(parent, { recursive: true, mode: 0o700 });
	const others = readdirSync(parent).filter((name) => !keep.has(name));
	for (const name of others) rmSync(join(parent, name), { recursive: true, force: true });
	return others;
}
