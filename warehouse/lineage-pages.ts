import type { MetricId } from './metrics/catalog.ts';

/** What a page shows: metrics by their definition, and relations that it reads besides. */
interface PageReads {
	readonly metrics: readonly MetricId[];
	readonly relations: readonly string[];
}

const SALES = ['won_revenue', 'win_rate', 'open_pipeline', 'weighted_pipeline', 'average_deal_size'] as const;
const SERVICE = ['tickets_opened', 'tickets_open', 'first_response_minutes', 'resolution_minutes', 'csat'] as const;
const FORECAST = ['forecasts', 'forecast_accuracy', 'models'] as const;

/**
 * What each page reads of the snapshot, by its path; the Data page, which lists everything, is no part of the lineage, and
 * what a page shows live from the records is none either.
 */
export const PAGES: Readonly<Record<string, PageReads>> = {
	'/': {
		metrics: [
			'net_revenue',
			'customers',
			'new_customers',
			'repeat_purchase_rate',
			'average_order_value',
			'gross_margin',
			'sales_revenue',
			'returns_revenue',
			'orders',
			'returning_customers',
			'cohort_retention',
			'expected_revenue',
			'value_at_risk',
			...SALES,
			...SERVICE,
		],
		relations: ['rollup_order_lines_by_day', 'fct_order_lines', 'fct_orders', 'dim_customers', ...FORECAST],
	},
	'/customers': {
		metrics: [],
		relations: ['dim_customers', 'dim_people', 'rollup_order_lines_by_day', 'customer_scores'],
	},
	'/customers/[id]': {
		metrics: [],
		relations: [
			'dim_customers',
			'dim_people',
			'dim_people_overrides',
			'identity_links',
			'fct_orders',
			'fct_order_lines',
			'dim_products',
			'fct_deals',
			'fct_tickets',
			'fct_activities',
			'fct_campaign_members',
			'dim_deal_names',
			'dim_ticket_subjects',
			'customer_scores',
			'models',
		],
	},
	'/segments': {
		metrics: [],
		relations: ['customer_scores', 'segment_movements', 'dim_customers', 'dim_people'],
	},
	'/forecast': {
		metrics: ['net_revenue'],
		relations: [...FORECAST, 'rollup_order_lines_by_day', 'deal_scores', 'fct_deals'],
	},
	'/models': { metrics: [], relations: ['models'] },
	'/models/[name]': { metrics: [], relations: ['models'] },
	'/sales': {
		metrics: [
			...SALES,
			'modelled_pipeline',
			'sales_cycle_days',
			'deals_won',
			'lead_conversion_rate',
			'leads_created',
			'open_deals',
			'deals_lost',
			'time_in_stage',
		],
		relations: ['fct_deals', 'fct_deal_stages', 'dim_stages'],
	},
	'/deals/[id]': { metrics: [], relations: ['deal_scores'] },
	'/companies/[id]': { metrics: [], relations: ['identity_links'] },
	'/contacts/[id]': { metrics: [], relations: ['identity_links'] },
	'/service/figures': { metrics: [...SERVICE, 'tickets_resolved'], relations: [] },
	'/campaigns/[id]': {
		metrics: [],
		relations: ['dim_campaigns', 'fct_campaign_members', 'fct_campaign_costs', 'fct_orders', 'fct_deals', 'fct_leads'],
	},
	'/lists/new': {
		metrics: [],
		relations: ['dim_customers', 'customer_scores', 'identity_links', 'fct_order_lines', 'dim_products'],
	},
	'/lists/[id]': {
		metrics: [],
		relations: ['dim_customers', 'customer_scores', 'identity_links', 'fct_order_lines', 'fct_orders'],
	},
	'/search': { metrics: [], relations: ['dim_people', 'dim_customers'] },
	'/rows': {
		metrics: [],
		relations: [
			'fct_order_lines',
			'fct_orders',
			'dim_customers',
			'dim_products',
			'fct_deals',
			'fct_deal_stages',
			'fct_deal_stage_events',
			'fct_leads',
			'fct_tickets',
			'fct_campaign_members',
			'fct_campaign_costs',
			'customer_scores',
			'deal_scores',
		],
	},
};
