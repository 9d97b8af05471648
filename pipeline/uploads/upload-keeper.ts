import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { endAddition, openAddition, saveConfigInUse } from '#records/additions.ts';
import type { Records } from '#records/database.ts';
import { endRemoval, openRemoval } from '#records/removals.ts';
import { isRestorePending } from '#records/restore-swap.ts';
import type { ConfigKind } from '#records/schema/uploads.ts';
import { removeStrayUploads, removeUploadFile, uploadPath } from '#records/upload-files.ts';
import {
	abandonedUploads,
	failUpload,
	forgetUpload,
	listUploads,
	nextWaitingUpload,
	uploadIds,
} from '#records/uploads.ts';
import type { ConfigWatch } from '../config-watch.ts';
import { projectFolder } from '../project.ts';
import type { UploadOrder } from './upload-process.ts';

const TIDY_EVERY_MS = 3_600_000;
const NOTE_EVERY_MS = 2_000;
/** Files that nobody came back to hold people's data for no purpose. */
const KEPT_DAYS = 7;

interface KeeperOptions extends UploadOrder {
	readonly kind: ConfigKind;
	readonly config: ConfigWatch;
	/** Hears what could not be noted, for instance on a full disk. */
	readonly complain: (error: unknown) => void;
}

/**
 * Has uploads looked at and added, and sources taken back, by a process of their own, tells pages which config is in use,
 * and deletes files that nobody came back to.
 */
export class UploadKeeper {
	readonly #records: Records;
	readonly #options: KeeperOptions;
	#child: ChildProcess | null = null;
	#ended: Promise<void> = Promise.resolve();
	#tidiedAt = -Infinity;
	#notedAt = -Infinity;
	#noted = '';
	#isStopped = false;

	constructor(records: Records, options: KeeperOptions) {
		this.#records = records;
		this.#options = options;
	}

	/** To be called again and again. Gives whether the data folder is about to be another company's: then all has to end. */
	async look(): Promise<boolean> {
		// Whoever made it ready has a last thing to note in the records that go aside.
		if (this.#child === null && isRestorePending(this.#options.dataDir)) return true;
		const now = performance.now();
		if (now - this.#tidiedAt >= TIDY_EVERY_MS) {
			this.#tidiedAt = now;
			await this.#tidy();
		}
		if (now - this.#notedAt >= NOTE_EVERY_MS) {
			this.#notedAt = now;
			await this.#noteConfig();
		}
		if (this.#child !== null) return false;
		const waits =
			(await openRemoval(this.#records)) ??
			(await openAddition(this.#records)) ??
			(await nextWaitingUpload(this.#records));
		if (waits !== null) this.#start();
		return false;
	}

	/** Ends the process; what it was at is gone on with at the next start. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		this.#child?.kill('SIGTERM');
		await this.#ended;
	}

	#start(): void {
		const { dataDir, configFile } = this.#options;
		const order: UploadOrder = { dataDir, configFile };
		const child = fork(join(projectFolder, 'pipeline', 'uploads', 'upload-process.ts'), [JSON.stringify(order)], {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		this.#child = child;
		this.#ended = once(child, 'exit').then(async ([code]) => {
			if (code !== 0 && !this.#isStopped) await this.#noteDeath().catch(this.#options.complain);
			this.#child = null;
		});
	}

	/** What a process died of without a word would let the next one die as well: it is set down as failed. */
	async #noteDeath(): Promise<void> {
		const error = {
			message: 'the process that read it ended unexpectedly',
			hint: 'try again; if it ends again, the file is too large or damaged: name it with `kundig source add`',
		};
		const removal = await openRemoval(this.#records);
		const addition = await openAddition(this.#records);
		const upload = await nextWaitingUpload(this.#records);
		const endedAt = new Date().toISOString();
		if (removal !== null) {
			const { message } = error;
			const hint = 'take it back again: what was done is not done twice';
			await endRemoval(this.#records, removal.removalId, {
				endedAt,
				runId: null,
				error: { message, hint, reason: null },
			});
		} else if (addition !== null)
			await endAddition(this.#records, addition.additionId, { endedAt, runId: null, error });
		else if (upload !== null) await failUpload(this.#records, upload.uploadId, error);
	}

	async #noteConfig(): Promise<void> {
		const loaded = await this.#options.config.lastGood();
		if (loaded === null) return;
		const { name, currency, zone } = loaded.config.company;
		const noted = { kind: this.#options.kind, file: this.#options.configFile, company: name, currency, zone };
		if (JSON.stringify(noted) === this.#noted) return;
		await saveConfigInUse(this.#records, noted);
		this.#noted = JSON.stringify(noted);
	}

	/** Forgets uploads without a file, files without an upload, and what was left lying. */
	async #tidy(): Promise<void> {
		const { dataDir } = this.#options;
		const before = new Date(Date.now() - KEPT_DAYS * 86_400_000).toISOString();
		for (const id of await abandonedUploads(this.#records, before)) {
			if (await forgetUpload(this.#records, id)) removeUploadFile(dataDir, id);
		}
		for (const upload of await listUploads(this.#records)) {
			if (upload.state !== 'receiving' && !existsSync(uploadPath(dataDir, upload)) && upload.source === null) {
				await forgetUpload(this.#records, upload.uploadId);
			}
		}
		removeStrayUploads(dataDir, await uploadIds(this.#records));
	}
}
