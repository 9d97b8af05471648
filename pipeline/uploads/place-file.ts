import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { uploadEnding, uploadPath } from '#records/upload-files.ts';
import type { Upload } from '#records/uploads.ts';

/** Where files that newer ones took the place of are kept until the next one comes. */
const EARLIER = 'earlier';

/** Whether a file is one that a newer one took the place of. */
export function isEarlier(path: string): boolean {
	return basename(dirname(path)) === EARLIER;
}

/** The name that an upload's file has in the folder of its source: its own, with the instant at which it came. */
export function placedName({ fileName, receivedAt }: Upload): string {
	const ending = uploadEnding(fileName) ?? '';
	const instant = receivedAt.replaceAll(/[-:]/g, '').replace('.', '').replace('Z', '');
	return `${basename(fileName).slice(0, fileName.length - ending.length)}.${instant}${ending}`;
}

/** The pattern of the files of a source that an upload becomes. */
export function placedPattern(folder: string, { fileName }: Upload): string {
	return join(folder, `*${uploadEnding(fileName) ?? ''}`);
}

function filesIn(folder: string): string[] {
	return readdirSync(folder).filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isFile());
}

/** Moves the files of a source away from those that are read, in the place of the ones that were kept before. */
function keepEarlier(folder: string, names: readonly string[]): void {
	if (names.length === 0) return;
	const earlier = join(folder, EARLIER);
	rmSync(earlier, { recursive: true, force: true });
	mkdirSync(earlier, { mode: 0o700 });
	for (const name of names) renameSync(join(folder, name), join(earlier, name));
}

/**
 * Puts the file of an upload into the folder of its source. Where it takes the place of the files there, those are kept
 * aside, and at no moment do both lie there to be read. Called again after a kill at any point it goes on where it was.
 * Gives where it lies.
 */
export function placeFile(
	dataDir: string,
	upload: Upload,
	folder: string,
	{ isReplacing = false, isCopy = false }: { readonly isReplacing?: boolean; readonly isCopy?: boolean } = {},
): string {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const from = uploadPath(dataDir, upload);
	const name = placedName(upload);
	const placed = join(folder, name);
	// Patterns pass over names that begin with a dot.
	const coming = join(folder, `.${name}`);
	if (existsSync(from) && !existsSync(placed)) {
		rmSync(coming, { force: true });
		if (isCopy) linkSync(from, coming);
		else renameSync(from, coming);
	}
	if (existsSync(coming)) {
		if (isReplacing) keepEarlier(folder, filesIn(folder));
		renameSync(coming, placed);
	}
	return placed;
}

/** Takes a file back out of the folder of a source that it did not become. */
export function takeBack(dataDir: string, upload: Upload, folder: string): void {
	const placed = join(folder, placedName(upload));
	if (existsSync(placed)) renameSync(placed, uploadPath(dataDir, upload));
	if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
