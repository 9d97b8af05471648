import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';

export type DealStageEvent = RecordRow<'deal_stage_events'>;

/** Notes that a deal entered the stage it is in, with what it was worth then. */
export async function noteStage(
	transaction: RecordsTransaction,
	author: Author,
	deal: RecordRow<'deals'>,
	fromStageId: string | null,
): Promise<void> {
	await createRecord(transaction, author, 'deal_stage_events', {
		deal_id: deal.deal_id,
		changed_at: deal.stage_changed_at,
		from_stage_id: fromStageId,
		to_stage_id: deal.stage_id,
		amount: deal.amount,
		expected_close_on: deal.expected_close_on,
		user_id: author.userId,
	});
}

/** The stages a deal has entered, the oldest first. */
export async function stageEventsOf(records: Records, dealId: string): Promise<DealStageEvent[]> {
	return records
		.selectFrom('deal_stage_events')
		.selectAll()
		.where('deal_id', '=', dealId)
		.where('deleted_at', 'is', null)
		.orderBy('changed_at')
		.orderBy('deal_stage_event_id')
		.execute();
}
