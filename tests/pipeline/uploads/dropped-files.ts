import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { uploadFolder, uploadPath } from '#records/upload-files.ts';
import {
	beginUpload,
	chooseForUpload,
	confirmUpload,
	listUploads,
	noteReceived,
	saveLook,
	uploadById,
} from '#records/uploads.ts';
import type { Upload } from '#records/uploads.ts';
import { openAddition, wantAddition } from '#records/additions.ts';
import type { Addition } from '#records/additions.ts';
import { openRemoval } from '#records/removals.ts';
import type { SourceLook, UploadChoices } from '#records/source-look.ts';
import { loadConfig } from '#pipeline/config.ts';
import type { Source } from '#pipeline/sources/schema.ts';
import { lookAtUpload } from '#pipeline/uploads/look-at-upload.ts';
import { projectFolder } from '../../support/project.ts';

export const CUSTOMERS = 'customer_id,name,email\nC1,Ada,ada@example.com\nC2,Bob,bob@example.com\n';

/** A data folder with its records and a config beside it, and what people do there with files. */
export interface Dropped {
	readonly dataDir: string;
	readonly configFile: string;
	readonly records: Records;
	/** A file as it has arrived. */
	drop(name: string, content: string): Promise<Upload>;
	/** What is found in it by the choices made so far. */
	look(upload: Upload): Promise<SourceLook>;
	/** Drops a file, chooses, and says that it is right. */
	confirm(name: string, content: string, choices?: UploadChoices): Promise<Upload>;
	want(company?: Addition['company']): Promise<Addition>;
}

/** An upload that has to be there. */
async function existing(records: Records, uploadId: string): Promise<Upload> {
	const upload = await uploadById(records, uploadId);
	if (upload === null) throw new Error('no such upload');
	return upload;
}

let count = 0;

/** A folder with a config without a source of files, or with the demo's. */
export async function droppedFolder({ isDemo = false } = {}): Promise<Dropped> {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-dropped-'));
	const dataDir = join(folder, 'data');
	const configFile = isDemo ? join(dataDir, 'demo', 'kundig.config.ts') : join(folder, 'kundig.config.ts');
	mkdirSync(join(configFile, '..'), { recursive: true });
	const seen = "{ name: 'seen', type: 'file', path: 'seen.csv', columns: { id: 'text' }, entities: {} }";
	writeFileSync(
		configFile,
		`export default {\n\tcompany: { name: 'Dropped', currency: 'EUR', zone: 'UTC' },\n\tsources: [\n\t\t${seen},\n\t],\n};\n`,
	);
	writeFileSync(join(configFile, '..', 'seen.csv'), 'id\n1\n');
	const records = await openRecords(dataDir);
	onTestFinished(async () => {
		await records.destroy();
		rmSync(folder, { recursive: true, force: true });
	});

	async function drop(name: string, content: string): Promise<Upload> {
		// Instants differ, as they do where people drop files.
		const at = new Date(Date.UTC(2026, 0, 1, 0, 0, (count += 1))).toISOString();
		const upload = await beginUpload(records, { fileName: name, bytes: content.length }, at);
		mkdirSync(uploadFolder(dataDir, upload.uploadId), { recursive: true });
		writeFileSync(uploadPath(dataDir, upload), content);
		await noteReceived(records, upload.uploadId, content.length);
		return await existing(records, upload.uploadId);
	}

	async function look(given: Upload): Promise<SourceLook> {
		const upload = await existing(records, given.uploadId);
		const others = (await listUploads(records)).filter(
			(other) => other.uploadId < upload.uploadId && other.look?.continues === null,
		);
		const found = await lookAtUpload(upload, { dataDir, configFile, others });
		await saveLook(records, upload, found);
		return found;
	}

	return {
		dataDir,
		configFile,
		records,
		drop,
		look,
		async confirm(name, content, choices = {}) {
			const upload = await drop(name, content);
			await chooseForUpload(records, upload.uploadId, choices);
			await look(upload);
			const looked = await existing(records, upload.uploadId);
			if (!(await confirmUpload(records, looked.uploadId, looked.revision))) throw new Error('not confirmed');
			return await existing(records, upload.uploadId);
		},
		async want(company = null) {
			const addition = await wantAddition(records, { company, replacesDemo: isDemo }, new Date().toISOString());
			if (addition === null) throw new Error('nothing to add');
			return addition;
		},
	};
}

/** The sources of a config. */
export async function sourcesOf(file: string): Promise<Source[]> {
	return (await loadConfig(file)).config.sources;
}

/** The files of a source that are read, by what they hold. */
export function filesOf({ dataDir }: Pick<Dropped, 'dataDir'>, source: string): string[] {
	const path = join(dataDir, 'files', source);
	return readdirSync(path, { withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(path, entry.name), 'utf8'));
}

/**
 * Has what is asked for worked off by the process that does so, until it ends or nothing is asked for any more; gives the
 * signal that ended it.
 */
export async function workOff(
	{ dataDir, configFile, records }: Dropped,
	env: Record<string, string> = {},
): Promise<string | null> {
	const program = join(projectFolder, 'pipeline', 'uploads', 'upload-process.ts');
	const child = fork(program, [JSON.stringify({ dataDir, configFile })], { env: { ...process.env, ...env } });
	const ended = once(child, 'exit').then(([, signal]) => signal as string | null);
	const isAsked = async (): Promise<boolean> =>
		(await openAddition(records)) !== null || (await openRemoval(records)) !== null;
	while (child.exitCode === null && child.signalCode === null && (await isAsked())) await sleep(20);
	if (child.connected) child.disconnect();
	return ended;
}
