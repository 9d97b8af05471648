import type { Connection } from '../database.ts';
import { QueryError, row, rows, unsafe } from '../query.ts';
import { CHECKS } from './catalog.ts';
import type { Check, CheckResult } from './check.ts';

/** @throws QueryError naming the check that cannot be asked */
async function countFailing(connection: Connection, check: Check): Promise<number> {
	try {
		return await askFailing(connection, check);
	} catch (cause) {
		if (!(cause instanceof QueryError)) throw cause;
		throw new QueryError(`check "${check.name}" could not be asked: ${cause.message}`, cause.sql, { cause });
	}
}

async function askFailing(connection: Connection, check: Check): Promise<number> {
	const found = await row<{ failing: number }>(connection, unsafe(check.sql));
	const failing = found?.failing ?? 0;
	if (failing === 0 || check.confirmSql === undefined) return failing;
	const confirmed = await row<{ failing: number }>(connection, unsafe(check.confirmSql));
	return confirmed?.failing ?? 0;
}

export interface RunChecksOptions {
	/** Whether this is a run, with its staging views: those that compare with staging are left out of a published snapshot. */
	readonly hasStaging: boolean;
	/** Names of checks that passed on the same rows before: they pass without being asked. */
	readonly known?: ReadonlySet<string>;
}

/**
 * Asks every check of the connection's snapshot, in their order.
 * @throws QueryError when a relation that a check reads is missing
 */
export async function runChecks(
	connection: Connection,
	{ hasStaging, known = new Set() }: RunChecksOptions,
	checks: readonly Check[] = CHECKS,
): Promise<CheckResult[]> {
	const results: CheckResult[] = [];
	for (const check of checks) {
		if (check.needsStaging && !hasStaging) continue;
		const failing = known.has(check.name) ? 0 : await countFailing(connection, check);
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
			...(check.isOwn ? { isOwn: true } : {}),
		});
	}
	return results;
}
