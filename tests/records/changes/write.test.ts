import { beforeEach, expect, it } from 'vitest';
import { act } from '#records/changes/act.ts';
import { RecordNotFoundError, StaleRecordError } from '#records/changes/stale.ts';
import { createRecord, deleteRecord, restoreRecord, updateRecord } from '#records/changes/write.ts';
import type { Records } from '#records/database.ts';
import { acting, AT, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

const LATER = '2026-03-02T10:00:00.000Z';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function makeTag(name = 'VIP') {
	return doing((transaction, author) => createRecord(transaction, author, 'tags', { name }, { id: 't1' }));
}

/** The changes of the tag: action, version, before and after. */
async function changes() {
	const rows = await records
		.selectFrom('changes')
		.select(['action', 'version', 'before', 'after', 'changed_at', 'user_id'])
		.where('table_name', '=', 'tags')
		.orderBy('sequence')
		.execute();
	return rows.map(({ before, after, ...row }) => ({
		...row,
		before: before === null ? null : (JSON.parse(before) as unknown),
		after: after === null ? null : (JSON.parse(after) as unknown),
	}));
}

it('makes a record of version 1 and notes it whole', async () => {
	expect(await makeTag()).toEqual({
		tag_id: 't1',
		name: 'VIP',
		version: 1,
		created_at: AT,
		updated_at: AT,
		deleted_at: null,
	});
	expect(await changes()).toEqual([
		{
			action: 'create',
			version: 1,
			before: null,
			after: { tag_id: 't1', name: 'VIP' },
			changed_at: AT,
			user_id: 'local',
		},
	]);
});

it('gives a record an id where none is given', async () => {
	const tag = await doing((transaction, author) => createRecord(transaction, author, 'tags', { name: 'A' }));
	expect(tag.tag_id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
});

it('notes the columns that changed alone, and counts the version up', async () => {
	const user = await doing((transaction, author) =>
		createRecord(transaction, author, 'users', { name: 'Ann', team: 'North', is_active: 1 }),
	);
	const seen = { id: user.user_id, version: 1 };
	const changed = await doing(
		(transaction, author) =>
			updateRecord(transaction, author, 'users', seen, { name: 'Ann', team: 'South', email: undefined, is_active: 0 }),
		LATER,
	);
	expect(changed).toMatchObject({ team: 'South', is_active: 0, version: 2, created_at: AT, updated_at: LATER });
	const row = await records
		.selectFrom('changes')
		.select(['before', 'after', 'version'])
		.where('record_id', '=', user.user_id)
		.where('action', '=', 'update')
		.executeTakeFirstOrThrow();
	expect(row).toEqual({
		version: 2,
		before: '{"team":"North","is_active":1}',
		after: '{"team":"South","is_active":0}',
	});
});

it('writes nothing when nothing changes', async () => {
	await makeTag();
	const same = await doing(
		(transaction, author) => updateRecord(transaction, author, 'tags', { id: 't1', version: 1 }, { name: 'VIP' }),
		LATER,
	);
	expect(same).toMatchObject({ version: 1, updated_at: AT });
	expect(await changes()).toHaveLength(1);
});

it('notes a touched record without columns', async () => {
	await makeTag();
	const touched = await doing((transaction, author) =>
		updateRecord(transaction, author, 'tags', { id: 't1', version: 1 }, {}, { touch: true }),
	);
	expect(touched.version).toBe(2);
	expect((await changes())[1]).toMatchObject({ action: 'update', version: 2, before: {}, after: {} });
});

it('keeps the row of a deleted record, and brings it back', async () => {
	await makeTag();
	const deleted = await doing((transaction, author) =>
		deleteRecord(transaction, author, 'tags', { id: 't1', version: 1 }),
	);
	expect(deleted).toMatchObject({ name: 'VIP', version: 2, deleted_at: AT });
	const back = await doing((transaction, author) => restoreRecord(transaction, author, 'tags', 't1'));
	expect(back).toMatchObject({ name: 'VIP', version: 3, deleted_at: null });
	expect((await changes()).slice(1)).toMatchObject([
		{ action: 'delete', version: 2, before: { deleted_at: null }, after: null },
		{ action: 'restore', version: 3, before: { deleted_at: AT }, after: { deleted_at: null } },
	]);
});

it('refuses to change what is not there, or deleted, or to bring back what is not deleted', async () => {
	const update = (version: number | 'current') =>
		doing((transaction, author) => updateRecord(transaction, author, 'tags', { id: 't1', version }, { name: 'x' }));
	await expect(update(1)).rejects.toThrow(RecordNotFoundError);
	await makeTag();
	await expect(doing((transaction, author) => restoreRecord(transaction, author, 'tags', 't1'))).rejects.toThrow(
		'no record "t1" in tags',
	);
	await doing((transaction, author) => deleteRecord(transaction, author, 'tags', { id: 't1', version: 'current' }));
	await expect(update('current')).rejects.toThrow(RecordNotFoundError);
	await expect(update(2)).rejects.toThrow(RecordNotFoundError);
});

it('refuses a save that saw an older version, with what happened since, by whom and when', async () => {
	await makeTag();
	await act(
		records,
		'local',
		(transaction, author) => updateRecord(transaction, author, 'tags', { id: 't1', version: 1 }, { name: 'Key' }),
		{ at: LATER },
	);
	await act(records, 'nobody', (transaction, author) =>
		updateRecord(transaction, author, 'tags', { id: 't1', version: 2 }, { name: 'Core' }),
	);
	const failure = await doing((transaction, author) =>
		updateRecord(transaction, author, 'tags', { id: 't1', version: 1 }, { name: 'Mine' }),
	).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(StaleRecordError);
	const stale = failure as StaleRecordError;
	expect(stale.message).toBe('"t1" in tags was changed since: version 1 was seen, it is 3');
	expect(stale).toMatchObject({ table: 'tags', id: 't1', seenVersion: 1, current: { name: 'Core', version: 3 } });
	expect(stale.changes).toMatchObject([
		{ userName: 'Local user', changedAt: LATER, before: { name: 'VIP' }, after: { name: 'Key' }, version: 2 },
		{ userId: 'nobody', userName: null, before: { name: 'Key' }, after: { name: 'Core' }, version: 3 },
	]);
	expect(await changes()).toHaveLength(3);
});

it('tells of a record that was deleted since', async () => {
	await makeTag();
	await doing((transaction, author) => deleteRecord(transaction, author, 'tags', { id: 't1', version: 1 }));
	const failure = await doing((transaction, author) =>
		deleteRecord(transaction, author, 'tags', { id: 't1', version: 1 }),
	).catch((error: unknown) => error);
	expect(failure).toMatchObject({ current: { deleted_at: AT }, changes: [{ action: 'delete' }] });
});

it('writes nothing of an act that fails', async () => {
	await expect(
		act(records, 'local', async (transaction, author) => {
			await createRecord(transaction, author, 'tags', { name: 'A' });
			throw new Error('no');
		}),
	).rejects.toThrow('no');
	expect(await changes()).toEqual([]);
	expect(await records.selectFrom('tags').selectAll().execute()).toEqual([]);
});
