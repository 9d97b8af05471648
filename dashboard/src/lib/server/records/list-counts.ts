import { sql } from 'kysely';
import { countList } from '#actions/count-list.ts';
import type { ListCount } from '#actions/count-list.ts';
import type { Gate } from '#actions/consent-gate.ts';
import { rememberingGate } from '#actions/remembering-gate.ts';
import type { Records } from '#records/database.ts';
import type { DefinedList } from '#records/marketing/list-read.ts';
import { once } from '../once.ts';
import type { RequestSnapshot } from '../warehouse.ts';

const KEPT = 200;

/** Lists are counted with each key that is typed: whoever was asked stays asked until somebody writes something. */
export function countingGate(): Gate {
	return once('list-gate', rememberingGate);
}

/** What every count of a list hangs on beside the snapshot: whoever writes anything changes it. */
async function stateOf(records: Records): Promise<string> {
	const { rows } = await sql<{ change: number | null; drawn: number }>`
		select (select max(sequence) from changes) as change, (select count(*) from list_members) as drawn`.execute(records);
	return `${rows[0]?.change ?? 0} ${rows[0]?.drawn ?? 0}`;
}

/**
 * Counts lists as they are at this moment. A count is kept as long as nobody has written anything into the records and
 * the snapshot is the same: then it could not be another one.
 */
export async function countLists(
	snapshot: RequestSnapshot,
	records: Records,
	lists: readonly DefinedList[],
): Promise<ReadonlyMap<string, ListCount>> {
	const kept = once('list-counts', () => new Map<string, ListCount>());
	const state = await stateOf(records);
	const counts = new Map<string, ListCount>();
	for (const { list_id, definition } of lists) {
		const key = `${snapshot.id} ${state} ${list_id}`;
		const question = { listId: list_id, definition };
		const count =
			kept.get(key) ?? (await snapshot.read((db) => countList({ records, db, gate: countingGate() }, question)));
		kept.set(key, count);
		counts.set(list_id, count);
		const [oldest] = kept.keys();
		if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
	}
	return counts;
}
