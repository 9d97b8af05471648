import { createHash } from 'node:crypto';
import { glob, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, resolve } from 'node:path';
import { SourceError } from '../../errors.ts';
import { readChunks } from './chunks.ts';
import type { ReadOptions } from './chunks.ts';
import type { FileSource } from './schema.ts';

/** A file of a source as it was when it was looked at. */
export interface FoundFile {
	readonly path: string;
	/** Base name. */
	readonly name: string;
	readonly bytes: number;
	/** Changes whenever the file is written or replaced. */
	readonly stamp: string;
}

export interface HashedFile extends FoundFile {
	/** SHA-256 of its bytes, hexadecimal. */
	readonly hash: string;
}

function stampOf(stats: Stats): string {
	return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}`;
}

async function statOrNull(path: string): Promise<Stats | null> {
	try {
		return await stat(path);
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw new SourceError(`${path} cannot be read: ${(cause as Error).message}`, {
			hint: 'give the user that runs kundig the right to read the file and its folder',
			cause,
		});
	}
}

function byName(a: string, b: string): number {
	const [nameA, nameB] = [basename(a), basename(b)];
	return nameA < nameB ? -1 : nameA > nameB ? 1 : a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The files that a source's path or glob names, sorted by base name.
 * @throws SourceError when there is none or the path is a folder
 */
export async function findFiles(source: Pick<FileSource, 'path'>, configDir: string): Promise<FoundFile[]> {
	const literal = resolve(configDir, source.path);
	const found: FoundFile[] = [];
	const add = (path: string, stats: Stats): void => {
		found.push({ path, name: basename(path), bytes: stats.size, stamp: stampOf(stats) });
	};
	const stats = await statOrNull(literal);
	if (stats?.isDirectory()) {
		throw new SourceError(`${literal} is a folder (expected a file or a pattern)`, {
			hint: `write sources.path as a pattern such as "${source.path.replace(/\/$/, '')}/*.csv"`,
		});
	}
	if (stats !== null) {
		add(literal, stats);
		return found;
	}
	const paths: string[] = [];
	for await (const match of glob(source.path, { cwd: configDir })) paths.push(resolve(configDir, match));
	for (const path of paths.sort(byName)) {
		const matched = await statOrNull(path);
		if (matched?.isFile()) add(path, matched);
	}
	if (found.length === 0) {
		const isPattern = /[*?[{]/.test(source.path);
		throw new SourceError(isPattern ? `no file matches ${literal}` : `${literal} does not exist`, {
			hint: 'put the file there or mend sources.path; it is relative to the folder of the config file',
			retryable: true,
		});
	}
	return found;
}

/**
 * Makes sure that a file is the one that was looked at before.
 * @throws SourceError, worth another try, when it was written, replaced or removed since
 */
export async function assertUnchanged(file: FoundFile): Promise<void> {
	const now = await statOrNull(file.path);
	if (now === null || stampOf(now) !== file.stamp) {
		throw new SourceError(`${file.name} changed while it was read`, {
			hint: 'run again when it is complete; write it under another name and rename it to be safe',
			retryable: true,
		});
	}
}

/**
 * Reads a file once for its hash.
 * @throws SourceError when it cannot be read or changes meanwhile
 */
export async function hashFile(file: FoundFile, options: ReadOptions = {}): Promise<HashedFile> {
	const hash = createHash('sha256');
	try {
		for await (const chunk of readChunks(file.path, 0, options)) hash.update(chunk);
	} catch (cause) {
		options.signal?.throwIfAborted();
		throw new SourceError(`${file.path} cannot be read: ${(cause as Error).message}`, {
			hint: 'give the user that runs kundig the right to read it',
			cause,
		});
	}
	await assertUnchanged(file);
	return { ...file, hash: hash.digest('hex') };
}
