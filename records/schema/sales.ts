import type { Day, Decimal, Flag, Instant, RecordColumns } from './columns.ts';

export const LEAD_STATUSES = ['new', 'working', 'qualified', 'converted', 'disqualified'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

export const FORECAST_CATEGORIES = ['pipeline', 'best_case', 'commit', 'omitted'] as const;
export type ForecastCategory = (typeof FORECAST_CATEGORIES)[number];

export const LOSS_REASONS = [
	'price',
	'competitor',
	'no_budget',
	'no_decision',
	'missing_feature',
	'timing',
	'other',
] as const;
export type LossReason = (typeof LOSS_REASONS)[number];

export type DealOutcome = 'open' | 'won' | 'lost';

export interface ProductsTable extends RecordColumns {
	product_id: string;
	sku: string | null;
	name: string;
	category: string | null;
	unit_price: Decimal | null;
	unit_cost: Decimal | null;
	currency: string | null;
	is_active: Flag;
	external_key: string | null;
}

export interface SalesPipelinesTable extends RecordColumns {
	sales_pipeline_id: string;
	name: string;
	position: number;
}

export interface StagesTable extends RecordColumns {
	stage_id: string;
	sales_pipeline_id: string;
	name: string;
	position: number;
	outcome: DealOutcome;
	/** Share of deals in this stage that are expected to be won, 0 to 1. */
	probability: number;
	/** After so many days in the stage a deal counts as stuck. */
	expected_days: number | null;
}

export interface LeadsTable extends RecordColumns {
	lead_id: string;
	full_name: string;
	company_name: string | null;
	email: string | null;
	email_normalised: string | null;
	phone: string | null;
	phone_normalised: string | null;
	status: LeadStatus;
	source: string | null;
	country: string | null;
	amount: Decimal | null;
	currency: string | null;
	note: string | null;
	owner_id: string | null;
	campaign_id: string | null;
	converted_at: Instant | null;
	converted_company_id: string | null;
	converted_contact_id: string | null;
	converted_deal_id: string | null;
	external_key: string | null;
	search_text: string;
}

export interface DealsTable extends RecordColumns {
	deal_id: string;
	name: string;
	company_id: string | null;
	contact_id: string | null;
	sales_pipeline_id: string;
	stage_id: string;
	stage_changed_at: Instant;
	/** Its place in its column of the board; smaller is higher. */
	board_position: number;
	/** The sum of its lines where it has any. */
	amount: Decimal | null;
	currency: string;
	owner_id: string | null;
	opened_on: Day;
	expected_close_on: Day | null;
	/** When it entered a stage that is won or lost; null while open. */
	closed_at: Instant | null;
	forecast_category: ForecastCategory | null;
	next_step: string | null;
	loss_reason: LossReason | null;
	source: string | null;
	campaign_id: string | null;
	lead_id: string | null;
	external_key: string | null;
	search_text: string;
}

export interface DealLinesTable extends RecordColumns {
	deal_line_id: string;
	deal_id: string;
	product_id: string | null;
	description: string | null;
	position: number;
	quantity: Decimal;
	unit_price: Decimal;
	/** Share taken off, 0 to 1. */
	discount: Decimal;
}

/** A deal entering a stage; its first has no `from_stage_id`. */
export interface DealStageEventsTable extends RecordColumns {
	deal_stage_event_id: string;
	deal_id: string;
	changed_at: Instant;
	from_stage_id: string | null;
	to_stage_id: string;
	amount: Decimal | null;
	expected_close_on: Day | null;
	user_id: string;
}

export interface SalesSchema {
	products: ProductsTable;
	sales_pipelines: SalesPipelinesTable;
	stages: StagesTable;
	leads: LeadsTable;
	deals: DealsTable;
	deal_lines: DealLinesTable;
	deal_stage_events: DealStageEventsTable;
}
