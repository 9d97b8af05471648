import type { Connection } from '#warehouse/database.ts';
import { HISTORY, historySize, noteDealsOfDay } from '#warehouse/history.ts';
import { versionOf } from '#warehouse/relation-versions.ts';
import type { RelationVersion, RelationVersions } from '#warehouse/relation-versions.ts';
import { failpoint } from './failpoint.ts';
import { inTransaction } from './load/in-transaction.ts';
import type { LoadContext } from './load/load-context.ts';
import { requireLease } from './load/require-lease.ts';

/**
 * Notes what cannot be rebuilt of the day that figures of this analysis date describe: the one before it. A second run of
 * the day replaces what the first one noted, unless the deals are as they were then. Gives the versions of history.
 * @param staging versions of the staging views, @param previous those of the last snapshot
 * @throws SourceError when the run no longer holds its lease: nothing is changed then
 */
export async function noteHistory(
	connection: Connection,
	asOf: string,
	staging: ReadonlyMap<string, string>,
	previous: RelationVersions,
	context: Pick<LoadContext, 'isCurrent' | 'signal'>,
): Promise<RelationVersions> {
	const day = Temporal.PlainDate.from(asOf).subtract({ days: 1 }).toString();
	const read = [...new Set(Object.values(HISTORY).flat())].map((name) => staging.get(name));
	const madeOf = async (): Promise<string> => versionOf([day, read, await historySize(connection)]);
	const before = await madeOf();
	const isNoted = Object.keys(HISTORY).every((name) => previous[name]?.inputs === before);
	if (!isNoted) {
		await inTransaction(connection, async () => {
			await noteDealsOfDay(connection, day);
			failpoint('history.noted');
			await requireLease('history', context);
		});
		failpoint('history.committed');
	}
	const inputs = isNoted ? before : await madeOf();
	const version: RelationVersion = { inputs, version: inputs };
	return Object.fromEntries(Object.keys(HISTORY).map((name) => [name, version]));
}
