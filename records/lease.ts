import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Records } from './database.ts';

export type LeaseRole = 'supervisor' | 'run' | 'upgrade' | 'restore';

/** The right to write in a data folder: one process at a time has it. */
export interface Lease {
	/** Grows with each holder; a write that carries an older one is refused. */
	readonly token: number;
	renew(): Promise<void>;
	release(): Promise<void>;
}

export interface LeaseHolder {
	readonly pid: number;
	readonly role: string;
	readonly token: number;
}

/** Another process holds the data folder. */
export class LeaseHeldError extends Error {
	readonly holder: Pick<LeaseHolder, 'pid' | 'role'> | null;
	constructor(dataDir: string, holder: Pick<LeaseHolder, 'pid' | 'role'> | null, options?: ErrorOptions) {
		super(
			holder === null
				? `the data folder ${dataDir} is held by another process`
				: `the data folder ${dataDir} is held by process ${holder.pid} (${holder.role})`,
			options,
		);
		this.name = 'LeaseHeldError';
		this.holder = holder;
	}
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
	return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

/** The lock of a data folder without its row: for what happens before records.db can be opened. */
export interface FolderLock {
	release(): void;
}

function lockFile(dataDir: string): DatabaseSync | { readonly busy: unknown } {
	const path = join(dataDir, 'lock.sqlite');
	const lock = new DatabaseSync(path, { timeout: 0 });
	try {
		lock.exec('pragma journal_mode = delete; begin exclusive');
		chmodSync(path, 0o600);
		return lock;
	} catch (cause) {
		lock.close();
		if (!isBusy(cause)) throw cause;
		return { busy: cause };
	}
}

/** Reads or writes the lease's row in a records.db of whatever schema, or gives null: the file may be damaged, or missing. */
function inRow<Result>(dataDir: string, use: (database: DatabaseSync) => Result): Result | null {
	const path = join(dataDir, 'records.db');
	if (!existsSync(path)) return null;
	try {
		const database = new DatabaseSync(path, { timeout: 5000 });
		try {
			return use(database);
		} finally {
			database.close();
		}
	} catch {
		return null;
	}
}

/**
 * Takes the lock of a data folder whose records.db need not be readable, and leaves word there of who has it, as far as
 * that can be written.
 * @throws LeaseHeldError when another process has it
 */
export function lockFolder(dataDir: string, role: LeaseRole, now: Date): FolderLock {
	const lock = lockFile(dataDir);
	if (!(lock instanceof DatabaseSync)) {
		const holder = inRow(dataDir, (database) => database.prepare('select pid, role from lease').get() ?? null);
		const known = holder === null ? null : { pid: Number(holder.pid), role: String(holder.role) };
		throw new LeaseHeldError(dataDir, known, { cause: lock.busy });
	}
	const at = now.toISOString();
	inRow(dataDir, (database) =>
		database
			.prepare(
				`replace into lease (id, owner, pid, role, token, taken_at, renewed_at)
				values (1, ?, ?, ?, coalesce((select max(token) from lease), 0) + 1, ?, ?)`,
			)
			.run(randomUUID(), process.pid, role, at, at),
	);
	return {
		release() {
			if (lock.isOpen) lock.close();
		},
	};
}

/**
 * Takes the lease on a data folder. The truth is an exclusive transaction on `lock.sqlite` for as long as this process
 * lives: the kernel ends it with the process, however that dies. The row beside it says who holds the lease and carries
 * the fencing token.
 * @throws LeaseHeldError when another process has it
 */
export async function takeLease(records: Records, dataDir: string, role: LeaseRole, now: Date): Promise<Lease> {
	const lock = lockFile(dataDir);
	if (!(lock instanceof DatabaseSync)) {
		throw new LeaseHeldError(dataDir, await leaseHolder(records), { cause: lock.busy });
	}
	const owner = randomUUID();
	const token = await enterHolder(records, { owner, role, at: now.toISOString() }).catch((error: unknown) => {
		lock.close();
		throw error;
	});
	return {
		token,
		async renew() {
			await records
				.updateTable('lease')
				.set({ renewed_at: new Date().toISOString() })
				.where('owner', '=', owner)
				.execute();
		},
		release() {
			if (lock.isOpen) lock.close();
			return Promise.resolve();
		},
	};
}

async function enterHolder(
	records: Records,
	{ owner, role, at }: { readonly owner: string; readonly role: LeaseRole; readonly at: string },
): Promise<number> {
	return records.transaction().execute(async (transaction) => {
		const before = await transaction.selectFrom('lease').select('token').executeTakeFirst();
		const token = (before?.token ?? 0) + 1;
		const row = { id: 1, owner, pid: process.pid, role, token, taken_at: at, renewed_at: at };
		await transaction.replaceInto('lease').values(row).execute();
		return token;
	});
}

/** Who took the lease last, or null; they may have let go of it since. */
export async function leaseHolder(records: Records): Promise<LeaseHolder | null> {
	const row = await records.selectFrom('lease').select(['pid', 'role', 'token']).executeTakeFirst();
	return row ?? null;
}

/** Whether a token is still the newest one: asked right before each commit of a run. */
export async function isCurrentToken(records: Records, token: number): Promise<boolean> {
	return (await leaseHolder(records))?.token === token;
}
