import type { StagingInput, StagingSource } from '#warehouse/staging.ts';
import { rawTableName } from '#warehouse/raw.ts';
import { RECORDS_SOURCE } from './tables.ts';
import type { RecordsTableName } from './tables.ts';

/** A table of the records in raw, as SQL names it. */
function rawRecords(table: RecordsTableName): string {
	return `raw.main.${rawTableName(RECORDS_SOURCE, table)}`;
}

function input(select: string, ...tables: readonly RecordsTableName[]): StagingInput {
	return { sql: select, tables: tables.map((table) => rawTableName(RECORDS_SOURCE, table)) };
}

/** The rows of a table that are not deleted. */
function live(table: RecordsTableName): StagingInput {
	return input(`select * from ${rawRecords(table)} where deleted_at is null`, table);
}

/** The rows of a table that are not deleted, of records that are not deleted either. */
function liveWithin(table: RecordsTableName, parent: RecordsTableName, key: string): StagingInput {
	return input(
		`select * from ${rawRecords(table)}
		where deleted_at is null and ${key} in (select ${key} from ${rawRecords(parent)} where deleted_at is null)`,
		table,
		parent,
	);
}

/** Of several rows of one contact the one marked as the main one, else the one that was there first. */
function firstOfContact(column: string, key: string): string {
	return `arg_min(${column}, row(1 - is_primary, created_at, ${key}))`;
}

const CONTACTS = `select contacts.*, emails.email, phones.phone, employers.company_id
	from ${rawRecords('contacts')} as contacts
	left join (
		select contact_id, ${firstOfContact('value', 'contact_point_id')} as email
		from ${rawRecords('contact_points')} where deleted_at is null and kind = 'email' group by contact_id
	) as emails on contacts.contact_id = emails.contact_id
	left join (
		select contact_id, ${firstOfContact('value', 'contact_point_id')} as phone
		from ${rawRecords('contact_points')} where deleted_at is null and kind = 'phone' group by contact_id
	) as phones on contacts.contact_id = phones.contact_id
	left join (
		select contact_id, ${firstOfContact('company_id', 'company_contact_id')} as company_id
		from ${rawRecords('company_contacts')}
		where deleted_at is null
			and company_id in (select company_id from ${rawRecords('companies')} where deleted_at is null)
		group by contact_id
	) as employers on contacts.contact_id = employers.contact_id
	where contacts.deleted_at is null`;

/** A product that is kept under the key of a source's product goes by that key. */
const PRODUCT_KEY = 'coalesce(products.external_key, products.product_id)';

const INPUTS: Readonly<Record<string, StagingInput>> = {
	users: live('users'),
	overrides: input(
		`select * from ${rawRecords('overrides')} where deleted_at is null and entity = 'customer'`,
		'overrides',
	),
	companies: live('companies'),
	contacts: input(CONTACTS, 'contacts', 'contact_points', 'company_contacts', 'companies'),
	leads: live('leads'),
	products: input(
		`select * replace (${PRODUCT_KEY} as product_id) from ${rawRecords('products')} as products where deleted_at is null`,
		'products',
	),
	stages: input(
		`select stages.*, sales_pipelines.name as sales_pipeline from ${rawRecords('stages')} as stages
		left join ${rawRecords('sales_pipelines')} as sales_pipelines using (sales_pipeline_id)
		where stages.deleted_at is null`,
		'stages',
		'sales_pipelines',
	),
	deals: live('deals'),
	deal_lines: input(
		`select lines.* replace (coalesce(${PRODUCT_KEY}, lines.product_id) as product_id)
		from ${rawRecords('deal_lines')} as lines
		left join ${rawRecords('products')} as products on lines.product_id = products.product_id
		where lines.deleted_at is null
			and lines.deal_id in (select deal_id from ${rawRecords('deals')} where deleted_at is null)`,
		'deal_lines',
		'products',
		'deals',
	),
	deal_stage_events: liveWithin('deal_stage_events', 'deals', 'deal_id'),
	tickets: live('tickets'),
	campaigns: live('campaigns'),
	campaign_members: liveWithin('campaign_members', 'campaigns', 'campaign_id'),
	campaign_costs: liveWithin('campaign_costs', 'campaigns', 'campaign_id'),
	consent_events: liveWithin('consent_events', 'contacts', 'contact_id'),
	activities: live('activities'),
};

/** Columns that fill those of the same name. */
function same(...columns: readonly string[]): Record<string, string> {
	return Object.fromEntries(columns.map((column) => [column, column]));
}

/** What a company and a contact have in common. */
const REACHED = same('email', 'phone', 'street', 'postal_code', 'city', 'country', 'owner_id', 'created_at');

function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/**
 * How the records fill the entities, beside the sources of a config. A deal is opened on a day of the company's calendar:
 * its instant is the beginning of that day.
 */
export function recordsStaging(company: { readonly zone: string; readonly currency: string }): StagingSource {
	return {
		name: RECORDS_SOURCE,
		zone: 'UTC',
		key: [],
		inputs: INPUTS,
		entities: {
			users: same('user_id', 'name', 'manager', 'team'),
			overrides: {
				...same('override_id', 'field', 'value', 'source_value', 'user_id'),
				customer_id: 'entity_id',
				overridden_at: 'updated_at',
			},
			companies: {
				...same('company_id', 'company_type', 'name', 'domain', 'industry', 'employee_count', 'annual_revenue'),
				...same('currency', 'parent_company_id'),
				...REACHED,
				customer_id: 'external_key',
			},
			contacts: {
				...same('contact_id', 'company_id', 'language', 'job_title'),
				...REACHED,
				customer_id: 'external_key',
				name: 'full_name',
			},
			leads: {
				...same('lead_id', 'status', 'source', 'email', 'country', 'owner_id', 'campaign_id', 'amount', 'currency'),
				...same('created_at', 'converted_at'),
				name: 'full_name',
				employer: 'company_name',
				company_id: 'converted_company_id',
				contact_id: 'converted_contact_id',
				deal_id: 'converted_deal_id',
			},
			products: {
				...same('product_id', 'name', 'category'),
				// The entity's money is in base currency; what is priced in another one has no price there.
				unit_cost: {
					sql: `case when coalesce(currency, ${quoted(company.currency)}) = ${quoted(company.currency)} then unit_cost end`,
				},
				list_price: {
					sql: `case when coalesce(currency, ${quoted(company.currency)}) = ${quoted(company.currency)} then unit_price end`,
				},
			},
			stages: same('stage_id', 'sales_pipeline', 'name', 'position', 'outcome', 'probability', 'expected_days'),
			deals: {
				...same('deal_id', 'name', 'company_id', 'contact_id', 'owner_id', 'stage_id', 'amount', 'currency'),
				...same(
					'expected_close_on',
					'closed_at',
					'forecast_category',
					'loss_reason',
					'source',
					'campaign_id',
					'lead_id',
				),
				opened_at: {
					sql: `make_timestamp(epoch_us(timezone(${quoted(company.zone)}, opened_on::timestamp)))`,
				},
			},
			deal_lines: same('deal_line_id', 'deal_id', 'product_id', 'quantity', 'unit_price', 'discount'),
			deal_stage_events: same('deal_stage_event_id', 'deal_id', 'from_stage_id', 'to_stage_id', 'amount', 'changed_at'),
			tickets: {
				...same('ticket_id', 'number', 'subject', 'status', 'priority', 'ticket_type', 'channel', 'company_id'),
				...same('contact_id', 'owner_id', 'opened_at', 'first_response_at', 'resolved_at', 'reopened_count'),
				...same('satisfaction', 'satisfaction_at'),
			},
			campaigns: same('campaign_id', 'name', 'campaign_type', 'status', 'starts_on', 'ends_on', 'budget', 'currency'),
			campaign_members: same(
				'campaign_member_id',
				'campaign_id',
				'contact_id',
				'lead_id',
				'status',
				'sent_at',
				'responded_at',
			),
			campaign_costs: same('campaign_cost_id', 'campaign_id', 'spent_on', 'amount', 'currency'),
			consent_events: same('consent_event_id', 'contact_id', 'channel', 'purpose', 'status', 'evidence', 'captured_at'),
			activities: same(
				'activity_id',
				'activity_type',
				'subject_type',
				'subject_id',
				'owner_id',
				'direction',
				'started_at',
				'completed_at',
				'created_at',
			),
		},
	};
}
