import type { RecordsSchema } from '#records/schema.ts';

/** The built-in source: what people type in Kundig itself. No config names it. */
export const RECORDS_SOURCE = 'records';

/** What a column of records.db becomes in raw. Decimals stay the text that they are there; staging gives them their type. */
export const RECORDS_TYPES = {
	text: 'VARCHAR',
	decimal: 'VARCHAR',
	integer: 'BIGINT',
	float: 'DOUBLE',
	day: 'DATE',
	instant: 'TIMESTAMP',
} as const;

export type RecordsType = keyof typeof RECORDS_TYPES;

type Columns<Table extends keyof RecordsSchema> = Readonly<Partial<Record<keyof RecordsSchema[Table], RecordsType>>>;

const LIFE = { created_at: 'instant', deleted_at: 'instant' } as const;

/**
 * The tables that are read, each with the columns that figures need, its key first. What people write to each other (bodies,
 * notes, descriptions) stays in records.db.
 */
export const RECORDS_TABLES = {
	users: { user_id: 'text', name: 'text', team: 'text', manager: 'text', ...LIFE },
	overrides: {
		override_id: 'text',
		entity: 'text',
		entity_id: 'text',
		field: 'text',
		value: 'text',
		source_value: 'text',
		user_id: 'text',
		updated_at: 'instant',
		...LIFE,
	},
	companies: {
		company_id: 'text',
		name: 'text',
		company_type: 'text',
		domain: 'text',
		email: 'text',
		phone: 'text',
		industry: 'text',
		employee_count: 'integer',
		annual_revenue: 'decimal',
		currency: 'text',
		street: 'text',
		postal_code: 'text',
		city: 'text',
		country: 'text',
		parent_company_id: 'text',
		owner_id: 'text',
		external_key: 'text',
		...LIFE,
	},
	contacts: {
		contact_id: 'text',
		full_name: 'text',
		job_title: 'text',
		language: 'text',
		street: 'text',
		postal_code: 'text',
		city: 'text',
		country: 'text',
		owner_id: 'text',
		external_key: 'text',
		...LIFE,
	},
	contact_points: {
		contact_point_id: 'text',
		contact_id: 'text',
		kind: 'text',
		value: 'text',
		is_primary: 'integer',
		...LIFE,
	},
	company_contacts: {
		company_contact_id: 'text',
		company_id: 'text',
		contact_id: 'text',
		is_primary: 'integer',
		...LIFE,
	},
	consent_events: {
		consent_event_id: 'text',
		contact_id: 'text',
		channel: 'text',
		purpose: 'text',
		status: 'text',
		evidence: 'text',
		captured_at: 'instant',
		...LIFE,
	},
	activities: {
		activity_id: 'text',
		activity_type: 'text',
		subject_type: 'text',
		subject_id: 'text',
		direction: 'text',
		started_at: 'instant',
		completed_at: 'instant',
		owner_id: 'text',
		...LIFE,
	},
	products: {
		product_id: 'text',
		name: 'text',
		category: 'text',
		unit_price: 'decimal',
		unit_cost: 'decimal',
		currency: 'text',
		external_key: 'text',
		...LIFE,
	},
	sales_pipelines: { sales_pipeline_id: 'text', name: 'text', ...LIFE },
	stages: {
		stage_id: 'text',
		sales_pipeline_id: 'text',
		name: 'text',
		position: 'integer',
		outcome: 'text',
		probability: 'float',
		expected_days: 'integer',
		...LIFE,
	},
	leads: {
		lead_id: 'text',
		full_name: 'text',
		company_name: 'text',
		email: 'text',
		status: 'text',
		source: 'text',
		country: 'text',
		amount: 'decimal',
		currency: 'text',
		owner_id: 'text',
		campaign_id: 'text',
		converted_at: 'instant',
		converted_company_id: 'text',
		converted_contact_id: 'text',
		converted_deal_id: 'text',
		...LIFE,
	},
	deals: {
		deal_id: 'text',
		name: 'text',
		company_id: 'text',
		contact_id: 'text',
		stage_id: 'text',
		amount: 'decimal',
		currency: 'text',
		owner_id: 'text',
		opened_on: 'day',
		expected_close_on: 'day',
		closed_at: 'instant',
		forecast_category: 'text',
		loss_reason: 'text',
		source: 'text',
		campaign_id: 'text',
		lead_id: 'text',
		...LIFE,
	},
	deal_lines: {
		deal_line_id: 'text',
		deal_id: 'text',
		product_id: 'text',
		quantity: 'decimal',
		unit_price: 'decimal',
		discount: 'decimal',
		...LIFE,
	},
	deal_stage_events: {
		deal_stage_event_id: 'text',
		deal_id: 'text',
		changed_at: 'instant',
		from_stage_id: 'text',
		to_stage_id: 'text',
		amount: 'decimal',
		...LIFE,
	},
	tickets: {
		ticket_id: 'text',
		number: 'integer',
		subject: 'text',
		status: 'text',
		priority: 'text',
		ticket_type: 'text',
		channel: 'text',
		company_id: 'text',
		contact_id: 'text',
		owner_id: 'text',
		opened_at: 'instant',
		first_response_at: 'instant',
		resolved_at: 'instant',
		reopened_count: 'integer',
		satisfaction: 'integer',
		satisfaction_at: 'instant',
		...LIFE,
	},
	campaigns: {
		campaign_id: 'text',
		name: 'text',
		campaign_type: 'text',
		status: 'text',
		starts_on: 'day',
		ends_on: 'day',
		budget: 'decimal',
		currency: 'text',
		...LIFE,
	},
	campaign_members: {
		campaign_member_id: 'text',
		campaign_id: 'text',
		contact_id: 'text',
		lead_id: 'text',
		status: 'text',
		sent_at: 'instant',
		responded_at: 'instant',
		...LIFE,
	},
	campaign_costs: {
		campaign_cost_id: 'text',
		campaign_id: 'text',
		spent_on: 'day',
		amount: 'decimal',
		currency: 'text',
		...LIFE,
	},
} as const satisfies { readonly [Table in keyof RecordsSchema]?: Columns<Table> };

export type RecordsTableName = keyof typeof RECORDS_TABLES;

/** A table of records.db as it is read. */
export interface RecordsTable {
	readonly name: RecordsTableName;
	readonly key: string;
	readonly columns: readonly { readonly name: string; readonly type: RecordsType }[];
}

/** Every table that is read. */
export function recordsTables(): RecordsTable[] {
	return Object.entries(RECORDS_TABLES).map(([name, types]) => {
		const columns = Object.entries(types).map(([column, type]) => ({ name: column, type }));
		return { name: name as RecordsTableName, key: columns[0]?.name ?? '', columns };
	});
}
