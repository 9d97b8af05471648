import { firstIdSql, hostSql, nameSql, phoneSql, texts } from './preset.ts';
import type { Preset } from './preset.ts';

const CRM = { crm: 'HubSpot', zone: 'UTC', key: ['hs_object_id'], deleted: { column: 'archived' } } as const;

const COMMON = {
	hs_object_id: { type: 'text', labels: ['Record ID', 'Datensatz-ID'] },
	hubspot_owner_id: { type: 'text', labels: ['Company owner', 'Contact owner', 'Deal owner', 'Ticket owner'] },
	createdate: { type: 'timestamp', labels: ['Create Date', 'Erstellt am'] },
	archived: { type: 'boolean' },
} as const;

const ADDRESS = {
	address: { type: 'text', labels: ['Street Address'] },
	city: { type: 'text', labels: ['City'] },
	zip: { type: 'text', labels: ['Postal Code'] },
	country: { type: 'text', labels: ['Country/Region'] },
	phone: { type: 'text', labels: ['Phone Number'] },
} as const;

/** Which records were merged into this one: HubSpot keeps it on the winner, in a list. */
const MERGED_NOTE =
	'ids of records that were merged into one stand in hs_merged_object_ids: what still names a loser finds no record';

const companies: Preset = {
	...CRM,
	name: 'hubspot-companies',
	title: 'companies',
	version: 'hs_lastmodifieddate',
	knownBy: ['hs_object_id', 'name'],
	knownByAny: ['domain', 'numberofemployees', 'annualrevenue', 'hs_merged_object_ids'],
	columns: {
		...COMMON,
		...ADDRESS,
		name: { type: 'text', labels: ['Company name', 'Name des Unternehmens'] },
		domain: { type: 'text', labels: ['Company Domain Name'] },
		type: { type: 'text', labels: ['Type'] },
		lifecyclestage: { type: 'text', labels: ['Lifecycle Stage'] },
		industry: { type: 'text', labels: ['Industry'] },
		numberofemployees: { type: 'integer', labels: ['Number of Employees'] },
		annualrevenue: { type: 'decimal', labels: ['Annual Revenue'] },
		hs_lastmodifieddate: { type: 'timestamp', labels: ['Last Modified Date'] },
		hs_merged_object_ids: { type: 'text', labels: ['Merged Company IDs', 'Merged object IDs'] },
	},
	entities: {
		companies: {
			company_id: 'hs_object_id',
			company_type: [
				{
					sql: "case when lower({lifecyclestage}) in ('customer', 'evangelist') then 'customer' when lower({type}) like '%partner%' or lower({type}) like '%reseller%' then 'partner' when lower({type}) like '%vendor%' then 'supplier' when {lifecyclestage} is not null or {type} is not null then 'prospect' end",
					why: 'lifecycle and type in our words',
				},
				{
					sql: "case when lower({lifecyclestage}) in ('customer', 'evangelist') then 'customer' when {lifecyclestage} is not null then 'prospect' end",
					why: 'the lifecycle in our words',
				},
			],
			name: 'name',
			domain: { sql: hostSql('domain'), why: 'the host, without those where anybody has mail' },
			phone: { sql: phoneSql('phone'), why: 'as E.164 where it has its country' },
			street: 'address',
			postal_code: 'zip',
			city: 'city',
			country: 'country',
			industry: 'industry',
			employee_count: 'numberofemployees',
			annual_revenue: 'annualrevenue',
			owner_id: 'hubspot_owner_id',
			created_at: 'createdate',
		},
	},
	notes: [MERGED_NOTE],
};

const contacts: Preset = {
	...CRM,
	name: 'hubspot-contacts',
	title: 'contacts',
	version: 'lastmodifieddate',
	knownBy: ['hs_object_id'],
	knownByAny: ['firstname', 'lastname'],
	columns: {
		...COMMON,
		...ADDRESS,
		firstname: { type: 'text', labels: ['First Name'] },
		lastname: { type: 'text', labels: ['Last Name'] },
		email: { type: 'text', labels: ['Email'] },
		hs_additional_emails: { type: 'text', labels: ['Additional email addresses'] },
		mobilephone: { type: 'text', labels: ['Mobile Phone Number'] },
		jobtitle: { type: 'text', labels: ['Job Title'] },
		associatedcompanyid: {
			type: 'text',
			labels: ['Associated Company IDs (Primary)', 'Associated Company IDs', 'Primary Associated Company ID'],
		},
		lifecyclestage: { type: 'text', labels: ['Lifecycle Stage'] },
		hs_lead_status: { type: 'text', labels: ['Lead Status'] },
		hs_language: { type: 'text', labels: ['Preferred language'] },
		hs_analytics_source: { type: 'text', labels: ['Original Source', 'Original Traffic Source'] },
		hs_email_optout: { type: 'boolean', labels: ['Unsubscribed from all email'] },
		lastmodifieddate: { type: 'timestamp', labels: ['Last Modified Date'] },
		hs_calculated_merged_vids: { type: 'text', labels: ['Merged vids with timestamps of a contact'] },
		hs_merged_object_ids: { type: 'text', labels: ['Merged object IDs'] },
	},
	entities: {
		contacts: {
			contact_id: 'hs_object_id',
			company_id: { sql: firstIdSql('associatedcompanyid'), why: 'the first of the companies that it names' },
			name: { sql: nameSql('firstname', 'lastname'), why: 'first and last name together' },
			email: 'email',
			phone: [
				{ sql: `coalesce(${phoneSql('phone')}, ${phoneSql('mobilephone')})`, why: 'the phone, else the mobile' },
				{ sql: phoneSql('phone'), why: 'as E.164 where it has its country' },
			],
			street: 'address',
			postal_code: 'zip',
			city: 'city',
			country: 'country',
			language: 'hs_language',
			job_title: 'jobtitle',
			owner_id: 'hubspot_owner_id',
			created_at: 'createdate',
		},
		consent_events: {
			consent_event_id: {
				sql: "case when {hs_email_optout} then {hs_object_id} || ' email opt-out' end",
				why: 'whoever has unsubscribed from all e-mail; nobody else says anything by it',
			},
			contact_id: 'hs_object_id',
			channel: { value: 'email' },
			purpose: { value: 'all' },
			status: { value: 'withdrawn' },
			evidence: { value: 'none' },
			captured_at: ['lastmodifieddate', 'createdate'],
		},
	},
	notes: [MERGED_NOTE],
};

const WON = "lower({dealstage}) in ('closedwon', 'closed won', 'abgeschlossen und gewonnen')";
const LOST = "lower({dealstage}) in ('closedlost', 'closed lost', 'abgeschlossen und verloren')";

const deals: Preset = {
	...CRM,
	name: 'hubspot-deals',
	title: 'deals',
	version: 'hs_lastmodifieddate',
	knownBy: ['hs_object_id', 'dealname', 'dealstage'],
	columns: {
		...COMMON,
		dealname: { type: 'text', labels: ['Deal Name'] },
		pipeline: { type: 'text', labels: ['Pipeline'] },
		dealstage: { type: 'text', labels: ['Deal Stage'] },
		amount: { type: 'decimal', labels: ['Amount'] },
		deal_currency_code: { type: 'text', labels: ['Currency'] },
		amount_in_home_currency: { type: 'decimal', labels: ['Amount in company currency'] },
		closedate: { type: 'timestamp', labels: ['Close Date'] },
		hs_is_closed: { type: 'boolean', labels: ['Is Deal Closed?'] },
		hs_is_closed_won: { type: 'boolean', labels: ['Is Closed Won'] },
		hs_deal_stage_probability: { type: 'decimal', labels: ['Deal probability'] },
		hs_manual_forecast_category: { type: 'text', labels: ['Forecast category'] },
		closed_lost_reason: { type: 'text', labels: ['Closed Lost Reason'] },
		hs_analytics_source: { type: 'text', labels: ['Original Source Type', 'Original Traffic Source'] },
		hs_campaign: { type: 'text', labels: ['HubSpot Campaign'] },
		hs_lastmodifieddate: { type: 'timestamp', labels: ['Last Modified Date'] },
		hs_merged_object_ids: { type: 'text', labels: ['Merged Deal IDs', 'Merged object IDs'] },
		associated_company_ids: {
			type: 'text',
			labels: ['Associated Company IDs (Primary)', 'Associated Company IDs', 'hs_primary_associated_company'],
		},
		associated_contact_ids: { type: 'text', labels: ['Associated Contact IDs'] },
	},
	entities: {
		deals: {
			deal_id: 'hs_object_id',
			name: 'dealname',
			company_id: { sql: firstIdSql('associated_company_ids'), why: 'the first of the companies that it names' },
			contact_id: { sql: firstIdSql('associated_contact_ids'), why: 'the first of the contacts that it names' },
			owner_id: 'hubspot_owner_id',
			stage_id: 'dealstage',
			outcome: [
				{
					sql: "case when {hs_is_closed_won} then 'won' when {hs_is_closed} then 'lost' else 'open' end",
					why: 'stages are ids of the portal, so HubSpot’s own word for closed and won counts',
				},
				{
					sql: `case when ${WON} then 'won' when ${LOST} then 'lost' else 'open' end`,
					why: 'by the stages that HubSpot begins with',
				},
			],
			probability: {
				sql: 'case when {hs_deal_stage_probability} > 1 then {hs_deal_stage_probability} / 100.0 else {hs_deal_stage_probability} end',
				why: 'a share in HubSpot, percents in what others make of it',
			},
			amount: 'amount',
			currency: 'deal_currency_code',
			opened_at: 'createdate',
			// HubSpot fills it with the end of the month and writes it anew when a deal closes: it is never a history.
			expected_close_on: [
				{ sql: 'case when not {hs_is_closed} then {closedate}::date end', why: 'the close date, while it is open' },
				{
					sql: `case when not (${WON} or ${LOST}) then {closedate}::date end`,
					why: 'the close date, while it is open',
				},
			],
			closed_at: [
				{ sql: 'case when {hs_is_closed} then {closedate} end', why: 'the close date, once it is closed' },
				{ sql: `case when ${WON} or ${LOST} then {closedate} end`, why: 'the close date, once it is closed' },
			],
			forecast_category: {
				sql: "case lower({hs_manual_forecast_category}) when 'omit' then 'omitted' when 'pipeline' then 'pipeline' when 'best_case' then 'best_case' when 'commit' then 'commit' when 'closed' then 'pipeline' end",
				why: 'the categories of HubSpot in our words',
			},
			loss_reason: 'closed_lost_reason',
			source: 'hs_analytics_source',
			campaign_id: 'hs_campaign',
		},
	},
	notes: [
		'stages are ids of your portal: load the stages as well, or name the won and lost ones in outcome',
		MERGED_NOTE,
	],
};

const stages: Preset = {
	crm: 'HubSpot',
	name: 'hubspot-stages',
	title: 'deal stages',
	key: ['stage_id'],
	knownBy: ['stage_id', 'label', 'display_order'],
	columns: {
		...texts('stage_id pipeline_id label'),
		display_order: { type: 'integer' },
		probability: { type: 'decimal' },
		is_closed: { type: 'boolean' },
		closed_won: { type: 'boolean' },
	},
	entities: {
		stages: {
			stage_id: 'stage_id',
			sales_pipeline: 'pipeline_id',
			name: 'label',
			position: 'display_order',
			outcome: {
				sql: "case when {closed_won} then 'won' when {is_closed} then 'lost' else 'open' end",
				why: 'closed and not won is lost',
			},
			probability: {
				sql: 'case when {probability} > 1 then {probability} / 100.0 else {probability} end',
				why: 'a share in HubSpot, percents in what others make of it',
			},
		},
	},
};

const tickets: Preset = {
	...CRM,
	name: 'hubspot-tickets',
	title: 'tickets',
	version: 'hs_lastmodifieddate',
	knownBy: ['hs_object_id', 'hs_pipeline_stage'],
	knownByAny: ['subject', 'hs_ticket_priority'],
	columns: {
		...COMMON,
		hs_object_id: { type: 'text', labels: ['Ticket ID', 'Record ID'] },
		subject: { type: 'text', labels: ['Ticket name'] },
		hs_pipeline_stage: { type: 'text', labels: ['Ticket status'] },
		hs_ticket_priority: { type: 'text', labels: ['Priority'] },
		hs_ticket_category: { type: 'text', labels: ['Category'] },
		source_type: { type: 'text', labels: ['Source'] },
		first_agent_reply_date: { type: 'timestamp', labels: ['First agent email response date'] },
		closed_date: { type: 'timestamp', labels: ['Close date'] },
		hs_lastmodifieddate: { type: 'timestamp', labels: ['Last Modified Date'] },
		associated_company_ids: { type: 'text', labels: ['Associated Company IDs (Primary)', 'Associated Company IDs'] },
		associated_contact_ids: { type: 'text', labels: ['Associated Contact IDs'] },
	},
	entities: {
		tickets: {
			ticket_id: 'hs_object_id',
			subject: 'subject',
			status: [
				{
					sql: "case when {closed_date} is not null then 'closed' when lower({hs_pipeline_stage}) in ('1', 'new') then 'new' when lower({hs_pipeline_stage}) like '%wait%' or {hs_pipeline_stage} in ('2', '3') then 'pending' else 'open' end",
					why: 'by the stages that HubSpot begins with, and closed where it has a day',
				},
				'hs_pipeline_stage',
			],
			priority: {
				sql: "case lower({hs_ticket_priority}) when 'medium' then 'normal' else lower({hs_ticket_priority}) end",
				why: 'the priorities of HubSpot in our words',
			},
			ticket_type: 'hs_ticket_category',
			channel: 'source_type',
			company_id: { sql: firstIdSql('associated_company_ids'), why: 'the first of the companies that it names' },
			contact_id: { sql: firstIdSql('associated_contact_ids'), why: 'the first of the contacts that it names' },
			owner_id: 'hubspot_owner_id',
			opened_at: 'createdate',
			first_response_at: 'first_agent_reply_date',
			resolved_at: 'closed_date',
		},
	},
};

export const HUBSPOT: readonly Preset[] = [deals, tickets, contacts, companies, stages];
