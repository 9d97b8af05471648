import { leaseHolder } from '#records/lease.ts';
import { replaceQuarantine } from '#records/quarantine.ts';
import { noteForgotten, sourcesToForget } from '#records/removals.ts';
import type { Connection } from '#warehouse/database.ts';
import { forgetSource } from '#warehouse/forget-source.ts';
import { inTransaction } from './load/in-transaction.ts';
import { requireLease } from './load/require-lease.ts';
import type { RunAtWork } from './run.ts';

/**
 * Takes the rows of sources that were taken back out of raw, before anything is loaded: under the same name others may have
 * come, by other rules, and of files that stayed away nothing is to come back.
 * @throws SourceError when the run no longer holds its lease; nothing is changed then, as after any other error
 */
export async function forgetTakenBack(
	connection: Connection,
	{ records, fencingToken, signal, log }: Pick<RunAtWork, 'records' | 'fencingToken' | 'signal' | 'log'>,
): Promise<void> {
	const isCurrent = async (): Promise<boolean> => (await leaseHolder(records))?.token === fencingToken;
	for (const source of await sourcesToForget(records)) {
		const at = new Date().toISOString();
		await inTransaction(connection, async () => {
			await forgetSource(connection, source, at);
			await requireLease(source, { isCurrent, signal });
		});
		// Replaying DDL from the log is DuckDB's weak side: the log ends here.
		await connection.run('checkpoint raw');
		await replaceQuarantine(records, source, [], { isRejectedLoad: false });
		await noteForgotten(records, source, at);
		log.write('info', `${source} was taken back: its rows are forgotten`, { source });
	}
}
