import type { Load } from '#warehouse/raw.ts';
import { findFiles, hashFile } from '../sources/file/files.ts';
import type { FileSource } from '../sources/file/schema.ts';
import { readContract } from './contract.ts';
import { planFiles } from './plan-files.ts';

export interface PendingFile {
	readonly file: string;
	readonly bytes: number;
	/** changed: another content of this name is loaded. */
	readonly state: 'new' | 'changed' | 'unchanged';
}

/** What a load of a source would find to do. */
export interface PendingSource {
	readonly files: readonly PendingFile[];
	/** Names of loaded files whose rows would go. */
	readonly retired: readonly string[];
	/** Why everything would be loaded anew; null when only what is new would be. */
	readonly reload: 'contract changed' | 'asked for' | null;
}

/**
 * Says what a load would do, by the hashes of the files, without doing it. `active` are the source's loads in raw; where
 * raw cannot be read every file counts as new.
 * @throws SourceError when the files are not there or cannot be read
 * @throws ConfigError when the source contradicts itself
 */
export async function checkSourceFiles(
	source: FileSource,
	configDir: string,
	active: readonly Load[] = [],
	full = false,
): Promise<PendingSource> {
	const contract = readContract(source);
	const files = [];
	for (const file of await findFiles(source, configDir)) files.push(await hashFile(file));
	const loadsWithRows = new Set(active.map((load) => load.loadId));
	const plan = planFiles({ source, contractHash: contract.hash, files, active, loadsWithRows, full });
	const unchanged = new Set([...plan.unchanged, ...plan.copies].map(({ file }) => file));
	const names = new Set(active.map((load) => load.file));
	return {
		files: files.map((file) => ({
			file: file.name,
			bytes: file.bytes,
			state: unchanged.has(file) ? 'unchanged' : names.has(file.name) ? 'changed' : 'new',
		})),
		retired: plan.retired.map((load) => load.file),
		reload: plan.reload,
	};
}
