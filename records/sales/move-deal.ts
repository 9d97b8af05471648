import * as v from 'valibot';
import { instantOfAct } from '../changes/act.ts';
import type { Author } from '../changes/act.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import { rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { optional } from '../input/fields.ts';
import { InputError, issue, parseInput } from '../input/issues.ts';
import { oneOf } from '../input/readers.ts';
import { LOSS_REASONS } from '../schema/sales.ts';
import { topOfStage } from './board-position.ts';
import type { Deal } from './deals.ts';
import { noteStage } from './stage-events.ts';
import { requireStage } from './stages.ts';
import type { Stage } from './stages.ts';

export interface DealMove {
	readonly stageId: string;
	/** Its place in the column (`positionBetween` of its neighbours); the top of another column, unless told. */
	readonly boardPosition?: number | undefined;
	/** Why it was lost: needed where it enters a stage that is lost. */
	readonly lossReason?: string | null | undefined;
}

const lossInput = v.strictObject({ loss_reason: optional(oneOf(LOSS_REASONS)) });

function lossReasonOf(deal: Deal, stage: Stage, typed: string | null): Deal['loss_reason'] {
	if (stage.outcome !== 'lost') return null;
	const reason = parseInput(lossInput, { loss_reason: typed }).loss_reason ?? deal.loss_reason;
	if (reason === null) throw new InputError([issue('loss_reason', 'required')]);
	return reason;
}

/**
 * Moves a deal to a stage, or within its column. Entering a stage is noted in its history and sets `stage_changed_at`;
 * a stage that is won or lost closes it, an open one opens it again. It goes with the stage to another sales pipeline.
 * @throws InputError where it would be lost without a reason, or there is no such stage
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function moveDeal(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	move: DealMove,
): Promise<Deal> {
	const row = await rowOf(transaction, 'deals', seen.id);
	if (row === null) throw new RecordNotFoundError('deals', seen.id);
	if (move.stageId === row.stage_id) {
		return updateRecord(transaction, author, 'deals', seen, { board_position: move.boardPosition });
	}
	const stage = await requireStage(transaction, move.stageId);
	const from = await rowOf(transaction, 'stages', row.stage_id);
	const at = instantOfAct(author);
	const closedAt = stage.outcome === from?.outcome ? row.closed_at : stage.outcome === 'open' ? null : at;
	const deal = await updateRecord(transaction, author, 'deals', seen, {
		sales_pipeline_id: stage.sales_pipeline_id,
		stage_id: stage.stage_id,
		stage_changed_at: at,
		board_position: move.boardPosition ?? (await topOfStage(transaction, stage.stage_id)),
		closed_at: closedAt,
		loss_reason: lossReasonOf(row, stage, move.lossReason ?? null),
	});
	await noteStage(transaction, author, deal, row.stage_id);
	return deal;
}
