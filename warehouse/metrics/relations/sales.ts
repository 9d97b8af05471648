import type { Relation } from '../relation.ts';

const OWNER_DIMENSIONS = { owner: 'owner', manager: 'manager', team: 'team', office: 'office' } as const;

const DEAL_DIMENSIONS = {
	...OWNER_DIMENSIONS,
	product: 'product',
	sales_pipeline: 'sales_pipeline',
	stage: 'stage',
	outcome: 'outcome',
	source: 'source',
	loss_reason: 'loss_reason',
	forecast_category: 'forecast_category',
	is_overdue: 'is_overdue',
	campaign: 'campaign',
	country: 'country',
	customer_kind: 'customer_kind',
	currency: 'currency',
	customer: 'customer_id',
} as const;

/** What is said of a deal, wherever in its stages it is; stage and outcome there are those of the row. */
const STAGED_DIMENSIONS = {
	...OWNER_DIMENSIONS,
	product: 'product',
	sales_pipeline: 'sales_pipeline',
	stage: 'stage',
	source: 'source',
	campaign: 'campaign',
	country: 'country',
	customer_kind: 'customer_kind',
	currency: 'currency',
	customer: 'customer_id',
} as const;

/** Columns of a deal that its stages are broken down by, and the rows of a relation by stage beside them. */
function withDeals(relation: string): string {
	return `(
	select stages.*, deals.customer_id, deals.owner, deals.manager, deals.team, deals.office, deals.product, deals.source,
		deals.campaign, deals.country, deals.customer_kind, deals.currency
	from ${relation} as stages left join fct_deals as deals using (deal_id)
) as ${relation}`;
}

/** What figures of leads and deals are computed from. */
export const SALES_RELATIONS = {
	deals_by_opening: {
		from: 'fct_deals',
		timeColumn: 'opened_on',
		timeGrain: 'day',
		covers: 'own',
		dimensions: DEAL_DIMENSIONS,
	},
	deals_by_closing: {
		from: 'fct_deals',
		timeColumn: 'closed_on',
		timeGrain: 'day',
		covers: 'own',
		dimensions: DEAL_DIMENSIONS,
	},
	deals_by_expected_close: {
		from: 'fct_deals',
		timeColumn: 'expected_close_on',
		timeGrain: 'day',
		covers: 'planned',
		dimensions: DEAL_DIMENSIONS,
	},
	deal_stages: {
		from: withDeals('fct_deal_stages'),
		timeColumn: 'entered_on',
		timeGrain: 'day',
		covers: 'own',
		dimensions: STAGED_DIMENSIONS,
	},
	deal_stage_stays: {
		from: withDeals('fct_deal_stage_events'),
		timeColumn: 'left_on',
		timeGrain: 'day',
		covers: 'own',
		dimensions: STAGED_DIMENSIONS,
	},
	leads: {
		from: 'fct_leads',
		timeColumn: 'created_on',
		timeGrain: 'day',
		covers: 'own',
		dimensions: {
			...OWNER_DIMENSIONS,
			status: 'status',
			source: 'source',
			campaign: 'campaign',
			country: 'country',
			customer: 'customer_id',
		},
	},
} as const satisfies Readonly<Record<string, Relation>>;
