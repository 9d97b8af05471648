import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Records } from './database.ts';
import type { UploadState, UploadsTable } from './schema/uploads.ts';
import type { SourceLook, UploadChoices, UploadError } from './source-look.ts';
import { newId } from './values/id.ts';

/** A file that somebody dropped, on its way to becoming a source. Its bytes lie in the data folder (see uploadPath). */
export interface Upload {
	readonly uploadId: string;
	readonly fileName: string;
	readonly bytes: number;
	/** Bytes that are here. */
	readonly received: number;
	readonly receivedAt: string;
	readonly state: UploadState;
	readonly choices: UploadChoices;
	readonly revision: number;
	/** What was found in it; null before, and when it has ended. */
	readonly look: SourceLook | null;
	readonly error: UploadError | null;
	readonly source: string | null;
	readonly additionId: string | null;
}

/** An upload as its row tells it. */
export function toUpload(row: Selectable<UploadsTable>): Upload {
	return {
		uploadId: row.upload_id,
		fileName: row.file_name,
		bytes: row.bytes,
		received: row.received,
		receivedAt: row.received_at,
		state: row.state,
		choices: JSON.parse(row.choices) as UploadChoices,
		revision: row.revision,
		look: row.look === null ? null : (JSON.parse(row.look) as SourceLook),
		error: row.error === null ? null : (JSON.parse(row.error) as UploadError),
		source: row.source,
		additionId: row.addition_id,
	};
}

/** Notes a file whose pieces are about to come. */
export async function beginUpload(
	records: Records,
	file: { readonly fileName: string; readonly bytes: number },
	now: string,
): Promise<Upload> {
	const row = await records
		.insertInto('uploads')
		.values({
			upload_id: newId(),
			file_name: file.fileName,
			bytes: file.bytes,
			received: 0,
			received_at: now,
			state: 'receiving',
			choices: '{}',
			revision: 1,
			look: null,
			error: null,
			source: null,
			addition_id: null,
			ended_at: null,
		})
		.returningAll()
		.executeTakeFirstOrThrow();
	return toUpload(row);
}

/** Notes how much of a file is here; with its last byte it waits to be looked at. */
export async function noteReceived(records: Records, uploadId: string, received: number): Promise<void> {
	await records
		.updateTable('uploads')
		.set({ received, state: sql<UploadState>`case when ${received} >= bytes then 'waiting' else state end` })
		.where('upload_id', '=', uploadId)
		.where('state', '=', 'receiving')
		.execute();
}

/** One upload, or null. */
export async function uploadById(records: Records, uploadId: string): Promise<Upload | null> {
	const row = await records.selectFrom('uploads').selectAll().where('upload_id', '=', uploadId).executeTakeFirst();
	return row === undefined ? null : toUpload(row);
}

/** Those that are no source yet, the oldest first. */
export async function listUploads(records: Records): Promise<Upload[]> {
	const rows = await records
		.selectFrom('uploads')
		.selectAll()
		.where('state', '!=', 'added')
		.orderBy('upload_id')
		.execute();
	return rows.map(toUpload);
}

/** The upload that waits longest to be looked at, or null. One on its way back from a source has no file to look at yet. */
export async function nextWaitingUpload(records: Records): Promise<Upload | null> {
	const row = await records
		.selectFrom('uploads')
		.selectAll()
		.where('state', '=', 'waiting')
		.where('source', 'is', null)
		.orderBy('upload_id')
		.executeTakeFirst();
	return row === undefined ? null : toUpload(row);
}

/** Puts down what was found, unless somebody has chosen otherwise meanwhile: then it is looked at again. */
export async function saveLook(records: Records, upload: Upload, look: SourceLook): Promise<void> {
	await records
		.updateTable('uploads')
		.set({ state: 'open', look: JSON.stringify(look), error: null })
		.where('upload_id', '=', upload.uploadId)
		.where('revision', '=', upload.revision)
		.where('state', '=', 'waiting')
		.execute();
}

/** Notes why an upload could not be looked at or added. Its file and the choices stay, so that it can be tried again. */
export async function failUpload(records: Records, uploadId: string, error: UploadError): Promise<void> {
	await records
		.updateTable('uploads')
		.set({ state: 'failed', error: JSON.stringify(error), addition_id: null, source: null })
		.where('upload_id', '=', uploadId)
		.execute();
}

/**
 * Has an upload looked at again with other choices. Gives false where that is too late: it is being added, or is a source.
 */
export async function chooseForUpload(records: Records, uploadId: string, choices: UploadChoices): Promise<boolean> {
	const { numUpdatedRows } = await records
		.updateTable('uploads')
		.set({
			state: 'waiting',
			choices: JSON.stringify(choices),
			revision: sql<number>`revision + 1`,
			error: null,
			source: null,
		})
		.where('upload_id', '=', uploadId)
		.where('state', 'in', ['waiting', 'open', 'confirmed', 'failed'])
		.where('addition_id', 'is', null)
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** Says that what was found is right, of the revision that somebody has seen. Gives false where it has changed since. */
export async function confirmUpload(records: Records, uploadId: string, revision: number): Promise<boolean> {
	const { numUpdatedRows } = await records
		.updateTable('uploads')
		.set({ state: 'confirmed' })
		.where('upload_id', '=', uploadId)
		.where('revision', '=', revision)
		.where('state', '=', 'open')
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** Takes a confirmation back, so that it can be changed. Gives false where it is being added. */
export async function reopenUpload(records: Records, uploadId: string): Promise<boolean> {
	const { numUpdatedRows } = await records
		.updateTable('uploads')
		.set({ state: 'open' })
		.where('upload_id', '=', uploadId)
		.where('state', '=', 'confirmed')
		.where('addition_id', 'is', null)
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** Forgets an upload that is no source and is not about to be one. Gives whether it did: its file may be deleted then. */
export async function forgetUpload(records: Records, uploadId: string): Promise<boolean> {
	const { numDeletedRows } = await records
		.deleteFrom('uploads')
		.where('upload_id', '=', uploadId)
		.where('state', '!=', 'added')
		.where('addition_id', 'is', null)
		.executeTakeFirst();
	return numDeletedRows === 1n;
}

/** Notes the source that an upload is about to become: a process that goes on with it knows how far it came. */
export async function nameUpload(records: Records, uploadId: string, source: string): Promise<void> {
	await records.updateTable('uploads').set({ source }).where('upload_id', '=', uploadId).execute();
}

/** Notes that an upload is a source now; what was found in it, with rows of people, is forgotten. */
export async function endUpload(records: Records, uploadId: string, now: string): Promise<void> {
	await records
		.updateTable('uploads')
		.set({ state: 'added', look: null, ended_at: now })
		.where('upload_id', '=', uploadId)
		.execute();
}

/** Ids of all uploads that still have a file of their own. */
export async function uploadIds(records: Records): Promise<ReadonlySet<string>> {
	const rows = await records.selectFrom('uploads').select('upload_id').where('state', '!=', 'added').execute();
	return new Set(rows.map(({ upload_id }) => upload_id));
}

/** Uploads that nobody has touched since an instant and that wait for somebody. */
export async function abandonedUploads(records: Records, before: string): Promise<string[]> {
	const rows = await records
		.selectFrom('uploads')
		.select('upload_id')
		.where('received_at', '<', before)
		.where('addition_id', 'is', null)
		.where('state', 'in', ['receiving', 'open', 'failed', 'confirmed'])
		.execute();
	return rows.map(({ upload_id }) => upload_id);
}
