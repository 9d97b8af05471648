import { mkdir } from 'node:fs/promises';
import { endAddition, uploadsToAdd } from '#records/additions.ts';
import type { Addition } from '#records/additions.ts';
import type { Records } from '#records/database.ts';
import { abandonRestore, decideRestore, startRestore } from '#records/restore-swap.ts';
import { wantRun } from '#records/runs.ts';
import type { ContinuedSource } from '#records/source-look.ts';
import { filesFolder, removeUploadFile } from '#records/upload-files.ts';
import { endUpload, failUpload, nameUpload } from '#records/uploads.ts';
import type { Upload } from '#records/uploads.ts';
import { companyConfig, companyFolder } from '../company-config.ts';
import { describeFailure } from '../describe-failure.ts';
import { ConfigError } from '../errors.ts';
import { failpoint } from '../failpoint.ts';
import { addNewer, nameOfSource, writeUpload } from './write-upload.ts';
import type { SourceTarget } from './write-upload.ts';

/** The source that each upload went to, by its id: those before the one at hand. */
type SourcesSoFar = ReadonlyMap<string, string>;

/**
 * The source that a part of an export goes to: that of its first part.
 * @throws ConfigError when that was not added: by itself it would be read by other rules than were confirmed
 */
function sourceOfFirst(first: string, soFar: SourcesSoFar): string {
	const name = soFar.get(first);
	if (name !== undefined) return name;
	throw new ConfigError('the file that this one belongs with was not added', {
		hint: 'look at it again: it is then a source of its own, or belongs with another one',
	});
}

/** @throws ConfigError when one upload would take the place of another of the same addition */
function requireOnly({ source, disposition }: ContinuedSource, soFar: SourcesSoFar): void {
	if (disposition !== 'replace' || ![...soFar.values()].includes(source)) return;
	throw new ConfigError(`another file has just taken the place of ${source}, and this one would take its place`, {
		hint: `remove the one that does not hold all rows, or say "disposition: 'merge'" for ${source} in the config`,
	});
}

/** Adds one upload; gives the source that its rows go to. */
async function addOne(
	records: Records,
	upload: Upload,
	all: readonly Upload[],
	soFar: SourcesSoFar,
	target: SourceTarget,
): Promise<string> {
	const continues = upload.look?.continues ?? null;
	if (continues !== null && continues.uploadId === null) {
		requireOnly(continues, soFar);
		await nameUpload(records, upload.uploadId, continues.source);
		await addNewer(upload, continues.source, target);
		return continues.source;
	}
	const first = continues?.uploadId ?? null;
	const name = first === null ? await nameOfSource(upload, target) : sourceOfFirst(first, soFar);
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
	const soFar = new Map<string, string>();
	const added: Upload[] = [];
	const failed: Failed[] = [];
	for (const upload of uploads) {
		try {
			soFar.set(upload.uploadId, await addOne(records, upload, uploads, soFar, target));
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
	// Before anything is noted as added: a process that goes on with this finds nothing left to load.
	const run = added.length === 0 ? null : await wantRun(records, { trigger: 'page', isAnew: true });
	for (const { uploadId } of added) {
		await endUpload(records, uploadId, now());
		failpoint('uploads.ended');
		removeUploadFile(dataDir, uploadId);
	}
	await noteFailed(records, failed);
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
