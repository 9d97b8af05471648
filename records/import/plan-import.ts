import type { Author } from '../changes/act.ts';
import type { Records } from '../database.ts';
import { newId } from '../values/id.ts';
import { countRow, NO_COUNTS, rejectedAmong, rowContext } from './import-request.ts';
import type { ImportCounts, ImportRequest } from './import-request.ts';
import { importRow } from './import-row.ts';
import type { RejectedRow, RowOutcome } from './import-row.ts';
import { inShortTurns } from './short-turns.ts';

/** What an import would do. */
export interface ImportPlan {
	readonly counts: ImportCounts;
	/** Every row that would be refused, in the order of the file. */
	readonly rejected: readonly RejectedRow[];
}

/**
 * What an import would do, found out by doing it and taking each turn back: the rules are the same by construction. Nothing
 * is kept.
 * @throws InputError when the request does not fit its file or entity
 */
export async function planImport(records: Records, userId: string, request: ImportRequest): Promise<ImportPlan> {
	const context = await rowContext(records, request);
	const author: Author = { userId, batchId: newId() };
	const { rows } = request.file;
	const outcomes: RowOutcome[] = [];
	await inShortTurns(rows.length, async (from, isOver) => {
		const transaction = await records.startTransaction().execute();
		try {
			let index = from;
			for (const row of rows.slice(from)) {
				outcomes.push(await importRow(transaction, author, row, context));
				index += 1;
				if (isOver()) break;
			}
			return index;
		} finally {
			await transaction.rollback().execute();
		}
	});
	return { counts: outcomes.reduce(countRow, NO_COUNTS), rejected: rejectedAmong(outcomes) };
}
