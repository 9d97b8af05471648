import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where the files of sources lie that people dropped on the page, a folder for each source. */
export const filesFolder = (dataDir: string): string => join(dataDir, 'files');

/** Where the files of uploads lie, each in a folder of its own. */
export const uploadsFolder = (dataDir: string): string => join(dataDir, 'uploads');

/** The folder of an upload. */
export const uploadFolder = (dataDir: string, uploadId: string): string => join(uploadsFolder(dataDir), uploadId);

/** The file of an upload. */
export function uploadPath(dataDir: string, upload: { readonly uploadId: string; readonly fileName: string }): string {
	return join(uploadFolder(dataDir, upload.uploadId), upload.fileName);
}

/** Names of sources that have a folder of files which people dropped. */
export function sourcesWithFiles(dataDir: string): string[] {
	return foldersIn(filesFolder(dataDir));
}

/** Names of the folders in a folder, none where it is not there. */
export function foldersIn(path: string): string[] {
	if (!existsSync(path)) return [];
	return readdirSync(path, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
}

/** Deletes the file of an upload, and its folder. */
export function removeUploadFile(dataDir: string, uploadId: string): void {
	rmSync(uploadFolder(dataDir, uploadId), { recursive: true, force: true });
}

/** Deletes files of uploads that nothing knows of any more. */
export function removeStrayUploads(dataDir: string, known: ReadonlySet<string>): void {
	if (!existsSync(uploadsFolder(dataDir))) return;
	for (const id of readdirSync(uploadsFolder(dataDir))) if (!known.has(id)) removeUploadFile(dataDir, id);
}

const ENDINGS = /\.(csv|tsv|txt|jsonl|ndjson)(\.gz)?$|\.(parquet|xlsx)$/i;

/** How the name of a file ends, where it is one that can be read: `.csv`, `.csv.gz`, `.xlsx`; null for all others. */
export function uploadEnding(fileName: string): string | null {
	return ENDINGS.exec(fileName)?.[0].toLowerCase() ?? null;
}

const MOST_LETTERS = 120;

/** A name for a file on this disk by what it was called elsewhere: letters, digits and few signs, never a path. */
export function safeFileName(given: string): string {
	const ending = uploadEnding(given) ?? '';
	const bare = given
		.slice(0, given.length - ending.length)
		.replace(/^.*[\\/]/, '')
		.normalize('NFC')
		.replace(/[^\p{L}\p{N}_. ()-]+/gu, '-')
		.replace(/^[.\s-]+|[.\s]+$/g, '')
		.slice(0, MOST_LETTERS);
	return `${bare === '' ? 'file' : bare}${ending}`;
}
