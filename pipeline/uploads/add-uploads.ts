import { mkdir } from 'node:fs/promises';
import { endAddition, uploadsToAdd } from '#records/additions.ts';
import type { Addition } from '#records/additions.ts';
import type { Records } from '#records/database.ts';
import { abandonRestore, decideRestore, startRestore } from '#records/restore-swap.ts';
import { wantRun } from '#records/runs.ts';
import { removeUploadFile } from '#records/upload-files.ts';
import { endUpload, failUpload, nameUpload } from '#records/uploads.ts';
import type { Upload } from '#records/uploads.ts';
import { companyConfig, companyFolder, filesFolder } from '../company-config.ts';
import { describeFailure } from '../describe-failure.ts';
import { addNewer, nameOfSource, writeUpload } from './write-upload.ts';
import type { SourceTarget } from './write-upload.ts';

/** Adds one upload; gives the source that its rows go to. */
async function addOne(
	records: Records,
	upload: Upload,
	all: readonly Upload[],
	names: ReadonlyMap<string, string>,
	target: SourceTarget,
): Promise<string> {
	const { continues } = upload.look ?? { continues: null };
	const first = continues?.uploadId ?? null;
	const joined = first === null ? (continues?.source ?? null) : (names.get(first) ?? null);
	if (joined !== null && first === null) {
		await nameUpload(records, upload.uploadId, joined);
		await addNewer(upload, joined, target);
		return joined;
	}
	const name = joined ?? (await nameOfSource(upload, target));
	await nameUpload(records, upload.uploadId, name);
	const hasMore = all.some((other) => other.look?.continues?.uploadId === upload.uploadId);
	await writeUpload(upload, name, target, hasMore);
	return name;
}

interface Failed {
	readonly upload: Upload;
	readonly message: string;
	readonly hint: string;
}

/** Adds one upload after the other. One that fails is left out, or ends it all where `isAllOrNothing`. */
async function addAll(
	records: Records,
	uploads: readonly Upload[],
	target: SourceTarget,
	isAllOrNothing: boolean,
): Promise<{ readonly added: readonly Upload[]; readonly failed: readonly Failed[] }> {
	const names = new Map<string, string>();
	const added: Upload[] = [];
	const failed: Failed[] = [];
	for (const upload of uploads) {
		try {
			names.set(upload.uploadId, await addOne(records, upload, uploads, names, target));
			added.push(upload);
		} catch (error) {
			const { message, hint } = describeFailure(error);
			failed.push({ upload, message, hint });
			if (isAllOrNothing) break;
		}
	}
	return { added, failed };
}

async function noteFailed(records: Records, failed: readonly Failed[]): Promise<void> {
	for (const { upload, message, hint } of failed) await failUpload(records, upload.uploadId, { message, hint });
}

const now = (): string => new Date().toISOString();

/**
 * Makes sources of the uploads of an addition, in the config that runs go by, and asks for the run that loads them. What
 * was done before a process died is not done again.
 */
export async function addUploads(
	records: Records,
	addition: Addition,
	{ dataDir, configFile }: { readonly dataDir: string; readonly configFile: string },
): Promise<void> {
	const target = { dataDir, configFile, files: filesFolder(dataDir), company: null, isCopy: false };
	const uploads = await uploadsToAdd(records, addition.additionId);
	const { added, failed } = await addAll(records, uploads, target, false);
	for (const { uploadId } of added) {
		await endUpload(records, uploadId, now());
		removeUploadFile(dataDir, uploadId);
	}
	await noteFailed(records, failed);
	const run = added.length === 0 ? null : await wantRun(records, { trigger: 'page' });
	await endAddition(records, addition.additionId, { endedAt: now(), runId: run?.runId ?? null, error: null });
}

/**
 * Puts a company of one's own in the place of the demo: its config and files are made ready as a restore is, and deciding
 * that is the last thing done; the supervisor then lets go of the stores, and whoever opens the folder next puts it in
 * place. What was there is kept aside as a data folder of its own. All uploads become sources, or none.
 */
export async function replaceDemo(records: Records, addition: Addition, dataDir: string): Promise<void> {
	const { additionId, company } = addition;
	const stores = startRestore(dataDir);
	await mkdir(companyFolder(stores), { mode: 0o700 });
	const target = {
		dataDir,
		configFile: companyConfig(stores),
		files: filesFolder(stores),
		company,
		isCopy: true,
	};
	const uploads = await uploadsToAdd(records, additionId);
	const { failed } = await addAll(records, uploads, target, true);
	const [first] = failed;
	if (first !== undefined) {
		abandonRestore(dataDir);
		const { message, hint } = first;
		await endAddition(records, additionId, { endedAt: now(), runId: null, error: { message, hint } });
		await noteFailed(records, failed);
		return;
	}
	const asideName = now().replaceAll(':', '-').slice(0, 19);
	decideRestore(dataDir, { id: additionId, asideName, alsoAside: ['demo'] });
	// What was found holds rows of people, and the records that know of it are put aside.
	for (const { uploadId } of uploads) await endUpload(records, uploadId, now());
	await endAddition(records, additionId, { endedAt: now(), runId: null, error: null });
}
