import { sql } from 'kysely';
import type { Records } from '#records/database.ts';
import { consentGate } from './consent-gate.ts';
import type { Gate, Verdict } from './consent-gate.ts';

/** Tells the records from what they were: every write of a record leaves a change, every list of addresses a load. */
export async function lastChange(records: Records): Promise<string> {
	const { rows } = await sql<{ last: string }>`
		select concat_ws(' ', (select max(sequence) from changes),
			(select max(generation) from suppression_loads), (select count(ended_at) from suppression_loads)) as last`.execute(
		records,
	);
	return rows[0]?.last ?? '';
}

/**
 * A gate that asks nobody twice while the records are as they were: a verdict hangs on them alone, and whatever is written
 * makes it forget all. For counts that follow a form with each key; what leaves is asked for anew (`exportList`).
 */
export function rememberingGate(): Gate {
	const kept = new Map<string, Map<string, Verdict>>();
	let change = '';
	return async (records, contactIds, reach) => {
		const now = await lastChange(records);
		if (now !== change) kept.clear();
		change = now;
		const name = `${reach.channel} ${reach.purpose}`;
		const known = kept.get(name) ?? new Map<string, Verdict>();
		const fresh = await consentGate(
			records,
			contactIds.filter((id) => !known.has(id)),
			reach,
		);
		// Somebody may have written while these were asked: then they are this answer's and nobody else's.
		if ((await lastChange(records)) !== now) return known.size === 0 ? fresh : consentGate(records, contactIds, reach);
		for (const [id, verdict] of fresh) known.set(id, verdict);
		kept.set(name, known);
		return known;
	};
}
