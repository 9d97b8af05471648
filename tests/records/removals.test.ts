import { expect, it } from 'vitest';
import { wantAddition } from '#records/additions.ts';
import {
	endRemoval,
	lastRemoval,
	noteForgotten,
	openRemoval,
	sourcesToForget,
	wantRemoval,
} from '#records/removals.ts';
import { endReturn, noteReturning, returnUpload, uploadsOfSource } from '#records/returned-uploads.ts';
import {
	beginUpload,
	chooseForUpload,
	confirmUpload,
	endUpload,
	nameUpload,
	nextWaitingUpload,
	noteReceived,
	saveLook,
	uploadById,
	uploadIds,
} from '#records/uploads.ts';
import type { SourceLook } from '#records/source-look.ts';
import { openTestRecords } from './open-records.ts';

const NOW = '2026-01-01T00:00:00Z';
const LATER = '2026-02-01T00:00:00Z';
const DONE = { endedAt: LATER, runId: 'run', error: null };

it('is one at a time, and none while files are added', async () => {
	const { records } = await openTestRecords();
	const first = await wantRemoval(records, 'orders', NOW);
	expect(await openRemoval(records)).toEqual(first);
	expect(await wantRemoval(records, 'customers', NOW)).toBeNull();
	await endRemoval(records, first?.removalId ?? '', DONE);
	expect(await openRemoval(records)).toBeNull();
	expect(await lastRemoval(records)).toMatchObject({ source: 'orders', ...DONE });

	const upload = await beginUpload(records, { fileName: 'a.csv', bytes: 1 }, NOW);
	await noteReceived(records, upload.uploadId, 1);
	await saveLook(records, { ...upload, state: 'waiting' }, { name: 'a' } as SourceLook);
	await confirmUpload(records, upload.uploadId, 1);
	expect(await wantAddition(records, { company: null, replacesDemo: false }, NOW)).not.toBeNull();
	expect(await wantRemoval(records, 'customers', NOW)).toBeNull();
});

it('leaves rows to be forgotten once, and only where the source was taken back', async () => {
	const { records } = await openTestRecords();
	const failed = await wantRemoval(records, 'kept', NOW);
	const error = { message: 'no', hint: 'so', reason: 'only_source' } as const;
	await endRemoval(records, failed?.removalId ?? '', { endedAt: NOW, runId: null, error });
	expect((await lastRemoval(records))?.error).toEqual(error);
	for (const source of ['orders', 'orders', 'customers']) {
		const removal = await wantRemoval(records, source, NOW);
		expect(await sourcesToForget(records)).not.toContain('customers');
		await endRemoval(records, removal?.removalId ?? '', DONE);
	}
	expect(await sourcesToForget(records)).toEqual(['customers', 'orders']);
	await noteForgotten(records, 'orders', LATER);
	expect(await sourcesToForget(records)).toEqual(['customers']);
});

it('has an upload looked at again only when its file is back, as one that came just now', async () => {
	const { records } = await openTestRecords();
	const { uploadId } = await beginUpload(records, { fileName: 'a.csv', bytes: 1 }, NOW);
	await noteReceived(records, uploadId, 1);
	await chooseForUpload(records, uploadId, { dates: 'day-first' });
	await nameUpload(records, uploadId, 'orders');
	await endUpload(records, uploadId, NOW);

	const file = { uploadId: null, fileName: 'b.csv', bytes: 7, receivedAt: NOW, choices: { key: 'id' } };
	await noteReturning(records, 'orders', [
		{ ...file, uploadId, choices: { dates: 'day-first', protection: { email: 'drop' } } },
		file,
	]);
	const [first, second] = await uploadsOfSource(records, 'orders');
	expect(first).toMatchObject({ uploadId, fileName: 'a.csv', choices: { protection: { email: 'drop' } } });
	expect(second).toMatchObject({ fileName: 'b.csv', bytes: 7, received: 7, state: 'added', choices: { key: 'id' } });

	await returnUpload(records, uploadId);
	expect(await nextWaitingUpload(records)).toBeNull();
	// Its file is not taken for one that nothing knows of.
	expect(await uploadIds(records)).toContain(uploadId);
	expect((await uploadsOfSource(records, 'orders')).map((upload) => upload.uploadId)).toContain(uploadId);
	await endReturn(records, uploadId, LATER);
	expect(await nextWaitingUpload(records)).toMatchObject({ uploadId, source: null, receivedAt: LATER, revision: 3 });
	expect(await uploadById(records, uploadId)).toMatchObject({ choices: { dates: 'day-first' } });
});
