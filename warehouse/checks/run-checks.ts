import type { Connection } from '../database.ts';
import { row, rows, unsafe } from '../query.ts';
import { CHECKS } from './catalog.ts';
import type { Check, CheckResult } from './check.ts';

async function countFailing(connection: Connection, check: Check): Promise<number> {
	const found = await row<{ failing: number }>(connection, unsafe(check.sql));
	const failing = found?.failing ?? 0;
	if (failing === 0 || check.confirmSql === undefined) return failing;
	const confirmed = await row<{ failing: number }>(connection, unsafe(check.confirmSql));
	return confirmed?.failing ?? 0;
}

/**
 * Asks every check of the connection's snapshot, in their order. Those that compare with staging are left out of a
 * published snapshot, where there is none.
 * @throws QueryError when a relation that a check reads is missing
 */
export async function runChecks(
	connection: Connection,
	options: { readonly hasStaging: boolean },
	checks: readonly Check[] = CHECKS,
): Promise<CheckResult[]> {
	const results: CheckResult[] = [];
	for (const check of checks) {
		if (check.needsStaging && !options.hasStaging) continue;
		const failing = await countFailing(connection, check);
		const sample =
			failing > 0 && check.sampleSql !== undefined
				? await rows<{ text: string }>(connection, unsafe(check.sampleSql))
				: [];
		results.push({
			name: check.name,
			severity: check.severity,
			status: failing === 0 ? 'passed' : 'failed',
			failing,
			meaning: check.meaning,
			sample: sample.map(({ text }) => text),
		});
	}
	return results;
}
