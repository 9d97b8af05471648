import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedSnapshotError, isDamage } from './damage.ts';
import { attach, confine, detach, openMemory } from './database.ts';
import type { Connection, Database } from './database.ts';
import { QueryError } from './query.ts';

export interface HubOptions {
	/** The folder that holds one folder per snapshot. */
	readonly snapshotsDir: string;
	readonly threads: number;
	readonly memoryLimit: string;
}

/** The catalogues of marts of two snapshots, as SQL names them within quotes. */
export interface BothCatalogs {
	readonly before: string;
	readonly after: string;
}

/** Reads of published snapshots, for one process. */
export interface Hub {
	/**
	 * Gives `use` a connection whose names mean the relations of one snapshot (marts and people), and nothing else. All
	 * queries of one call read the same snapshot, whatever is published meanwhile.
	 * @throws QueryError when there is no such snapshot, DamagedSnapshotError when it is not as it was written
	 */
	read<Result>(snapshotId: string, use: (db: Connection) => Promise<Result>): Promise<Result>;
	/**
	 * Gives `use` a connection that reads two snapshots at once, with the names of their catalogues of marts; what has no
	 * catalogue before it means the later one.
	 * @throws QueryError when there is no such snapshot
	 */
	readBoth<Result>(
		beforeId: string,
		afterId: string,
		use: (db: Connection, both: BothCatalogs) => Promise<Result>,
	): Promise<Result>;
	close(): void;
}

interface Attached {
	readonly aliases: readonly [marts: string, people: string];
	/** Settles when both files are attached. */
	readonly opening: Promise<void>;
	readonly idle: Connection[];
	readers: number;
	lastUsed: number;
}

/** A DuckDB with what is attached to it. */
interface Instance {
	readonly database: Database;
	readonly control: Connection;
	readonly attached: Map<string, Attached>;
	/** Attaching and detaching happen one after the other. */
	queue: Promise<unknown>;
}

/** Snapshots kept attached beside the ones being read; attaching one again takes a few milliseconds. */
const KEPT_ATTACHED = 3;

function isFatal(error: unknown): boolean {
	return error instanceof Error && /database has been invalidated|FATAL Error/.test(error.message);
}

async function openInstance(options: HubOptions): Promise<Instance> {
	const database = await openMemory({ threads: options.threads, memoryLimit: options.memoryLimit });
	const control = await database.connect();
	await confine(control, options.snapshotsDir);
	return { database, control, attached: new Map(), queue: Promise.resolve() };
}

function enqueue(instance: Instance, act: () => Promise<void>): Promise<void> {
	const result = instance.queue.then(act);
	instance.queue = result.catch(() => undefined);
	return result;
}

const martsAlias = (id: string): string => `marts_${id.toLowerCase()}`;

function attachSnapshot(instance: Instance, snapshotsDir: string, id: string): Attached {
	const folder = join(snapshotsDir, id);
	if (!/^[0-9A-Za-z]+$/.test(id) || !existsSync(folder)) throw new QueryError(`no such snapshot: "${id}"`, '');
	const aliases = [martsAlias(id), `people_${id.toLowerCase()}`] as const;
	const opening = enqueue(instance, async () => {
		await attach(instance.control, join(folder, 'marts.duckdb'), aliases[0], { readOnly: true });
		try {
			await attach(instance.control, join(folder, 'people.duckdb'), aliases[1], { readOnly: true });
		} catch (error) {
			await detach(instance.control, aliases[0]);
			throw error;
		}
	});
	const snapshot = { aliases, opening, idle: [], readers: 0, lastUsed: 0 };
	instance.attached.set(id, snapshot);
	opening.catch(() => instance.attached.delete(id));
	return snapshot;
}

/** Detaches what nobody reads but the snapshots used last. Who asks for one of the others again waits for it to be gone. */
function detachUnused(instance: Instance): void {
	const unused = [...instance.attached].filter(([, snapshot]) => snapshot.readers === 0);
	unused.sort(([, a], [, b]) => b.lastUsed - a.lastUsed);
	for (const [id, { aliases, idle }] of unused.slice(KEPT_ATTACHED)) {
		instance.attached.delete(id);
		for (const connection of idle) connection.closeSync();
		void enqueue(instance, async () => {
			for (const alias of aliases) await detach(instance.control, alias);
		}).catch(() => undefined);
	}
}

async function connectTo(instance: Instance, snapshot: Attached): Promise<Connection> {
	const connection = await instance.database.connect();
	await connection.run(`set search_path = '${snapshot.aliases.map((alias) => `${alias}.main`).join(',')}'`);
	return connection;
}

/**
 * Opens a hub: one in-memory DuckDB that attaches snapshots READ_ONLY as they are asked for and is confined to their
 * folder. When DuckDB declares itself broken (a full disk does that), the hub opens itself anew for the next read.
 */
export async function openHub(options: HubOptions): Promise<Hub> {
	let current: Promise<Instance> | null = null;
	let reads = 0;

	function instanceNow(): Promise<Instance> {
		if (current !== null) return current;
		const opening = openInstance(options);
		opening.catch(() => forget(opening));
		current = opening;
		return opening;
	}

	/** Lets go of an instance, once for all reads that it broke; the next read opens another. */
	function forget(instance: Promise<Instance>): void {
		if (current !== instance) return;
		current = null;
		// Connections that still read keep it alive until they are closed.
		instance.then(({ database }) => database.close()).catch(() => undefined);
	}

	await instanceNow();
	async function readOne<Result>(snapshotId: string, use: (db: Connection) => Promise<Result>): Promise<Result> {
		const chosen = instanceNow();
		const instance = await chosen;
		const snapshot = instance.attached.get(snapshotId) ?? attachSnapshot(instance, options.snapshotsDir, snapshotId);
		// Counted before anything is awaited: from here on nobody detaches it.
		snapshot.readers += 1;
		snapshot.lastUsed = ++reads;
		let connection: Connection | undefined;
		try {
			await snapshot.opening;
			connection = snapshot.idle.pop() ?? (await connectTo(instance, snapshot));
			const result = await use(connection);
			snapshot.idle.push(connection);
			return result;
		} catch (error) {
			connection?.closeSync();
			if (isFatal(error)) forget(chosen);
			throw error;
		} finally {
			snapshot.readers -= 1;
			detachUnused(instance);
		}
	}

	return {
		async read(snapshotId, use) {
			try {
				return await readOne(snapshotId, use);
			} catch (cause) {
				throw isDamage(cause) ? new DamagedSnapshotError(snapshotId, { cause }) : cause;
			}
		},
		readBoth(beforeId, afterId, use) {
			const both = { before: martsAlias(beforeId), after: martsAlias(afterId) };
			// The earlier one has a reader, and stays attached, for as long as the later one is read.
			// Which of them is damaged, if one is, is found out by whoever reads it alone.
			return readOne(beforeId, () => readOne(afterId, (db) => use(db, both)));
		},
		close() {
			if (current !== null) forget(current);
		},
	};
}
