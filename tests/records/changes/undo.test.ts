import { beforeEach, expect, it } from 'vitest';
import { act } from '#records/changes/act.ts';
import type { Author } from '#records/changes/act.ts';
import { undoNext, undoBatch } from '#records/changes/undo.ts';
import { UndoError } from '#records/changes/undo-blockers.ts';
import { createRecord, deleteRecord, updateRecord } from '#records/changes/write.ts';
import type { Records, RecordsTransaction } from '#records/database.ts';
import { createCompany, deleteCompany } from '#records/people/companies.ts';
import { createDeal } from '#records/sales/deals.ts';
import { openTestRecords } from '../open-records.ts';

let records: Records;

beforeEach(async () => {
	({ records } = await openTestRecords());
});

/** The batch of an act. */
async function batchOf(work: (transaction: RecordsTransaction, author: Author) => Promise<unknown>): Promise<string> {
	return (await act(records, 'local', work)).batchId;
}

async function tags(): Promise<string[]> {
	const rows = await records
		.selectFrom('tags')
		.select(['tag_id', 'name'])
		.where('deleted_at', 'is', null)
		.orderBy('tag_id')
		.execute();
	return rows.map(({ tag_id, name }) => `${tag_id}=${name}`);
}

function make(id: string, name = id): Promise<string> {
	return batchOf((transaction, author) => createRecord(transaction, author, 'tags', { name }, { id }));
}

function rename(id: string, name: string): Promise<string> {
	return batchOf((transaction, author) =>
		updateRecord(transaction, author, 'tags', { id, version: 'current' }, { name }),
	);
}

it('takes a whole batch back, and the taking back too', async () => {
	await make('a');
	await make('b');
	const batch = await batchOf(async (transaction, author) => {
		await createRecord(transaction, author, 'tags', { name: 'c' }, { id: 'c' });
		await updateRecord(transaction, author, 'tags', { id: 'a', version: 1 }, { name: 'A' });
		await updateRecord(transaction, author, 'tags', { id: 'a', version: 2 }, { name: 'AA' });
		await deleteRecord(transaction, author, 'tags', { id: 'b', version: 1 });
	});
	expect(await tags()).toEqual(['a=AA', 'c=c']);

	const undo = await undoBatch(records, 'local', batch);
	expect(undo.undone).toBe(4);
	expect(await tags()).toEqual(['a=a', 'b=b']);

	const redo = await undoBatch(records, 'local', undo.batchId);
	expect(await tags()).toEqual(['a=AA', 'c=c']);
	await undoBatch(records, 'local', redo.batchId);
	expect(await tags()).toEqual(['a=a', 'b=b']);
	const versions = await records.selectFrom('changes').select('version').where('record_id', '=', 'a').execute();
	expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('frees a key before it goes back to who had it', async () => {
	await make('a', 'Gold');
	const batch = await batchOf(async (transaction, author) => {
		await deleteRecord(transaction, author, 'tags', { id: 'a', version: 1 });
		await createRecord(transaction, author, 'tags', { name: 'Gold' }, { id: 'b' });
	});
	await undoBatch(records, 'local', batch);
	expect(await tags()).toEqual(['a=Gold']);
});

it('refuses when a record was changed later, names it, and changes nothing', async () => {
	const batch = await batchOf(async (transaction, author) => {
		await createRecord(transaction, author, 'tags', { name: 'a' }, { id: 'a' });
		await createRecord(transaction, author, 'tags', { name: 'b' }, { id: 'b' });
	});
	await rename('b', 'B');
	const failure = await undoBatch(records, 'local', batch).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(UndoError);
	expect((failure as UndoError).records).toEqual([{ table: 'tags', id: 'b', reason: 'changed_later' }]);
	expect((failure as UndoError).message).toBe(
		`batch "${batch}" cannot be undone because of "b" in tags (changed_later)`,
	);
	expect(await tags()).toEqual(['a=a', 'b=B']);
});

it('refuses to take back twice', async () => {
	const batch = await make('a');
	await undoBatch(records, 'local', batch);
	await expect(undoBatch(records, 'local', batch)).rejects.toThrow(UndoError);
});

it('refuses to take away what something made later stands on', async () => {
	const { batchId, result } = await act(records, 'local', (transaction, author) =>
		createCompany(transaction, author, { name: 'Acme' }),
	);
	const deal = await act(records, 'local', (transaction, author) =>
		createDeal(transaction, author, { name: 'Boxes', currency: 'EUR', company_id: result.company_id }),
	);
	const failure = await undoBatch(records, 'local', batchId).catch((error: unknown) => error);
	expect((failure as UndoError).records).toEqual([{ table: 'deals', id: deal.result.deal_id, reason: 'in_use' }]);
	await undoBatch(records, 'local', deal.batchId);
	await undoBatch(records, 'local', batchId);
});

it('refuses to bring back a key that another record has by now', async () => {
	const { result } = await act(records, 'local', (transaction, author) =>
		createCompany(transaction, author, { name: 'Acme', external_key: 'C1' }),
	);
	const batch = await batchOf((transaction, author) =>
		deleteCompany(transaction, author, { id: result.company_id, version: 1 }),
	);
	await batchOf((transaction, author) => createCompany(transaction, author, { name: 'Bolt', external_key: 'C1' }));
	const failure = await undoBatch(records, 'local', batch).catch((error: unknown) => error);
	expect((failure as UndoError).records).toEqual([{ table: 'companies', id: result.company_id, reason: 'taken' }]);
});

it('goes on where it was when it is cut into pieces', async () => {
	const batch = await batchOf(async (transaction, author) => {
		for (const name of ['a', 'b', 'c', 'd', 'e']) {
			await createRecord(transaction, author, 'tags', { name }, { id: name });
		}
	});
	const author: Author = { userId: 'local', batchId: 'undo' };
	const next = () => records.transaction().execute((transaction) => undoNext(transaction, author, batch, 2));
	expect(await next()).toBe(2);
	expect(await tags()).toEqual(['a=a', 'b=b', 'c=c']);
	expect([await next(), await next(), await next()]).toEqual([2, 1, 0]);
	expect(await tags()).toEqual([]);
});
