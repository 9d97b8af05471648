import { existsSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Records } from '#records/database.ts';
import { endRemoval } from '#records/removals.ts';
import type { Removal } from '#records/removals.ts';
import { endReturn, forgetUploadsOf, noteReturning, returnUpload, uploadsOfSource } from '#records/returned-uploads.ts';
import type { ReturningFile } from '#records/returned-uploads.ts';
import { wantRun } from '#records/runs.ts';
import { filesFolder, safeFileName, uploadEnding, uploadPath } from '#records/upload-files.ts';
import type { Upload } from '#records/uploads.ts';
import { removeFromConfig } from '../config-file/write-source.ts';
import { loadConfig } from '../config.ts';
import type { LoadedConfig } from '../config.ts';
import { describeFailure } from '../describe-failure.ts';
import { ConfigError } from '../errors.ts';
import { failpoint } from '../failpoint.ts';
import type { FileSource } from '../sources/file/schema.ts';
import { choicesOfSource, mergeChoices } from './choices-of-source.ts';
import { droppedFolder } from './newer-file.ts';
import { placedFiles, placedName, removeEmptyFolder, returnFile, uploadOfPlaced } from './place-file.ts';
import type { UploadOrder } from './upload-process.ts';

/** The config would be left without a source. */
class OnlySourceError extends ConfigError {}

/** @throws ConfigError when another source of the config needs one, or its folder */
function requireUnneeded(name: string, folder: string, { config, dir }: LoadedConfig, dataDir: string): void {
	for (const source of config.sources) {
		if (source.name === name) continue;
		if (source.type === 'file' && droppedFolder(source, dir, dataDir) === folder) {
			throw new ConfigError(`the config reads the files of ${name} as ${source.name}, too`, {
				hint: `take ${source.name} out of the config first`,
			});
		}
		const referring = Object.entries(source.columns).find(
			([, column]) => typeof column !== 'string' && column.references?.startsWith(`${name}.`),
		);
		if (referring !== undefined) {
			throw new ConfigError(`${referring[0]} of ${source.name} refers to ${name}`, {
				hint: `take "references" of it out of the config first`,
			});
		}
	}
}

/**
 * The entry of a source that can be taken back; null where it has left the config already.
 * @throws ConfigError when its files were not dropped on the page, or the config needs it
 */
function entryOf(name: string, folder: string, loaded: LoadedConfig, dataDir: string): FileSource | null {
	requireUnneeded(name, folder, loaded, dataDir);
	const { config, dir } = loaded;
	const source = config.sources.find((each) => each.name === name);
	if (source === undefined) return null;
	if (source.type !== 'file' || droppedFolder(source, dir, dataDir) !== folder) {
		throw new ConfigError(`the files of ${name} were not dropped on the page`, {
			hint: `take the entry of ${name} out of the config by hand`,
		});
	}
	if (config.sources.length === 1) {
		throw new OnlySourceError(`${name} is the only source`, { hint: 'add another one first' });
	}
	return source;
}

/** Where a file of a source lies, by a name that says what it was called and when it came; one put there by hand gets one. */
function placedAsUpload(path: string): string {
	const name = basename(path);
	if (uploadOfPlaced(name) !== null) return path;
	const receivedAt = statSync(path).mtime.toISOString();
	const placed = join(dirname(path), placedName({ fileName: safeFileName(name), receivedAt }));
	renameSync(path, placed);
	return placed;
}

/**
 * Notes each file of a source beside the upload that it was, with what somebody said of it and what the config says now: once
 * the entry is gone nothing else knows which of its columns are to be kept out.
 */
async function noteFiles(records: Records, source: FileSource, folder: string): Promise<void> {
	const uploads = await uploadsOfSource(records, source.name);
	const told = choicesOfSource(source);
	// What was said of the first was the source; those that came to it had nothing said of them.
	const first = uploads[0]?.choices ?? {};
	const files: ReturningFile[] = [];
	for (const path of placedFiles(folder).filter((each) => uploadEnding(each) !== null)) {
		const placed = placedAsUpload(path);
		const named = uploadOfPlaced(basename(placed));
		if (named === null) continue;
		const upload = uploads.find((each) => placedName(each) === basename(placed));
		const before = mergeChoices(first, upload?.choices ?? {});
		files.push({
			uploadId: upload?.uploadId ?? null,
			...named,
			bytes: statSync(placed).size,
			choices: mergeChoices(before, told),
		});
	}
	const inOrder = files.toSorted((left, right) => left.receivedAt.localeCompare(right.receivedAt));
	// The first was a source of its own, whatever others there are; those after it belong with it.
	const returning = inOrder.map((file, place) => ({ ...file, choices: { ...file.choices, continues: place > 0 } }));
	await noteReturning(records, source.name, returning);
}

/** @throws ConfigError where a file lies there of which nothing is known, and no entry tells any more */
function requireKnown(name: string, folder: string, uploads: readonly Upload[]): void {
	const names = new Set(uploads.map((upload) => placedName(upload)));
	const unknown = placedFiles(folder).filter((path) => uploadEnding(path) !== null && !names.has(basename(path)));
	if (unknown.length === 0) return;
	throw new ConfigError(`the config has no source ${name} any more`, {
		hint: `its files lie in ${folder}: drop them on the page again, or delete them`,
	});
}

/** Moves the files of a source back to their uploads, which are looked at again. */
async function returnFiles(records: Records, name: string, folder: string, dataDir: string): Promise<void> {
	const uploads = await uploadsOfSource(records, name);
	requireKnown(name, folder, uploads);
	const paths = new Map(placedFiles(folder).map((path) => [basename(path), path]));
	const began = Date.now();
	for (const [place, upload] of uploads.entries()) {
		const placed = paths.get(placedName(upload));
		if (placed !== undefined) {
			await returnUpload(records, upload.uploadId);
			failpoint('removal.returned');
			returnFile(dataDir, upload, placed);
			failpoint('removal.moved');
		}
		// Instants differ: the names that files of one name have as a source's are made of them.
		const now = new Date(began + place).toISOString();
		if (existsSync(uploadPath(dataDir, upload))) await endReturn(records, upload.uploadId, now);
	}
	await forgetUploadsOf(records, name);
	removeEmptyFolder(folder);
	failpoint('removal.emptied');
}

async function takeBackFiles(records: Records, name: string, { dataDir, configFile }: UploadOrder): Promise<void> {
	const folder = join(filesFolder(dataDir), name);
	const source = entryOf(name, folder, await loadConfig(configFile), dataDir);
	if (source !== null) {
		await noteFiles(records, source, folder);
		if (!(await removeFromConfig(configFile, name))) {
			throw new ConfigError(`the entry of ${name} was not found in ${configFile}, so nothing was changed`, {
				hint: 'take it out of the config by hand',
			});
		}
		failpoint('removal.unlisted');
	}
	await returnFiles(records, name, folder, dataDir);
}

const now = (): string => new Date().toISOString();

/**
 * Takes a source back: it leaves the config that runs go by, its files become uploads again that are looked at, and a run is
 * wanted without it. What was done before a process died is not done again. Why it cannot be done is noted; as long as the
 * entry is in the config nothing was changed then.
 */
export async function takeBackSource(records: Records, removal: Removal, order: UploadOrder): Promise<void> {
	const { removalId, source } = removal;
	try {
		await takeBackFiles(records, source, order);
	} catch (error) {
		const { message, hint } = describeFailure(error);
		const reason = error instanceof OnlySourceError ? 'only_source' : null;
		await endRemoval(records, removalId, { endedAt: now(), runId: null, error: { message, hint, reason } });
		return;
	}
	const run = await wantRun(records, { trigger: 'page', isAnew: true });
	failpoint('removal.wanted');
	await endRemoval(records, removalId, { endedAt: now(), runId: run.runId, error: null });
}
