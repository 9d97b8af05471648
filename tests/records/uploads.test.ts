import { describe, expect, it } from 'vitest';
import {
	configInUse,
	endAddition,
	openAddition,
	saveConfigInUse,
	uploadsToAdd,
	wantAddition,
} from '#records/additions.ts';
import type { Records } from '#records/database.ts';
import type { SourceLook } from '#records/source-look.ts';
import { safeFileName, uploadEnding } from '#records/upload-files.ts';
import {
	abandonedUploads,
	beginUpload,
	chooseForUpload,
	confirmUpload,
	endUpload,
	failUpload,
	forgetUpload,
	listUploads,
	nextWaitingUpload,
	noteReceived,
	reopenUpload,
	saveLook,
	uploadById,
} from '#records/uploads.ts';
import type { Upload } from '#records/uploads.ts';
import { openTestRecords } from './open-records.ts';

const NOW = '2026-01-01T00:00:00Z';
const LOOK: SourceLook = {
	name: 'orders',
	rows: 1,
	isWhole: true,
	preset: null,
	columns: [],
	key: [],
	disposition: 'replace',
	entities: [],
	questions: [],
	problems: [],
	preview: [],
	previewedRows: 1,
	aside: [],
	continues: null,
	refused: null,
};

/** An upload that has to be there. */
async function existing(records: Records, uploadId: string): Promise<Upload> {
	const upload = await uploadById(records, uploadId);
	if (upload === null) throw new Error('no such upload');
	return upload;
}

async function opened(records: Records, fileName = 'orders.csv'): Promise<Upload> {
	const { uploadId } = await beginUpload(records, { fileName, bytes: 4 }, NOW);
	await noteReceived(records, uploadId, 4);
	await saveLook(records, await existing(records, uploadId), LOOK);
	return await existing(records, uploadId);
}

async function confirmed(records: Records, fileName?: string): Promise<Upload> {
	const upload = await opened(records, fileName);
	expect(await confirmUpload(records, upload.uploadId, upload.revision)).toBe(true);
	return upload;
}

describe('an upload', () => {
	it('waits to be looked at once its last byte is here', async () => {
		const { records } = await openTestRecords();
		const { uploadId } = await beginUpload(records, { fileName: 'orders.csv', bytes: 4 }, NOW);
		await noteReceived(records, uploadId, 3);
		expect(await nextWaitingUpload(records)).toBeNull();
		await noteReceived(records, uploadId, 4);
		expect(await nextWaitingUpload(records)).toMatchObject({ uploadId, state: 'waiting', received: 4 });
	});

	it('takes no look that was made by earlier choices', async () => {
		const { records } = await openTestRecords();
		const before = await opened(records);
		expect(before).toMatchObject({ state: 'open', look: LOOK });
		expect(await chooseForUpload(records, before.uploadId, { name: 'sales' })).toBe(true);
		await saveLook(records, before, { ...LOOK, name: 'late' });
		expect(await uploadById(records, before.uploadId)).toMatchObject({ state: 'waiting', look: { name: 'orders' } });
	});

	it('is confirmed as somebody has seen it, and can be changed again', async () => {
		const { records } = await openTestRecords();
		const { uploadId, revision } = await opened(records);
		expect(await confirmUpload(records, uploadId, revision + 1)).toBe(false);
		expect(await confirmUpload(records, uploadId, revision)).toBe(true);
		expect(await reopenUpload(records, uploadId)).toBe(true);
		expect((await uploadById(records, uploadId))?.state).toBe('open');
	});

	it('that failed keeps its choices, and is looked at again', async () => {
		const { records } = await openTestRecords();
		const { uploadId } = await opened(records);
		await failUpload(records, uploadId, { message: 'broken', hint: 'mend it' });
		expect(await uploadById(records, uploadId)).toMatchObject({ state: 'failed', error: { message: 'broken' } });
		expect(await chooseForUpload(records, uploadId, {})).toBe(true);
		expect(await uploadById(records, uploadId)).toMatchObject({ state: 'waiting', error: null });
	});

	it('that nobody came back to is found, and can be forgotten', async () => {
		const { records } = await openTestRecords();
		const { uploadId } = await opened(records);
		expect(await abandonedUploads(records, NOW)).toEqual([]);
		expect(await abandonedUploads(records, '2026-01-08T00:00:00Z')).toEqual([uploadId]);
		expect(await forgetUpload(records, uploadId)).toBe(true);
		expect(await listUploads(records)).toEqual([]);
	});
});

describe('an addition', () => {
	it('takes what is confirmed, once, and nobody changes that meanwhile', async () => {
		const { records } = await openTestRecords();
		const first = await confirmed(records);
		const left = await opened(records, 'later.csv');
		const addition = await wantAddition(records, { company: null, replacesDemo: false }, NOW);
		expect((await uploadsToAdd(records, addition?.additionId ?? '')).map(({ uploadId }) => uploadId)).toEqual([
			first.uploadId,
		]);
		expect(await wantAddition(records, { company: null, replacesDemo: false }, NOW)).toBeNull();
		expect(await chooseForUpload(records, first.uploadId, {})).toBe(false);
		expect(await reopenUpload(records, first.uploadId)).toBe(false);
		expect(await forgetUpload(records, first.uploadId)).toBe(false);
		expect(await forgetUpload(records, left.uploadId)).toBe(true);
	});

	it('that ends leaves what was not added to be added again', async () => {
		const { records } = await openTestRecords();
		const [done, left] = [await confirmed(records), await confirmed(records)];
		const { additionId } = (await wantAddition(records, { company: null, replacesDemo: false }, NOW)) ?? {
			additionId: '',
		};
		await endUpload(records, done.uploadId, NOW);
		await endAddition(records, additionId, { endedAt: NOW, runId: null, error: { message: 'no', hint: 'why' } });
		expect(await openAddition(records)).toBeNull();
		expect(await uploadById(records, done.uploadId)).toMatchObject({ state: 'added', look: null });
		const again = await wantAddition(records, { company: null, replacesDemo: false }, NOW);
		expect((await uploadsToAdd(records, again?.additionId ?? '')).map(({ uploadId }) => uploadId)).toEqual([
			left.uploadId,
		]);
	});

	it('of nothing is none', async () => {
		const { records } = await openTestRecords();
		await opened(records);
		expect(await wantAddition(records, { company: null, replacesDemo: false }, NOW)).toBeNull();
	});
});

it('the config in use is the last one noted', async () => {
	const { records } = await openTestRecords();
	expect(await configInUse(records)).toBeNull();
	const demo = { kind: 'demo', file: '/d', company: 'Demo', currency: 'EUR', zone: 'UTC' } as const;
	await saveConfigInUse(records, demo);
	await saveConfigInUse(records, { ...demo, kind: 'company', company: 'Zeltwerk' });
	expect(await configInUse(records)).toEqual({ ...demo, kind: 'company', company: 'Zeltwerk' });
});

it.each([
	['orders.csv', 'orders.csv'],
	['Größe 2025 (final).CSV', 'Größe 2025 (final).csv'],
	['../../etc/passwd.csv', 'passwd.csv'],
	['C:\\Users\\me\\orders.xlsx', 'orders.xlsx'],
	['.hidden.csv', 'hidden.csv'],
	['a\u0000b\u202e;rm -rf $HOME.csv.gz', 'a-b-rm -rf -HOME.csv.gz'],
	['.csv', 'file.csv'],
])('%j is kept as %j', (given, kept) => {
	expect(safeFileName(given)).toBe(kept);
});

it.each([
	['a.csv', '.csv'],
	['a.CSV.GZ', '.csv.gz'],
	['a.parquet', '.parquet'],
	['a.parquet.gz', null],
	['a.exe', null],
	['csv', null],
])('%j ends with %j', (name, ending) => {
	expect(uploadEnding(name)).toBe(ending);
});
