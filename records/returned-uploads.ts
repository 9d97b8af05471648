import { sql } from 'kysely';
import type { Records } from './database.ts';
import type { UploadChoices } from './source-look.ts';
import { toUpload } from './uploads.ts';
import type { Upload } from './uploads.ts';
import { newId } from './values/id.ts';

/** A file of a source that is about to be an upload again. */
export interface ReturningFile {
	/** The upload that it was; null where none is known. */
	readonly uploadId: string | null;
	readonly fileName: string;
	readonly bytes: number;
	readonly receivedAt: string;
	/** By what it is to be looked at. */
	readonly choices: UploadChoices;
}

/**
 * The uploads that a source was made of, the oldest first: also those whose files are gone, and those that are on their way
 * back.
 */
export async function uploadsOfSource(records: Records, source: string): Promise<Upload[]> {
	const rows = await records
		.selectFrom('uploads')
		.selectAll()
		.where('source', '=', source)
		.where('state', 'in', ['added', 'waiting'])
		.orderBy('upload_id')
		.execute();
	return rows.map(toUpload);
}

/** Notes by what the files of a source are to be looked at, all at once; one that no upload is known of becomes one. */
export async function noteReturning(records: Records, source: string, files: readonly ReturningFile[]): Promise<void> {
	await records.transaction().execute(async (transaction) => {
		for (const { uploadId, fileName, bytes, receivedAt, choices } of files) {
			if (uploadId !== null) {
				await transaction
					.updateTable('uploads')
					.set({ choices: JSON.stringify(choices) })
					.where('upload_id', '=', uploadId)
					.execute();
				continue;
			}
			await transaction
				.insertInto('uploads')
				.values({
					upload_id: newId(),
					file_name: fileName,
					bytes,
					received: bytes,
					received_at: receivedAt,
					state: 'added',
					choices: JSON.stringify(choices),
					revision: 1,
					look: null,
					error: null,
					source,
					addition_id: null,
					ended_at: receivedAt,
				})
				.execute();
		}
	});
}

/** Has an upload in the list again. It keeps its source until its file is back, and is not looked at before. */
export async function returnUpload(records: Records, uploadId: string): Promise<void> {
	await records
		.updateTable('uploads')
		.set({ state: 'waiting', revision: sql<number>`revision + 1`, error: null, addition_id: null, ended_at: null })
		.where('upload_id', '=', uploadId)
		.where('state', '=', 'added')
		.execute();
}

/** Notes that the file of an upload is back: it counts as one that came just now. */
export async function endReturn(records: Records, uploadId: string, now: string): Promise<void> {
	await records
		.updateTable('uploads')
		.set({ source: null, received_at: now })
		.where('upload_id', '=', uploadId)
		.where('state', '=', 'waiting')
		.execute();
}

/** Forgets uploads that a source was made of and whose files are gone. */
export async function forgetUploadsOf(records: Records, source: string): Promise<void> {
	await records.deleteFrom('uploads').where('source', '=', source).where('state', '=', 'added').execute();
}
