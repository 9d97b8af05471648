/**
 * Looks at uploads, makes sources of them and takes sources back, in a process of its own: reading a file takes seconds,
 * and the supervisor has to answer meanwhile. It ends when nothing has come for a while, or when its supervisor does.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openAddition } from '#records/additions.ts';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { openRemoval } from '#records/removals.ts';
import { failUpload, listUploads, nextWaitingUpload, saveLook } from '#records/uploads.ts';
import type { Upload } from '#records/uploads.ts';
import { describeFailure } from '../describe-failure.ts';
import { addUploads, replaceDemo } from './add-uploads.ts';
import { lookAtUpload } from './look-at-upload.ts';
import { takeBackSource } from './take-back.ts';

export interface UploadOrder {
	readonly dataDir: string;
	readonly configFile: string;
}

const LOOK_EVERY_MS = 150;
const IDLE_MS = 20_000;

const order = JSON.parse(process.argv[2] ?? 'null') as UploadOrder;
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
if (!process.connected) process.exit(0);

async function lookAt(records: Records, upload: Upload): Promise<void> {
	const before = (await listUploads(records)).filter(({ uploadId }) => uploadId < upload.uploadId);
	const others = before.filter(({ look }) => look !== null && look.continues === null);
	try {
		await saveLook(records, upload, await lookAtUpload(upload, { ...order, others }));
	} catch (error) {
		const { message, hint } = describeFailure(error);
		await failUpload(records, upload.uploadId, { message, hint });
	}
}

/**
 * Does what comes first: a source half taken back has its files where nothing reads or keeps them. Gives whether there was
 * anything, and whether the folder is about to change.
 */
async function work(records: Records): Promise<'nothing' | 'done' | 'replaced'> {
	const removal = await openRemoval(records);
	if (removal !== null) {
		await takeBackSource(records, removal, order);
		return 'done';
	}
	const addition = await openAddition(records);
	if (addition?.replacesDemo === true) {
		await replaceDemo(records, addition, order.dataDir);
		return 'replaced';
	}
	if (addition !== null) {
		await addUploads(records, addition, order);
		return 'done';
	}
	const upload = await nextWaitingUpload(records);
	if (upload === null) return 'nothing';
	await lookAt(records, upload);
	return 'done';
}

const records = await openRecords(order.dataDir);
try {
	let workedAt = performance.now();
	while (performance.now() - workedAt < IDLE_MS) {
		const done = await work(records);
		if (done === 'replaced') break;
		if (done === 'done') workedAt = performance.now();
		else await sleep(LOOK_EVERY_MS);
	}
} finally {
	await records.destroy();
	process.disconnect?.();
}
