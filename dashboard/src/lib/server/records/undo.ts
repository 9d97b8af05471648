import { UndoError } from '#records/changes/undo-blockers.ts';
import { undoBatch } from '#records/changes/undo.ts';
import { records } from '../records.ts';
import { currentUserId } from './user.ts';

/** Takes an act back: the batch that can bring it again, or null when what it changed was changed later. */
export async function undoAct(batchId: string): Promise<string | null> {
	try {
		const { batchId: undone } = await undoBatch(await records(), currentUserId(), batchId);
		return undone;
	} catch (error) {
		if (error instanceof UndoError) return null;
		throw error;
	}
}
