import { METRICS } from '../../metrics/catalog.ts';
import type { MetricId } from '../../metrics/catalog.ts';
import type { Metric } from '../../metrics/metric.ts';
import { RELATIONS } from '../../metrics/relations.ts';
import type { Relation } from '../../metrics/relation.ts';
import type { RelationId } from '../../metrics/relations.ts';

/** What two snapshots are compared row by row in; none of it names anybody. */
export interface Fact {
	readonly relation: string;
	readonly key: readonly string[];
	/** The day that rows are ordered by, the newest first. */
	readonly day: string | null;
	/** Money of a row in base currency; null where it has none. */
	readonly money: string | null;
	/** What is said of a row that came or went, beside its key. */
	readonly shown: readonly string[];
}

export const FACTS = {
	order_lines: {
		relation: 'fct_order_lines',
		key: ['order_line_id'],
		day: 'ordered_on',
		money: 'amount_base',
		shown: ['order_id', 'customer_id', 'line_kind', 'quantity', 'amount_base'],
	},
	orders: {
		relation: 'fct_orders',
		key: ['order_id'],
		day: 'ordered_on',
		money: 'net_base',
		shown: ['customer_id', 'order_kind', 'lines_count', 'net_base'],
	},
	customers: {
		relation: 'dim_customers',
		key: ['customer_id'],
		day: 'last_order_on',
		money: 'net_revenue',
		shown: ['country', 'orders_count', 'net_revenue'],
	},
	deals: {
		relation: 'fct_deals',
		key: ['deal_id'],
		day: 'opened_on',
		money: 'amount_base',
		shown: ['customer_id', 'owner', 'stage', 'outcome', 'amount_base'],
	},
	deal_stages: {
		relation: 'fct_deal_stages',
		key: ['deal_id', 'stage_id'],
		day: 'entered_on',
		money: null,
		shown: ['stage', 'is_passed', 'is_skipped'],
	},
	deal_stage_events: {
		relation: 'fct_deal_stage_events',
		key: ['deal_stage_event_id'],
		day: 'entered_on',
		money: null,
		shown: ['deal_id', 'stage', 'next_stage', 'days_in_stage'],
	},
	leads: {
		relation: 'fct_leads',
		key: ['lead_id'],
		day: 'created_on',
		money: null,
		shown: ['customer_id', 'owner', 'status', 'source'],
	},
	tickets: {
		relation: 'fct_tickets',
		key: ['ticket_id'],
		day: 'opened_on',
		money: null,
		shown: ['customer_id', 'owner', 'status', 'priority', 'satisfaction'],
	},
	campaign_members: {
		relation: 'fct_campaign_members',
		key: ['campaign_member_id'],
		day: 'sent_on',
		money: null,
		shown: ['campaign', 'customer_id', 'status'],
	},
	campaign_costs: {
		relation: 'fct_campaign_costs',
		key: ['campaign_cost_id'],
		day: 'spent_on',
		money: 'amount_base',
		shown: ['campaign', 'amount_base'],
	},
	activities: {
		relation: 'fct_activities',
		key: ['activity_id'],
		day: 'happened_on',
		money: null,
		shown: ['activity_type', 'subject_type', 'owner'],
	},
	customer_scores: {
		relation: 'customer_scores',
		key: ['customer_id'],
		day: null,
		money: 'expected_revenue',
		shown: ['segment', 'status', 'p_alive', 'expected_revenue'],
	},
	deal_scores: {
		relation: 'deal_scores',
		key: ['deal_id'],
		day: 'expected_close_on',
		money: null,
		shown: ['owner', 'stage', 'win_probability'],
	},
} as const satisfies Readonly<Record<string, Fact>>;

export type FactId = keyof typeof FACTS;

/** The fact whose rows each relation of metrics is made of. */
const FACT_OF_RELATION: Readonly<Record<RelationId, FactId>> = {
	rollup_order_lines_by_day: 'order_lines',
	fct_order_lines: 'order_lines',
	fct_orders: 'orders',
	customers_by_orders: 'orders',
	customers_by_order_lines: 'order_lines',
	rollup_cohorts_by_month: 'orders',
	cohort_cells: 'orders',
	cohort_orders: 'orders',
	deals_by_opening: 'deals',
	deals_by_closing: 'deals',
	deals_by_expected_close: 'deals',
	deal_stages: 'deal_stages',
	deal_stage_stays: 'deal_stage_events',
	leads: 'leads',
	tickets_by_opening: 'tickets',
	tickets_by_first_response: 'tickets',
	tickets_by_resolution: 'tickets',
	tickets_by_rating: 'tickets',
	campaign_members: 'campaign_members',
	campaign_costs: 'campaign_costs',
	customer_scores: 'customer_scores',
	deal_scores: 'deal_scores',
};

/** The rows that a figure was computed from: of one fact, those that count, by the day that the figure goes by. */
export interface RowsOfMetric {
	readonly fact: FactId;
	/** A condition of SQL on the fact's own columns; null where all rows count, or which do hangs on other relations. */
	readonly only: string | null;
	/** The column of the day; null where it is not one of the fact's. */
	readonly day: string | null;
}

/** Which rows can have changed a figure. Where a figure is computed from a join, all rows of its fact are. */
export function rowsOfMetric(metric: MetricId): RowsOfMetric {
	const { paths }: Metric = METRICS[metric];
	// The catalogue's metrics go by relations of the catalogue; others come along with metrics of somebody's own alone.
	const known = paths.flatMap(({ relation, only }) => (typeof relation === 'string' ? [{ id: relation, only }] : []));
	const path = known.find(({ id }) => !(RELATIONS[id] as Relation).isRollup) ?? known[0];
	if (path === undefined) throw new Error(`${metric} is computed from nothing`);
	const relation: Relation = RELATIONS[path.id];
	const fact = FACT_OF_RELATION[path.id];
	const isPlain = relation.from === FACTS[fact].relation;
	return {
		fact,
		only: isPlain ? (relation.perCustomer?.only ?? path.only) : null,
		day: isPlain && relation.timeGrain === 'day' ? relation.timeColumn : null,
	};
}
