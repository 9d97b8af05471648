import { sql } from 'kysely';
import type { Records } from '#records/database.ts';
import { consentGate } from './consent-gate.ts';
import type { Gate, Verdict } from './consent-gate.ts';

/** The last change of the records: every write of a record leaves one. */
export async function lastChange(records: Records): Promise<number> {
	const { rows } = await sql<{ last: number | null }>`select max(sequence) as last from changes`.execute(records);
	return rows[0]?.last ?? 0;
}

/**
 * A gate that asks nobody twice while the records are as they were: a verdict hangs on them alone, and whatever is written
 * makes it forget all. For counts that follow a form with each key; what leaves is asked for anew (`exportList`).
 */
export function rememberingGate(): Gate {
	const kept = new Map<string, Map<string, Verdict>>();
	let change = -1;
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
