import type { Connection } from '../database.ts';
import { join, rows, sql, unsafe } from '../query.ts';
import { sliceConditions, sliceSql } from '../metrics/compile.ts';
import { RELATIONS } from '../metrics/relations.ts';
import type { Slice } from '../metrics/request.ts';
import type { Scope } from './scope.ts';

/** One stage of a sales pipeline and the deals that reached it in the period; a skipped stage counts as reached. */
export interface FunnelStage {
	readonly sales_pipeline: string | null;
	readonly stage_id: string;
	readonly stage: string;
	/** Its place in its pipeline, 1 the first; lost stages are in no funnel. */
	readonly step: number;
	readonly outcome: 'open' | 'won';
	readonly reached_count: number;
	/** Of those reached, the deals that have gone on to a later stage by now. */
	readonly passed_count: number;
	/** `passed_count` / `reached_count`; null where no deal reached it, and of a won stage. */
	readonly conversion: number | null;
	/** Median days of the stays that ended in the period; null without one. */
	readonly median_days: number | null;
}

/**
 * The stages of all sales pipelines, each in its order, with the deals that reached them in the period of the scope.
 * Each stage counts for itself: a deal that came before the period and moved in it is among those of its new stage alone.
 * @param scope filtered by what `filterableBy('sales')` gives
 */
export async function salesFunnel(db: Connection, scope: Scope): Promise<FunnelStage[]> {
	const slice: Slice = { by: ['sales_pipeline', 'stage'], grain: null, ...scope.days, filter: scope.filter };
	const relation = RELATIONS.deal_stages;
	const found = await rows<FunnelStage>(
		db,
		sql`with reached as (
			select stage_id, count(*) as reached_count, count(*) filter (where is_passed) as passed_count
			from ${unsafe(relation.from)}
			where ${join(sliceConditions(relation, slice), ' and ')}
			group by stage_id
		), stays as (
			${sliceSql(['time_in_stage'], slice, scope.facts)}
		)
		select stages.sales_pipeline, stages.stage_id, stages.name as stage, stages.step, stages.outcome,
			coalesce(reached.reached_count, 0) as reached_count, coalesce(reached.passed_count, 0) as passed_count,
			case when stages.outcome = 'open' then reached.passed_count / reached.reached_count end as conversion,
			stays.value as median_days
		from dim_stages as stages
		left join reached using (stage_id)
		left join stays
			on stays.sales_pipeline is not distinct from stages.sales_pipeline and stays.stage = stages.name
		where stages.step is not null
		order by stages.sales_pipeline nulls last, stages.step`,
	);
	return found;
}
