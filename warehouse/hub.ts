import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { attach, confine, detach, openMemory } from './database.ts';
import type { Connection, Database } from './database.ts';
import { QueryError } from './query.ts';

export interface HubOptions {
	/** The folder that holds one folder per snapshot. */
	readonly snapshotsDir: string;
	readonly threads: number;
	readonly memoryLimit: string;
}

/** Reads of published snapshots, for one process. */
export interface Hub {
	/**
	 * Gives `use` a connection whose names mean the relations of one snapshot (marts and people), and nothing else. All
	 * queries of one call read the same snapshot, whatever is published meanwhile.
	 * @throws QueryError when there is no such snapshot
	 */
	read<Result>(snapshotId: string, use: (db: Connection) => Promise<Result>): Promise<Result>;
	close(): void;
}

interface Attached {
	readonly aliases: readonly [marts: string, people: string];
	readonly idle: Connection[];
	readers: number;
	lastUsed: number;
}

/** Snapshots kept attached beside the ones being read; attaching one again takes a few milliseconds. */
const KEPT_ATTACHED = 3;

function isFatal(error: unknown): boolean {
	return error instanceof Error && /database has been invalidated|FATAL Error/.test(error.message);
}

/**
 * Opens a hub: one in-memory DuckDB that attaches snapshots READ_ONLY as they are asked for and is confined to their
 * folder. When DuckDB declares itself broken (a full disk does that), the hub opens itself anew at the next read.
 */
export async function openHub(options: HubOptions): Promise<Hub> {
	let database: Database;
	let control: Connection;
	let attached: Map<string, Promise<Attached>>;
	let reads = 0;

	async function open(): Promise<void> {
		database = await openMemory({ threads: options.threads, memoryLimit: options.memoryLimit });
		control = await database.connect();
		await confine(control, options.snapshotsDir);
		attached = new Map();
	}

	async function attachSnapshot(id: string): Promise<Attached> {
		const folder = join(options.snapshotsDir, id);
		if (!/^[0-9A-Za-z]+$/.test(id) || !existsSync(folder)) throw new QueryError(`no such snapshot: "${id}"`, '');
		const aliases = [`marts_${id.toLowerCase()}`, `people_${id.toLowerCase()}`] as const;
		await attach(control, join(folder, 'marts.duckdb'), aliases[0], { readOnly: true });
		await attach(control, join(folder, 'people.duckdb'), aliases[1], { readOnly: true });
		return { aliases, idle: [], readers: 0, lastUsed: reads };
	}

	function attachedSnapshot(id: string): Promise<Attached> {
		const known = attached.get(id);
		if (known) return known;
		const opening = attachSnapshot(id);
		attached.set(id, opening);
		opening.catch(() => attached.delete(id));
		return opening;
	}

	async function detachUnused(): Promise<void> {
		const all = await Promise.all([...attached].map(async ([id, opening]) => ({ id, snapshot: await opening })));
		const unused = all.filter(({ snapshot }) => snapshot.readers === 0);
		unused.sort((a, b) => b.snapshot.lastUsed - a.snapshot.lastUsed);
		for (const { id, snapshot } of unused.slice(KEPT_ATTACHED)) {
			attached.delete(id);
			for (const connection of snapshot.idle) connection.closeSync();
			for (const alias of snapshot.aliases) await detach(control, alias);
		}
	}

	await open();
	return {
		async read(snapshotId, use) {
			const snapshot = await attachedSnapshot(snapshotId);
			snapshot.readers += 1;
			snapshot.lastUsed = ++reads;
			let connection = snapshot.idle.pop();
			try {
				if (!connection) {
					connection = await database.connect();
					await connection.run(`set search_path = '${snapshot.aliases.map((alias) => `${alias}.main`).join(',')}'`);
				}
				const result = await use(connection);
				snapshot.idle.push(connection);
				return result;
			} catch (error) {
				connection?.closeSync();
				if (isFatal(error)) await open();
				throw error;
			} finally {
				snapshot.readers -= 1;
				if (attached.size > KEPT_ATTACHED) await detachUnused();
			}
		},
		close: () => database.close(),
	};
}
