import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * What a restore puts in the place of what is there lies complete in this folder, with `plan.json` and `stores/`. As long
 * as it is there the restore is decided, and has to be finished before anything is opened.
 */
const READY = 'restore.ready';
/** The same before it is complete: it means nothing, and the next restore deletes it. */
const UNREADY = 'restore.tmp';
const REPLACED = 'replaced';
const ASIDE_DONE = 'aside-done';

/** What a data folder holds that must not lie beside restored stores: their logs, and snapshots of other rows. */
const REPLACED_NAMES = [
	'records.db',
	'records.db-wal',
	'records.db-shm',
	'raw.duckdb',
	'raw.duckdb.wal',
	'pseudonym.key',
	'company',
	'files',
	'snapshots',
	'tmp',
] as const;

/** The parts at which tests end the process. */
export type SwapPart = 'decided' | 'aside-one' | 'aside' | 'placed-one' | 'placed';

interface SwapPlan {
	/** Says which restore it is. */
	readonly id: string;
	/** The folder, within the data folder, that what is replaced is kept in. */
	readonly aside: string;
	/** What else is put aside, beside what always is. */
	readonly alsoAside?: readonly string[];
}

function syncFolder(path: string): void {
	const handle = openSync(path, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** An empty folder that a restore may fill; what an interrupted one left there is deleted. */
export function startRestore(dataDir: string): string {
	abandonRestore(dataDir);
	const folder = join(dataDir, UNREADY);
	const stores = join(folder, 'stores');
	mkdirSync(stores, { recursive: true, mode: 0o700 });
	return stores;
}

/** Deletes what a restore that failed had put into its folder. */
export function abandonRestore(dataDir: string): void {
	rmSync(join(dataDir, UNREADY), { recursive: true, force: true });
	if (!isRestorePending(dataDir)) rmSync(join(dataDir, READY), { recursive: true, force: true });
}

/** Decides a restore whose files are complete and synced: from here on it is finished, whatever happens. */
export function decideRestore(
	dataDir: string,
	{
		id,
		asideName,
		alsoAside = [],
	}: { readonly id: string; readonly asideName: string; readonly alsoAside?: readonly string[] },
): void {
	const folder = join(dataDir, UNREADY);
	let aside = join(REPLACED, asideName);
	// What an earlier restore put aside is never moved over.
	for (let time = 2; existsSync(join(dataDir, aside)); time += 1) aside = join(REPLACED, `${asideName}-${time}`);
	const plan: SwapPlan = { id, aside, alsoAside };
	writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan), { mode: 0o600, flush: true });
	syncFolder(join(folder, 'stores'));
	syncFolder(folder);
	renameSync(folder, join(dataDir, READY));
	syncFolder(dataDir);
}

function planOf(dataDir: string): SwapPlan {
	return JSON.parse(readFileSync(join(dataDir, READY, 'plan.json'), 'utf8')) as SwapPlan;
}

/** Whether a restore was decided and not finished. */
export function isRestorePending(dataDir: string): boolean {
	return existsSync(join(dataDir, READY, 'plan.json'));
}

/** Which restore was decided and not finished, or null. */
export function pendingRestore(dataDir: string): string | null {
	return isRestorePending(dataDir) ? planOf(dataDir).id : null;
}

/**
 * Finishes a decided restore: moves what is there aside, then what is restored into its place, all by renames within the
 * data folder. Called again after a kill at any point it goes on where it was. The caller holds the folder's lock. Gives the
 * folder that holds what was replaced, or null where there was nothing.
 */
export function finishRestore(dataDir: string, onPart: (part: SwapPart) => void = () => undefined): string | null {
	const ready = join(dataDir, READY);
	const stores = join(ready, 'stores');
	const plan = planOf(dataDir);
	const aside = join(dataDir, plan.aside);
	onPart('decided');
	if (!existsSync(join(ready, ASIDE_DONE))) {
		for (const name of new Set([...REPLACED_NAMES, ...(plan.alsoAside ?? []), ...readdirSync(stores)])) {
			if (!existsSync(join(dataDir, name))) continue;
			mkdirSync(aside, { recursive: true, mode: 0o700 });
			renameSync(join(dataDir, name), join(aside, name));
			onPart('aside-one');
		}
		if (existsSync(aside)) syncFolder(aside);
		syncFolder(dataDir);
		writeFileSync(join(ready, ASIDE_DONE), '', { mode: 0o600, flush: true });
		syncFolder(ready);
	}
	onPart('aside');
	for (const name of readdirSync(stores)) {
		renameSync(join(stores, name), join(dataDir, name));
		onPart('placed-one');
	}
	syncFolder(dataDir);
	onPart('placed');
	// The plan first: without it the folder means nothing.
	rmSync(join(ready, 'plan.json'));
	rmSync(ready, { recursive: true, force: true });
	return existsSync(aside) ? aside : null;
}
