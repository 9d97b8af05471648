import type { Records } from './database.ts';
import { fileRun, toRun } from './runs.ts';

/** A delay further ahead than any retry has comes of a clock that went back. */
const FURTHEST_RETRY_MS = 3_600_000;

/**
 * Files the runs whose time has come to be tried again, each naming the one before; the slots go over to them. A run that
 * already waits or works for the same is taken instead. Gives how many there were.
 * @param now an instant, ISO 8601
 */
export async function fileDueRetries(records: Records, now: string): Promise<number> {
	const furthest = new Date(Date.parse(now) + FURTHEST_RETRY_MS).toISOString();
	const isDue = await records
		.selectFrom('runs')
		.select('run_id')
		.where('retry_at', 'is not', null)
		.where((where) => where.or([where('retry_at', '<=', now), where('retry_at', '>', furthest)]))
		.orderBy('run_id')
		.execute();
	for (const { run_id: runId } of isDue) {
		await records.transaction().execute(async (transaction) => {
			const row = await transaction
				.updateTable('runs')
				.set({ retry_at: null })
				.where('run_id', '=', runId)
				.where('retry_at', 'is not', null)
				.returningAll()
				.executeTakeFirst();
			if (!row) return;
			const { trigger, isFull, isRefit, backfill, onlySources, attempt } = toRun(row);
			const next = await fileRun(transaction, {
				trigger,
				isFull,
				isRefit,
				backfill,
				...(onlySources === null ? {} : { onlySources }),
				repeats: { attempt: attempt + 1, previousRunId: runId },
			});
			await transaction
				.updateTable('slots')
				.set({ run_id: next.runId })
				.where('run_id', '=', runId)
				.where('state', '=', 'filed')
				.execute();
		});
	}
	return isDue.length;
}

/** The run that tries again what a run failed at, or null. */
export async function nextAttempt(records: Records, runId: string): Promise<string | null> {
	const row = await records.selectFrom('runs').select('run_id').where('previous_run_id', '=', runId).executeTakeFirst();
	return row?.run_id ?? null;
}
