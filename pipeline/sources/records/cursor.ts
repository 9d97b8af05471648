import { lastSequence } from '#records/changes/since.ts';
import type { Records } from '#records/database.ts';

/** What a migration puts into the tracked tables is noted as one batch: nobody typed it. */
const SEED_BATCH = 'seed';

/** Whether anybody has typed anything. */
export async function hasEdits(records: Records): Promise<boolean> {
	const found = await records
		.selectFrom('changes')
		.select('sequence')
		.where('batch_id', '<>', SEED_BATCH)
		.orderBy('sequence', 'desc')
		.limit(1)
		.executeTakeFirst();
	return found !== undefined;
}

/** The sequence of the last change, null where nobody has typed anything. Quick: it is asked several times a second. */
export async function editedSequence(records: Records): Promise<number | null> {
	return (await hasEdits(records)) ? lastSequence(records) : null;
}

/** How many changes and changed records wait after a sequence. */
export async function countWaiting(
	records: Records,
	sequence: number,
): Promise<{ readonly changes: number; readonly records: number }> {
	const found = await records
		.selectFrom('changes')
		.select(['table_name', 'record_id'])
		.select((build) => build.fn.countAll<number>().as('changes'))
		.where('sequence', '>', sequence)
		.groupBy(['table_name', 'record_id'])
		.execute();
	return { changes: found.reduce((sum, { changes }) => sum + changes, 0), records: found.length };
}
