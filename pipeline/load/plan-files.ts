import type { Load } from '#warehouse/raw.ts';
import { SourceError } from '../errors.ts';
import type { HashedFile } from '../sources/file/files.ts';
import type { ContentSource } from '../sources/schema.ts';

/** What is to be done so that raw holds what the files say. */
export interface FilePlan {
	/** Files whose content is loaded already. */
	readonly unchanged: readonly { readonly file: HashedFile; readonly load: Load }[];
	/** Files with the content of another that is to be loaded: they add nothing. */
	readonly copies: readonly { readonly file: HashedFile; readonly of: HashedFile }[];
	/** Files to load, in this order, each with the name that its rows carry. */
	readonly toLoad: readonly { readonly file: HashedFile; readonly label: string }[];
	/** Loads whose rows go. */
	readonly retired: readonly Load[];
	/** Why everything is loaded anew; null when only what is new is. */
	readonly reload: 'contract changed' | 'asked for' | null;
}

export interface PlanInput {
	readonly source: ContentSource;
	readonly contractHash: string;
	/** Sorted by name. */
	readonly files: readonly HashedFile[];
	/** The source's active loads in the order in which they were made. */
	readonly active: readonly Load[];
	/** Ids of loads that still have rows in raw; needed where everything may be loaded anew. */
	readonly loadsWithRows: ReadonlySet<string>;
	readonly full: boolean;
}

/** The file's own name of a label: `orders.csv (2)` stands for a second orders.csv. */
function nameOf(label: string): string {
	return label.replace(/ \(\d+\)$/, '');
}

/** Gives each file a label that no active load of the source has, so that file and line name one row. */
function labelled(files: readonly HashedFile[], kept: readonly Load[]): { file: HashedFile; label: string }[] {
	const taken = new Set(kept.map((load) => load.file));
	return files.map((file) => {
		let label = file.name;
		for (let number = 2; taken.has(label); number += 1) label = `${file.name} (${number})`;
		taken.add(label);
		return { file, label };
	});
}

/** The first file of each content, and the others. */
function apartFromCopies(files: readonly HashedFile[]): {
	first: HashedFile[];
	copies: { file: HashedFile; of: HashedFile }[];
} {
	const byHash = new Map<string, HashedFile>();
	const copies: { file: HashedFile; of: HashedFile }[] = [];
	for (const file of files) {
		const of = byHash.get(file.hash);
		if (of === undefined) byHash.set(file.hash, file);
		else copies.push({ file, of });
	}
	return { first: [...byHash.values()], copies };
}

function planReload(input: PlanInput, reload: 'contract changed' | 'asked for'): FilePlan {
	const { source, files, active } = input;
	const hashes = new Set(files.map((file) => file.hash));
	// What came under replace was the whole truth of its time: without its file it would be retired anyway.
	const gone = active.filter(
		(load) => load.disposition !== 'replace' && input.loadsWithRows.has(load.loadId) && !hashes.has(load.fileHash),
	);
	if (gone.length > 0) {
		const names = gone.slice(0, 5).map((load) => load.file);
		const more = gone.length > names.length ? ', …' : '';
		const why = reload === 'asked for' ? 'a full load was asked for' : 'its columns, types, format or key changed';
		throw new SourceError(
			`source ${source.name} cannot be loaded anew (${why}): ${gone.length} of the files that its rows came from ` +
				`are gone or changed (${names.join(', ')}${more})`,
			{ hint: 'put the files back, or give the source a new name' },
		);
	}
	const { first, copies } = apartFromCopies(files);
	// Where later files outdo earlier ones the order of the first time is kept.
	const place = new Map(active.map((load, index) => [load.fileHash, index]));
	const inOrder = first.toSorted((a, b) => (place.get(a.hash) ?? active.length) - (place.get(b.hash) ?? active.length));
	return { unchanged: [], copies, toLoad: labelled(inOrder, []), retired: active, reload };
}

/**
 * Compares the files of a source with what is loaded, by content.
 *
 * - replace: the files together are the whole truth, so loads whose content is gone are retired.
 * - merge: a content is loaded again when another one came under the same name in between: the file went back.
 * - append: a content is loaded once.
 * - scd2: as merge, but nothing is ever retired: each content is what the source was at its time.
 *
 * @throws SourceError when everything has to be loaded anew but files that cannot be missed are gone
 */
export function planFiles(input: PlanInput): FilePlan {
	const { source, files, active, contractHash } = input;
	const keepsVersions = source.disposition === 'scd2';
	const isOther = active.some((load) => load.contractHash !== contractHash);
	// Versions of before are in no file any more: nothing of them is loaded anew.
	if (!keepsVersions && isOther) return planReload(input, 'contract changed');
	if (!keepsVersions && input.full && active.length > 0) return planReload(input, 'asked for');
	const latestOfHash = new Map(active.map((load, index) => [load.fileHash, { load, index }]));
	const latestOfName = new Map(active.map((load, index) => [nameOf(load.file), { load, index }]));
	const unchanged: { file: HashedFile; load: Load }[] = [];
	const fresh: HashedFile[] = [];
	const retired: Load[] = [];
	for (const file of files) {
		const loaded = latestOfHash.get(file.hash);
		const newest = latestOfName.get(file.name);
		const wentBack =
			(source.disposition === 'merge' || keepsVersions) &&
			loaded !== undefined &&
			newest !== undefined &&
			newest.index > loaded.index &&
			newest.load.fileHash !== file.hash;
		// Under another contract the newest state is read once more.
		const isReread = keepsVersions && loaded?.index === active.length - 1 && loaded.load.contractHash !== contractHash;
		if (loaded !== undefined && !wentBack && !isReread) {
			unchanged.push({ file, load: loaded.load });
			continue;
		}
		if (loaded !== undefined && !keepsVersions && !retired.includes(loaded.load)) retired.push(loaded.load);
		fresh.push(file);
	}
	if (source.disposition === 'replace') {
		const hashes = new Set(files.map((file) => file.hash));
		retired.push(...active.filter((load) => !hashes.has(load.fileHash)));
	}
	const { first, copies } = apartFromCopies(fresh);
	const kept = active.filter((load) => !retired.includes(load));
	return { unchanged, copies, toLoad: labelled(first, kept), retired, reload: null };
}
