import type { Connection } from '../database.ts';
import { row, sql } from '../query.ts';

/** The chance that an open deal is won, beside how often deals that came to its stage were. */
export interface DealScore {
	readonly stage_id: string;
	readonly stage: string;
	/** Null where neither a model nor enough deals of the stage tell. */
	readonly win_probability: number | null;
	/** 80 % interval of what other deals of the same kind would have taught; null where not known. */
	readonly win_probability_lower: number | null;
	readonly win_probability_upper: number | null;
	/** Null where no deal of the stage is over. */
	readonly stage_base_rate: number | null;
	/** Deals that are over, behind that rate. */
	readonly stage_base_count: number;
	readonly basis: string;
	/** JSON list of `{ feature, value, effect }`, the largest effect first; null unless the model tells. */
	readonly reasons: string | null;
}

/** The score of an open deal as of the snapshot; null where it was not open, or not known, then. */
export function dealScore(db: Connection, dealId: string): Promise<DealScore | null> {
	return row(
		db,
		sql`select stage_id, stage, win_probability, win_probability_lower, win_probability_upper, stage_base_rate,
			stage_base_count, basis, reasons
		from deal_scores where deal_id = ${dealId}`,
	);
}
