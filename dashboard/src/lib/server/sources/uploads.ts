import { mkdir, open, statfs } from 'node:fs/promises';
import { removeUploadFile, safeFileName, uploadEnding, uploadFolder, uploadPath } from '#records/upload-files.ts';
import {
	beginUpload,
	chooseForUpload,
	confirmUpload,
	forgetUpload,
	noteReceived,
	reopenUpload,
	uploadById,
} from '#records/uploads.ts';
import type { Upload } from '#records/uploads.ts';
import { records } from '../records.ts';
import { dataFolder } from '../settings.ts';

/** The largest file that is taken from a browser; a larger one is better named on the command line, where it lies. */
export const MOST_BYTES = 4 * 1024 ** 3;
/** Files come in pieces of this size: one that is lost is sent again by itself. */
export const PIECE_BYTES = 8 * 1024 ** 2;

/** Why a file is not taken. */
export type UploadProblem = 'no_kind' | 'too_large' | 'no_space' | 'empty';

async function hasSpaceFor(bytes: number): Promise<boolean> {
	const { bavail, bsize } = await statfs(dataFolder());
	// The file, its rows in raw and a snapshot of them.
	return bavail * bsize > bytes * 3;
}

/** Begins to take a file: notes it, and makes the place for its bytes. */
export async function startUpload(
	name: string,
	bytes: number,
): Promise<{ readonly upload: Upload } | { readonly problem: UploadProblem }> {
	if (uploadEnding(name) === null) return { problem: 'no_kind' };
	if (bytes <= 0) return { problem: 'empty' };
	if (bytes > MOST_BYTES) return { problem: 'too_large' };
	if (!(await hasSpaceFor(bytes))) return { problem: 'no_space' };
	const upload = await beginUpload(await records(), { fileName: safeFileName(name), bytes }, new Date().toISOString());
	const folder = uploadFolder(dataFolder(), upload.uploadId);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const file = await open(uploadPath(dataFolder(), upload), 'w', 0o600);
	await file.close();
	return { upload };
}

/**
 * Takes a piece of a file, which has to be the next one; with the last one the file is synced and waits to be looked at.
 * Gives how many bytes are here, or null where the piece does not fit: then the sender asks how many there are.
 */
export async function receivePiece(uploadId: string, at: number, piece: Uint8Array): Promise<number | null> {
	const db = await records();
	const upload = await uploadById(db, uploadId);
	const received = at + piece.byteLength;
	if (upload?.state !== 'receiving' || upload.received !== at || received > upload.bytes) return null;
	const file = await open(uploadPath(dataFolder(), upload), 'r+');
	try {
		await file.write(piece, 0, piece.byteLength, at);
		if (received === upload.bytes) await file.sync();
	} finally {
		await file.close();
	}
	await noteReceived(db, uploadId, received);
	return received;
}

/** How many bytes of a file are here; null where there is no such upload. */
export async function bytesReceived(uploadId: string): Promise<number | null> {
	return (await uploadById(await records(), uploadId))?.received ?? null;
}

/** Takes a whole file, as a form without a script sends it. */
export async function takeWholeFile(file: File): Promise<{ readonly problem: UploadProblem } | null> {
	const started = await startUpload(file.name, file.size);
	if ('problem' in started) return started;
	await receivePiece(started.upload.uploadId, 0, new Uint8Array(await file.arrayBuffer()));
	return null;
}

/** Takes an upload off the list, with its file. Gives false where it is a source already, or about to be one. */
export async function discardUpload(uploadId: string): Promise<boolean> {
	const isForgotten = await forgetUpload(await records(), uploadId);
	if (isForgotten) removeUploadFile(dataFolder(), uploadId);
	return isForgotten;
}

/** Looks again at one that could not be looked at. */
export async function lookAgain(uploadId: string): Promise<boolean> {
	const db = await records();
	const upload = await uploadById(db, uploadId);
	return upload !== null && chooseForUpload(db, uploadId, upload.choices);
}

/** Says that what was found is right. Gives false where it has changed since, or something is still to be said. */
export async function confirm(uploadId: string, revision: number): Promise<boolean> {
	const db = await records();
	const upload = await uploadById(db, uploadId);
	const look = upload?.look ?? null;
	if (look === null || !isComplete(look)) return false;
	return confirmUpload(db, uploadId, revision);
}

/** Whether nothing is left to be said: no open question, nothing that an entity lacks, nothing that refuses a load. */
export function isComplete({ questions, entities, refused }: NonNullable<Upload['look']>): boolean {
	return (
		refused === null &&
		questions.every(({ suggested }) => suggested !== null) &&
		entities.every(({ missing }) => missing.length === 0)
	);
}

/** Takes a confirmation back. Gives false where it is being added. */
export async function reopen(uploadId: string): Promise<boolean> {
	return reopenUpload(await records(), uploadId);
}
