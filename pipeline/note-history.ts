import type { Connection } from '#warehouse/database.ts';
import { noteDealsOfDay } from '#warehouse/history.ts';
import { failpoint } from './failpoint.ts';
import { inTransaction } from './load/in-transaction.ts';
import type { LoadContext } from './load/load-context.ts';
import { requireLease } from './load/require-lease.ts';

/**
 * Notes what cannot be rebuilt of the day that figures of this analysis date describe: the one before it. A second run of
 * the day replaces what the first one noted.
 * @throws SourceError when the run no longer holds its lease: nothing is changed then
 */
export async function noteHistory(
	connection: Connection,
	asOf: string,
	context: Pick<LoadContext, 'isCurrent' | 'signal'>,
): Promise<void> {
	const day = Temporal.PlainDate.from(asOf).subtract({ days: 1 }).toString();
	await inTransaction(connection, async () => {
		await noteDealsOfDay(connection, day);
		failpoint('history.noted');
		await requireLease('history', context);
	});
	failpoint('history.committed');
}
