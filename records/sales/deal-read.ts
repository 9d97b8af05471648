import type { Records } from '../database.ts';
import { activitiesOf } from '../people/activity-list.ts';
import type { ActivityRow } from '../people/activity-list.ts';
import { lineAmount } from './deal-amount.ts';
import { dealRows } from './deal-list.ts';
import type { DealRow } from './deal-list.ts';
import { linesOfDeal } from './deal-lines.ts';
import type { DealLine } from './deal-lines.ts';
import { stagesOf } from './stages.ts';
import type { Stage } from './stages.ts';

export interface DealPage {
	readonly deal: DealRow;
	/** The stages of its sales pipeline, in order. */
	readonly stages: readonly Stage[];
	readonly lines: readonly (DealLine & { readonly product_name: string | null; readonly amount: string })[];
	/** The stages it has entered, the oldest first, with the names of stages and of who moved it. */
	readonly events: readonly StageStep[];
	readonly activities: readonly ActivityRow[];
}

export interface StageStep {
	readonly changed_at: string;
	readonly from_stage_name: string | null;
	readonly to_stage_name: string;
	readonly amount: string | null;
	readonly user_name: string | null;
}

async function linesWithProducts(records: Records, dealId: string): Promise<DealPage['lines']> {
	const lines = await linesOfDeal(records, dealId);
	const ids = lines.flatMap(({ product_id }) => product_id ?? []);
	const products = await records
		.selectFrom('products')
		.select(['product_id', 'name'])
		.where('product_id', 'in', ids)
		.execute();
	const names = new Map(products.map(({ product_id, name }) => [product_id, name]));
	return lines.map((line) => ({
		...line,
		product_name: names.get(line.product_id ?? '') ?? null,
		amount: lineAmount(line),
	}));
}

async function stepsOf(records: Records, dealId: string): Promise<StageStep[]> {
	return records
		.selectFrom('deal_stage_events as event')
		.innerJoin('stages as to_stage', 'to_stage.stage_id', 'event.to_stage_id')
		.leftJoin('stages as from_stage', 'from_stage.stage_id', 'event.from_stage_id')
		.leftJoin('users', 'users.user_id', 'event.user_id')
		.select([
			'event.changed_at',
			'from_stage.name as from_stage_name',
			'to_stage.name as to_stage_name',
			'event.amount',
			'users.name as user_name',
		])
		.where('event.deal_id', '=', dealId)
		.where('event.deleted_at', 'is', null)
		.orderBy('event.changed_at')
		.orderBy('event.deal_stage_event_id')
		.execute();
}

/** A deal with what stands on its page; null when there is none, or it is deleted. */
export async function readDeal(records: Records, dealId: string): Promise<DealPage | null> {
	const [deal] = await dealRows(records, [dealId]);
	if (deal?.deleted_at !== null) return null;
	return {
		deal,
		stages: await stagesOf(records, deal.sales_pipeline_id),
		lines: await linesWithProducts(records, dealId),
		events: await stepsOf(records, dealId),
		activities: await activitiesOf(records, { type: 'deal', id: dealId }),
	};
}
