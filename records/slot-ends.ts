import type { Selectable } from 'kysely';
import type { RecordsTransaction } from './database.ts';
import type { RunsTable, SlotState } from './schema/runs.ts';

/** Ends the slots that a run was filed for. What has ended before stays as it was. */
export async function endSlots(
	transaction: RecordsTransaction,
	runId: string,
	state: Exclude<SlotState, 'filed'>,
	at: string,
): Promise<void> {
	await transaction
		.updateTable('slots')
		.set({ state, ended_at: at })
		.where('run_id', '=', runId)
		.where('state', '=', 'filed')
		.execute();
}

/**
 * After a run that succeeded nothing of the same work needs to be tried again: the slots that wait for that are done by
 * it.
 */
export async function succeedRetries(
	transaction: RecordsTransaction,
	run: Pick<Selectable<RunsTable>, 'run_id' | 'is_full' | 'is_refit' | 'only_sources' | 'backfill'>,
	at: string,
): Promise<void> {
	const waiting = await transaction
		.updateTable('runs')
		.set({ retry_at: null })
		.where('retry_at', 'is not', null)
		.where('is_full', '=', run.is_full)
		.where('is_refit', '=', run.is_refit)
		.where('backfill', run.backfill === null ? 'is' : '=', run.backfill)
		.where('only_sources', run.only_sources === null ? 'is' : '=', run.only_sources)
		.returning('run_id')
		.execute();
	for (const { run_id: failedId } of waiting) {
		await transaction
			.updateTable('slots')
			.set({ run_id: run.run_id })
			.where('run_id', '=', failedId)
			.where('state', '=', 'filed')
			.execute();
	}
	await endSlots(transaction, run.run_id, 'succeeded', at);
}
