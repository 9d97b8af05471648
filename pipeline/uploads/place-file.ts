import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { uploadEnding, uploadFolder, uploadPath } from '#records/upload-files.ts';
import type { Upload } from '#records/uploads.ts';

/** Where files that newer ones took the place of are kept until the next one comes. */
const EARLIER = 'earlier';

/** Whether a file is one that a newer one took the place of. */
export function isEarlier(path: string): boolean {
	return basename(dirname(path)) === EARLIER;
}

/** The name that an upload's file has in the folder of its source: its own, with the instant at which it came. */
export function placedName({ fileName, receivedAt }: Pick<Upload, 'fileName' | 'receivedAt'>): string {
	const ending = uploadEnding(fileName) ?? '';
	const instant = receivedAt.replaceAll(/[-:]/g, '').replace('.', '').replace('Z', '');
	return `${basename(fileName).slice(0, fileName.length - ending.length)}.${instant}${ending}`;
}

const PLACED = /^(.+)\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})$/;

/** What a file in the folder of a source was called as an upload, and when it came; null where its name does not say so. */
export function uploadOfPlaced(name: string): Pick<Upload, 'fileName' | 'receivedAt'> | null {
	const ending = uploadEnding(name) ?? '';
	const [, bare, year, month, day, hour, minute, second, ms] = PLACED.exec(name.slice(0, -ending.length)) ?? [];
	if (bare === undefined || year === undefined) return null;
	return { fileName: `${bare}${ending}`, receivedAt: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z` };
}

/** The pattern of the files of a source that an upload becomes. */
export function placedPattern(folder: string, { fileName }: Upload): string {
	return join(folder, `*${uploadEnding(fileName) ?? ''}`);
}

function filesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
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

/** Paths of all files in the folder of a source, also of those that newer ones took the place of. */
export function placedFiles(folder: string): string[] {
	return [folder, join(folder, EARLIER)].flatMap((each) => filesIn(each).map((name) => join(each, name)));
}

/** Moves the file of a source to where that of an upload lies. */
export function returnFile(dataDir: string, upload: Pick<Upload, 'uploadId' | 'fileName'>, placed: string): void {
	mkdirSync(uploadFolder(dataDir, upload.uploadId), { recursive: true, mode: 0o700 });
	renameSync(placed, uploadPath(dataDir, upload));
}

/** Removes the folder of a source where no file lies in it any more. */
export function removeEmptyFolder(folder: string): void {
	for (const each of [join(folder, EARLIER), folder]) {
		if (existsSync(each) && readdirSync(each).length === 0) rmdirSync(each);
	}
}

/** Takes a file back out of the folder of a source that it did not become. */
export function takeBack(dataDir: string, upload: Upload, folder: string): void {
	const placed = join(folder, placedName(upload));
	if (existsSync(placed)) renameSync(placed, uploadPath(dataDir, upload));
	removeEmptyFolder(folder);
}
