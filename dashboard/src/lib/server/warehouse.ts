import { error } from '@sveltejs/kit';
import { currentSnapshot, listSnapshots, setSnapshotAside } from '#records/snapshots.ts';
import { DamagedSnapshotError } from '#warehouse/damage.ts';
import type { Connection } from '#warehouse/database.ts';
import { openHub } from '#warehouse/hub.ts';
import type { BothCatalogs, Hub } from '#warehouse/hub.ts';
import { snapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';
import type { SnapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';
import { log } from './log.ts';
import { once } from './once.ts';
import { records } from './records.ts';
import { snapshotsFolder } from './settings.ts';

/** A published snapshot as one request reads it. */
export interface RequestSnapshot {
	readonly id: string;
	readonly facts: SnapshotFacts;
	readonly publishedAt: string;
	/** Reads from this snapshot, whatever is published meanwhile. */
	read<Result>(use: (db: Connection) => Promise<Result>): Promise<Result>;
	/**
	 * The same, kept: a snapshot never changes, so an answer under a key (the question with all its parameters) stays
	 * right. Two requests that ask at once share one reading.
	 */
	cached<Result>(key: string, use: (db: Connection) => Promise<Result>): Promise<Result>;
}

const KEPT_ANSWERS = 500;

function hub(): Promise<Hub> {
	return once('hub', () => openHub({ snapshotsDir: snapshotsFolder(), threads: 1, memoryLimit: '2GB' }));
}

function answers(): Map<string, Promise<unknown>> {
	return once('answers', () => new Map<string, Promise<unknown>>());
}

function remember<Result>(key: string, make: () => Promise<Result>): Promise<Result> {
	const kept = answers();
	const known = kept.get(key);
	if (known) {
		kept.delete(key);
		kept.set(key, known);
		return known as Promise<Result>;
	}
	const made = make();
	kept.set(key, made);
	made.catch(() => {
		if (kept.get(key) === made) kept.delete(key);
	});
	const [oldest] = kept.keys();
	if (kept.size > KEPT_ANSWERS && oldest !== undefined) kept.delete(oldest);
	return made;
}

/**
 * Takes a snapshot that turned out damaged out of use, so that the next request reads the one before, and answers this one
 * with 503; throws any other failure as it is.
 */
async function setAsideIfDamaged(failure: unknown): Promise<never> {
	if (!(failure instanceof DamagedSnapshotError)) throw failure;
	log().error({ snapshot: failure.snapshotId }, 'the snapshot is damaged and set aside; a run builds it anew');
	await setSnapshotAside(await records(), failure.snapshotId);
	error(503, 'the figures turned out damaged', { isSetAside: true });
}

/** A kept snapshot, ready to read. */
export async function snapshotById(id: string, publishedAt: string): Promise<RequestSnapshot> {
	const read = async <Result>(use: (db: Connection) => Promise<Result>): Promise<Result> =>
		(await hub()).read(id, use).catch((failure: unknown) => setAsideIfDamaged(failure));
	const cached = <Result>(key: string, use: (db: Connection) => Promise<Result>): Promise<Result> =>
		remember(`${id} ${key}`, () => read(use));
	return { id, publishedAt, facts: await cached('facts', snapshotFacts), read, cached };
}

/** The snapshot that the reader looks at, or that the pointer names now, ready to read; null before the first one. */
export async function requestSnapshot(viewedId: string | null = null): Promise<RequestSnapshot | null> {
	const db = await records();
	const viewed = viewedId === null ? undefined : (await listSnapshots(db)).find(({ id }) => id === viewedId);
	const chosen = viewed ?? (await currentSnapshot(db));
	if (chosen === null) return null;
	try {
		return await snapshotById(chosen.id, chosen.publishedAt);
	} catch (failure) {
		// It was let go of since, or is damaged. Nothing of it was read yet, so the request may as well read what is in use now.
		const isStillInUse = (await currentSnapshot(db))?.id === chosen.id;
		if (viewed === undefined && !isStillInUse) return requestSnapshot();
		throw failure;
	}
}

/** Reads two snapshots at once, and keeps the answer under a key: neither ever changes. */
export async function readBoth<Result>(
	beforeId: string,
	afterId: string,
	key: string,
	use: (db: Connection, both: BothCatalogs) => Promise<Result>,
): Promise<Result> {
	return remember(`${beforeId} ${afterId} ${key}`, async () => (await hub()).readBoth(beforeId, afterId, use));
}

/** The snapshot of a request, for pages that show figures: before the first one they answer 503. */
export function requireSnapshot(locals: Pick<App.Locals, 'snapshot'>): RequestSnapshot {
	if (!locals.snapshot) error(503, 'no snapshot has been published yet');
	return locals.snapshot;
}

/** Closes the stores, at the end of the process. */
export async function closeStores(): Promise<void> {
	(await hub()).close();
	await (await records()).destroy();
}
