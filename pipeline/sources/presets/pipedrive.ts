import { phoneSql, texts } from './preset.ts';
import type { Preset } from './preset.ts';

const CRM = { crm: 'Pipedrive', zone: 'UTC', key: ['id'], version: 'update_time' } as const;

const HASH_NOTE =
	'fields of your own go by a key of 40 characters in exports of the API: look it up under Settings → Data fields, and map it';

const deals: Preset = {
	...CRM,
	name: 'pipedrive-deals',
	title: 'deals',
	knownBy: ['id', 'title', 'status'],
	knownByAny: ['stage_id', 'stage'],
	columns: {
		id: { type: 'text', labels: ['Deal - ID'] },
		title: { type: 'text', labels: ['Deal - Title', 'Deal - Titel'] },
		org_id: { type: 'text', labels: ['Organization - ID', 'Deal - Organization ID'] },
		organization: { type: 'text', labels: ['Deal - Organization'] },
		person_id: { type: 'text', labels: ['Person - ID', 'Deal - Person ID'] },
		contact_person: { type: 'text', labels: ['Deal - Contact person'] },
		owner_id: { type: 'text', labels: ['Deal - Owner', 'user_id'] },
		pipeline_id: { type: 'text', labels: ['Deal - Pipeline'] },
		stage_id: { type: 'text', labels: ['Deal - Stage', 'Deal - Stage (pipeline)'] },
		status: { type: 'text', labels: ['Deal - Status'] },
		probability: { type: 'decimal', labels: ['Deal - Probability'] },
		value: { type: 'decimal', labels: ['Deal - Value'] },
		currency: { type: 'text', labels: ['Deal - Currency of value', 'Deal - Currency of Value', 'Deal - Currency'] },
		add_time: { type: 'timestamp', labels: ['Deal - Deal created', 'Deal - Add time'] },
		update_time: { type: 'timestamp', labels: ['Deal - Update time'] },
		stage_change_time: { type: 'timestamp', labels: ['Deal - Last stage change'] },
		expected_close_date: { type: 'date', labels: ['Deal - Expected close date'] },
		won_time: { type: 'timestamp', labels: ['Deal - Won time'] },
		lost_time: { type: 'timestamp', labels: ['Deal - Lost time'] },
		close_time: { type: 'timestamp', labels: ['Deal - Deal closed on', 'Deal - Closed on'] },
		lost_reason: { type: 'text', labels: ['Deal - Lost reason'] },
		origin: { type: 'text', labels: ['Deal - Source origin'] },
		channel: { type: 'text', labels: ['Deal - Source channel'] },
		source_lead_id: { type: 'text' },
		is_deleted: { type: 'boolean' },
	},
	deleted: { column: 'status', values: ['deleted', 'Deleted'] },
	entities: {
		deals: {
			deal_id: 'id',
			name: 'title',
			company_id: 'org_id',
			contact_id: 'person_id',
			owner_id: 'owner_id',
			stage_id: 'stage_id',
			// A stage of Pipedrive has no outcome: a deal is won or lost in whatever stage it stands.
			outcome: {
				sql: "case lower({status}) when 'won' then 'won' when 'lost' then 'lost' else 'open' end",
				why: 'the status says it, the stage does not',
			},
			probability: { sql: '{probability} / 100.0', why: 'Pipedrive writes percents, 0 to 100' },
			amount: 'value',
			currency: 'currency',
			opened_at: 'add_time',
			expected_close_on: 'expected_close_date',
			closed_at: [
				{ sql: 'coalesce({won_time}, {lost_time}, {close_time})', why: 'when it was won or lost' },
				{ sql: 'coalesce({won_time}, {lost_time})', why: 'when it was won or lost' },
				'close_time',
				'won_time',
			],
			loss_reason: 'lost_reason',
			source: ['origin', 'channel'],
			lead_id: 'source_lead_id',
		},
	},
	notes: [HASH_NOTE],
};

const organizations: Preset = {
	...CRM,
	name: 'pipedrive-organizations',
	title: 'organizations',
	knownBy: ['id', 'name'],
	knownByAny: ['people_count', 'open_deals_count', 'owner_id'],
	columns: {
		id: { type: 'text', labels: ['Organization - ID'] },
		name: { type: 'text', labels: ['Organization - Name'] },
		owner_id: { type: 'text', labels: ['Organization - Owner'] },
		address: { type: 'text', labels: ['Organization - Address'] },
		address_postal_code: { type: 'text', labels: ['Organization - ZIP/Postal code of Address'] },
		address_locality: { type: 'text', labels: ['Organization - City/town/village/locality of Address'] },
		address_country: { type: 'text', labels: ['Organization - Country of Address'] },
		industry: { type: 'text', labels: ['Organization - Industry'] },
		employee_count: { type: 'integer', labels: ['Organization - Number of employees'] },
		annual_revenue: { type: 'decimal', labels: ['Organization - Annual revenue'] },
		website: { type: 'text', labels: ['Organization - Website'] },
		people_count: { type: 'integer', labels: ['Organization - People'] },
		open_deals_count: { type: 'integer', labels: ['Organization - Open deals'] },
		add_time: { type: 'timestamp', labels: ['Organization - Organization created'] },
		update_time: { type: 'timestamp', labels: ['Organization - Update time'] },
		is_deleted: { type: 'boolean' },
	},
	deleted: { column: 'is_deleted' },
	entities: {
		companies: {
			company_id: 'id',
			name: 'name',
			domain: 'website',
			street: 'address',
			postal_code: 'address_postal_code',
			city: 'address_locality',
			country: 'address_country',
			industry: 'industry',
			employee_count: 'employee_count',
			annual_revenue: 'annual_revenue',
			owner_id: 'owner_id',
			created_at: 'add_time',
		},
	},
	notes: [HASH_NOTE],
};

const persons: Preset = {
	...CRM,
	name: 'pipedrive-persons',
	title: 'people',
	knownBy: ['id', 'name'],
	knownByAny: ['org_id', 'marketing_status'],
	columns: {
		id: { type: 'text', labels: ['Person - ID'] },
		name: { type: 'text', labels: ['Person - Name'] },
		org_id: { type: 'text', labels: ['Organization - ID', 'Person - Organization ID'] },
		owner_id: { type: 'text', labels: ['Person - Owner'] },
		email: { type: 'text', labels: ['Person - Email - Work', 'Person - Email'] },
		phone: { type: 'text', labels: ['Person - Phone - Work', 'Person - Phone'] },
		job_title: { type: 'text', labels: ['Person - Job title'] },
		marketing_status: { type: 'text', labels: ['Person - Marketing status'] },
		organization: { type: 'text', labels: ['Person - Organization'] },
		add_time: { type: 'timestamp', labels: ['Person - Person created'] },
		update_time: { type: 'timestamp', labels: ['Person - Update time'] },
		is_deleted: { type: 'boolean' },
	},
	deleted: { column: 'is_deleted' },
	entities: {
		contacts: {
			contact_id: 'id',
			company_id: 'org_id',
			name: 'name',
			email: 'email',
			phone: { sql: phoneSql('phone'), why: 'as E.164 where it has its country' },
			job_title: 'job_title',
			owner_id: 'owner_id',
			created_at: 'add_time',
		},
		// "subscribed" comes without a proof and says nothing here: the gate asks for one.
		consent_events: {
			consent_event_id: {
				sql: "case when lower({marketing_status}) = 'unsubscribed' then {id} || ' email opt-out' end",
				why: 'whoever has unsubscribed; a subscription without a proof is none',
			},
			contact_id: 'id',
			channel: { value: 'email' },
			purpose: { value: 'all' },
			status: { value: 'withdrawn' },
			evidence: { value: 'none' },
			captured_at: ['update_time', 'add_time'],
		},
	},
	notes: [HASH_NOTE],
};

const leads: Preset = {
	...CRM,
	name: 'pipedrive-leads',
	title: 'leads',
	knownBy: ['id', 'title', 'organization_id'],
	columns: {
		id: { type: 'text', labels: ['Lead - ID'] },
		title: { type: 'text', labels: ['Lead - Title'] },
		// Of the same ids as the org_id of deals, under another name.
		organization_id: { type: 'text', labels: ['Organization - ID', 'Lead - Organization ID'] },
		person_id: { type: 'text', labels: ['Person - ID', 'Lead - Person ID'] },
		owner_id: { type: 'text', labels: ['Lead - Owner'] },
		is_archived: { type: 'boolean', labels: ['Lead - Archived'] },
		source_name: { type: 'text', labels: ['Lead - Source'] },
		origin: { type: 'text', labels: ['Lead - Source origin'] },
		channel: { type: 'text', labels: ['Lead - Source channel'] },
		'value.amount': { type: 'decimal', labels: ['Lead - Value', 'value_amount'] },
		'value.currency': { type: 'text', labels: ['Lead - Currency of Value', 'value_currency'] },
		add_time: { type: 'timestamp', labels: ['Lead - Lead created'] },
		update_time: { type: 'timestamp', labels: ['Lead - Update time'] },
	},
	entities: {
		leads: {
			lead_id: 'id',
			status: {
				sql: "case when {is_archived} then 'disqualified' else 'working' end",
				why: 'an archived lead is none any more',
			},
			source: ['source_name', 'origin', 'channel'],
			name: 'title',
			owner_id: 'owner_id',
			amount: 'value.amount',
			currency: 'value.currency',
			created_at: 'add_time',
			company_id: 'organization_id',
			contact_id: 'person_id',
		},
	},
};

const stages: Preset = {
	crm: 'Pipedrive',
	name: 'pipedrive-stages',
	title: 'stages',
	key: ['id'],
	knownBy: ['id', 'name', 'order_nr'],
	columns: {
		...texts('id name pipeline_id pipeline_name'),
		order_nr: { type: 'integer' },
		deal_probability: { type: 'decimal' },
		days_to_rotten: { type: 'integer', labels: ['rotten_days'] },
	},
	entities: {
		stages: {
			stage_id: 'id',
			sales_pipeline: ['pipeline_name', 'pipeline_id'],
			name: 'name',
			position: 'order_nr',
			outcome: { value: 'open' },
			probability: { sql: '{deal_probability} / 100.0', why: 'Pipedrive writes percents, 0 to 100' },
			expected_days: 'days_to_rotten',
		},
	},
};

export const PIPEDRIVE: readonly Preset[] = [stages, deals, leads, persons, organizations];
