import { expect, it } from 'vitest';
import { changesSince, lastSequence, rowsByIds } from '#records/changes/since.ts';
import { createRecord, deleteRecord, updateRecord } from '#records/changes/write.ts';
import { acting, openTestRecords } from '../open-records.ts';

it('gives each record that changed once, with its last change, and where to go on', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	// A pipeline, six stages and the local user are there from the start.
	const start = await lastSequence(records);
	expect(start).toBe(8);
	await doing(async (transaction, author) => {
		await createRecord(transaction, author, 'tags', { name: 'a' }, { id: 'a' });
		await createRecord(transaction, author, 'tags', { name: 'b' }, { id: 'b' });
		await updateRecord(transaction, author, 'tags', { id: 'a', version: 1 }, { name: 'A' });
		await deleteRecord(transaction, author, 'tags', { id: 'b', version: 1 });
	});
	expect(await changesSince(records, start, 3)).toEqual({
		records: [
			{ table: 'tags', id: 'b', sequence: 10 },
			{ table: 'tags', id: 'a', sequence: 11 },
		],
		sequence: 11,
		hasMore: true,
	});
	expect(await changesSince(records, 11, 3)).toEqual({
		records: [{ table: 'tags', id: 'b', sequence: 12 }],
		sequence: 12,
		hasMore: false,
	});
	expect(await changesSince(records, 12, 3)).toEqual({ records: [], sequence: 12, hasMore: false });
});

it('reads records by their ids as they are now, deleted ones too', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	await doing(async (transaction, author) => {
		await createRecord(transaction, author, 'tags', { name: 'a' }, { id: 'a' });
		await createRecord(transaction, author, 'tags', { name: 'b' }, { id: 'b' });
		await deleteRecord(transaction, author, 'tags', { id: 'b', version: 1 });
	});
	const rows = await rowsByIds(records, 'tags', ['a', 'b', 'unknown']);
	expect(new Map(rows.map(({ tag_id, deleted_at }) => [tag_id, deleted_at !== null]))).toEqual(
		new Map([
			['a', false],
			['b', true],
		]),
	);
});
