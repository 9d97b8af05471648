import type { Records, RecordsTransaction } from '../database.ts';
import type { ChangesTable } from '../schema/changes.ts';
import { act } from './act.ts';
import type { Author } from './act.ts';
import { requireUndoable, UndoError } from './undo-blockers.ts';
import type { TrackedTable } from './tracked-tables.ts';
import { deleteRecord, restoreRecord, updateRecord } from './write.ts';

type StoredChange = Pick<ChangesTable, 'table_name' | 'record_id' | 'action' | 'before'>;

async function undoChange(transaction: RecordsTransaction, author: Author, change: StoredChange): Promise<void> {
	const table = change.table_name as TrackedTable;
	const seen = { id: change.record_id, version: 'current' } as const;
	switch (change.action) {
		case 'create':
		case 'restore':
			await deleteRecord(transaction, author, table, seen);
			break;
		case 'delete':
			await restoreRecord(transaction, author, table, change.record_id);
			break;
		case 'update': {
			const before = JSON.parse(change.before ?? '{}') as object;
			await updateRecord(transaction, author, table, seen, before, { touch: true });
			break;
		}
	}
}

function isTaken(error: unknown): boolean {
	return error instanceof Error && error.message.startsWith('UNIQUE constraint failed');
}

/**
 * Takes back the next `limit` changes of a batch, newest first, that the author's batch has not taken back yet: called
 * again with the same author it goes on, so a long undo can be cut into short transactions.
 * @returns how many it took back; fewer than `limit` when it came to the end
 * @throws UndoError when what it comes to cannot be taken back
 */
export async function undoNext(
	transaction: RecordsTransaction,
	author: Author,
	batchId: string,
	limit: number,
): Promise<number> {
	const done = await transaction
		.selectFrom('changes')
		.select((build) => build.fn.countAll<number>().as('count'))
		.where('batch_id', '=', author.batchId)
		.executeTakeFirstOrThrow();
	const changes = await transaction
		.selectFrom('changes')
		.select(['table_name', 'record_id', 'action', 'before'])
		.where('batch_id', '=', batchId)
		.orderBy('sequence', 'desc')
		.limit(limit)
		.offset(done.count)
		.execute();
	for (const change of changes) {
		try {
			await undoChange(transaction, author, change);
		} catch (error) {
			if (!isTaken(error)) throw error;
			const record = { table: change.table_name as TrackedTable, id: change.record_id, reason: 'taken' as const };
			throw new UndoError(batchId, [record], { cause: error });
		}
	}
	return changes.length;
}

/**
 * Takes back everything a batch changed, newest first: what it made is deleted, what it deleted comes back, what it
 * changed is as it was. The undo is a batch of its own, so it can be undone in turn.
 * @throws UndoError when a record of the batch was changed later, or something made later stands on one it made; it names
 * them, and nothing is taken back
 */
export async function undoBatch(
	records: Records,
	userId: string,
	batchId: string,
): Promise<{ readonly batchId: string; readonly undone: number }> {
	const { batchId: undoBatchId, result } = await act(records, userId, async (transaction, author) => {
		await requireUndoable(transaction, batchId, author.batchId);
		return undoNext(transaction, author, batchId, -1);
	});
	return { batchId: undoBatchId, undone: result };
}
