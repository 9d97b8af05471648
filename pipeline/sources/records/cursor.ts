import type { Records } from '#records/database.ts';

/** What a migration puts into the tracked tables is noted as one batch: nobody typed it. */
const SEED_BATCH = 'seed';

/** The last change that somebody made; null before the first. */
export interface LastChange {
	readonly sequence: number;
	readonly changedAt: string;
}

/** The sequence of the last change of any kind: the cursor to read up to; 0 before the first. */
export async function lastSequence(records: Records): Promise<number> {
	const found = await records
		.selectFrom('changes')
		.select((build) => build.fn.max('sequence').as('sequence'))
		.executeTakeFirst();
	return found?.sequence ?? 0;
}

/** The last change that somebody made. Quick: it is asked several times a second. */
export async function lastChange(records: Records): Promise<LastChange | null> {
	const found = await records
		.selectFrom('changes')
		.select(['sequence', 'changed_at as changedAt'])
		.where('batch_id', '<>', SEED_BATCH)
		.orderBy('sequence', 'desc')
		.limit(1)
		.executeTakeFirst();
	return found ?? null;
}

/** When the first change after a sequence was made; null when there is none. */
export async function firstChangeAfter(records: Records, sequence: number): Promise<string | null> {
	const found = await records
		.selectFrom('changes')
		.select('changed_at as changedAt')
		.where('sequence', '>', sequence)
		.where('batch_id', '<>', SEED_BATCH)
		.orderBy('sequence')
		.limit(1)
		.executeTakeFirst();
	return found?.changedAt ?? null;
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
