import type { Author } from '../changes/act.ts';
import { requireUndoable } from '../changes/undo-blockers.ts';
import { undoNext } from '../changes/undo.ts';
import type { Records } from '../database.ts';
import { newId } from '../values/id.ts';
import { inShortTurns } from './short-turns.ts';

const CHANGES_PER_STEP = 100;

/** The batch that takes an import back: the one of an earlier try, where there was one. */
async function revertBatchOf(records: Records, importId: string, batchId: string): Promise<string> {
	return records.transaction().execute(async (transaction) => {
		const row = await transaction
			.selectFrom('imports')
			.select('revert_batch_id')
			.where('import_id', '=', importId)
			.executeTakeFirstOrThrow();
		const revertBatchId = row.revert_batch_id ?? newId();
		await requireUndoable(transaction, batchId, revertBatchId);
		await transaction
			.updateTable('imports')
			.set({ revert_batch_id: revertBatchId })
			.where('import_id', '=', importId)
			.execute();
		return revertBatchId;
	});
}

/**
 * Takes an import back: the undo of its batch, in short transactions. One that was cut off goes on where it was.
 * @returns how many changes were taken back now; 0 when it was reverted before
 * @throws UndoError when records of it were changed since, or are in use; it names them, and nothing is taken back
 */
export async function revertImport(records: Records, userId: string, importId: string): Promise<number> {
	const row = await records
		.selectFrom('imports')
		.select(['batch_id', 'reverted_at'])
		.where('import_id', '=', importId)
		.executeTakeFirstOrThrow();
	if (row.reverted_at !== null) return 0;
	const author: Author = { userId, batchId: await revertBatchOf(records, importId, row.batch_id) };
	let undone = 0;
	await inShortTurns(1, async (_from, isOver) => {
		return records.transaction().execute(async (transaction) => {
			while (!isOver()) {
				const count = await undoNext(transaction, author, row.batch_id, CHANGES_PER_STEP);
				undone += count;
				if (count === CHANGES_PER_STEP) continue;
				const reverted_at = new Date().toISOString();
				await transaction.updateTable('imports').set({ reverted_at }).where('import_id', '=', importId).execute();
				return 1;
			}
			return 0;
		});
	});
	return undone;
}
