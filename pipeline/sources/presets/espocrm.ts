import { hostSql, nameSql, phoneSql } from './preset.ts';
import type { Preset } from './preset.ts';

const CRM = {
	crm: 'EspoCRM',
	zone: 'UTC',
	key: ['id'],
	version: 'modifiedAt',
	deleted: { column: 'deleted' },
} as const;

const COMMON = {
	id: { type: 'text', labels: ['ID'] },
	assignedUserId: { type: 'text', labels: ['Assigned User (ID)', 'Assigned User ID'] },
	createdAt: { type: 'timestamp', labels: ['Created At', 'Erstellt am'] },
	modifiedAt: { type: 'timestamp', labels: ['Modified At', 'Geändert am'] },
	deleted: { type: 'boolean', labels: ['Deleted'] },
} as const;

const accounts: Preset = {
	...CRM,
	name: 'espocrm-accounts',
	title: 'accounts',
	knownBy: ['id', 'name'],
	knownByAny: ['billingAddressCity', 'billingAddressCountry', 'sicCode'],
	columns: {
		...COMMON,
		name: { type: 'text', labels: ['Name'] },
		website: { type: 'text', labels: ['Website'] },
		type: { type: 'text', labels: ['Type'] },
		industry: { type: 'text', labels: ['Industry'] },
		emailAddress: { type: 'text', labels: ['Email'] },
		phoneNumber: { type: 'text', labels: ['Phone'] },
		billingAddressStreet: { type: 'text', labels: ['Billing Address Street', 'Billing Street'] },
		billingAddressCity: { type: 'text', labels: ['Billing Address City', 'Billing City'] },
		billingAddressPostalCode: { type: 'text', labels: ['Billing Address Postal Code', 'Billing Postal Code'] },
		billingAddressCountry: { type: 'text', labels: ['Billing Address Country', 'Billing Country'] },
		sicCode: { type: 'text', labels: ['Sic Code'] },
	},
	entities: {
		companies: {
			company_id: 'id',
			company_type: {
				sql: "case lower({type}) when 'customer' then 'customer' when 'partner' then 'partner' when 'reseller' then 'partner' when 'investor' then 'other' end",
				why: 'the types of EspoCRM in our words',
			},
			name: 'name',
			domain: { sql: hostSql('website'), why: 'the host of the web address, without those where anybody has mail' },
			email: 'emailAddress',
			phone: { sql: phoneSql('phoneNumber'), why: 'as E.164 where it has its country' },
			street: 'billingAddressStreet',
			postal_code: 'billingAddressPostalCode',
			city: 'billingAddressCity',
			country: 'billingAddressCountry',
			industry: 'industry',
			owner_id: 'assignedUserId',
			created_at: 'createdAt',
		},
	},
};

const contacts: Preset = {
	...CRM,
	name: 'espocrm-contacts',
	title: 'contacts',
	knownBy: ['id', 'lastName', 'accountId'],
	columns: {
		...COMMON,
		firstName: { type: 'text', labels: ['First Name'] },
		lastName: { type: 'text', labels: ['Last Name'] },
		accountId: { type: 'text', labels: ['Account (ID)', 'Account ID'] },
		accountRole: { type: 'text', labels: ['Title'] },
		emailAddress: { type: 'text', labels: ['Email'] },
		phoneNumber: { type: 'text', labels: ['Phone'] },
		addressStreet: { type: 'text', labels: ['Address Street', 'Street'] },
		addressCity: { type: 'text', labels: ['Address City', 'City'] },
		addressPostalCode: { type: 'text', labels: ['Address Postal Code', 'Postal Code'] },
		addressCountry: { type: 'text', labels: ['Address Country', 'Country'] },
	},
	entities: {
		contacts: {
			contact_id: 'id',
			company_id: 'accountId',
			name: { sql: nameSql('firstName', 'lastName'), why: 'first and last name together' },
			email: 'emailAddress',
			phone: { sql: phoneSql('phoneNumber'), why: 'as E.164 where it has its country' },
			street: 'addressStreet',
			postal_code: 'addressPostalCode',
			city: 'addressCity',
			country: 'addressCountry',
			job_title: 'accountRole',
			owner_id: 'assignedUserId',
			created_at: 'createdAt',
		},
	},
};

const leads: Preset = {
	...CRM,
	name: 'espocrm-leads',
	title: 'leads',
	knownBy: ['id', 'status', 'lastName'],
	knownByAny: ['convertedAt', 'accountName', 'createdAccountId', 'source'],
	columns: {
		...COMMON,
		firstName: { type: 'text', labels: ['First Name'] },
		lastName: { type: 'text', labels: ['Last Name'] },
		accountName: { type: 'text', labels: ['Account Name'] },
		emailAddress: { type: 'text', labels: ['Email'] },
		status: { type: 'text', labels: ['Status'] },
		source: { type: 'text', labels: ['Source'] },
		campaignId: { type: 'text', labels: ['Campaign (ID)'] },
		addressCountry: { type: 'text', labels: ['Address Country'] },
		opportunityAmount: { type: 'decimal', labels: ['Opportunity Amount'] },
		opportunityAmountCurrency: { type: 'text', labels: ['Opportunity Amount Currency'] },
		convertedAt: { type: 'timestamp', labels: ['Converted At'] },
		createdAccountId: { type: 'text' },
		createdContactId: { type: 'text' },
		createdOpportunityId: { type: 'text' },
	},
	entities: {
		leads: {
			lead_id: 'id',
			status: {
				sql: "case {status} when 'New' then 'new' when 'Assigned' then 'new' when 'In Process' then 'working' when 'Converted' then 'converted' when 'Recycled' then 'disqualified' when 'Dead' then 'disqualified' end",
				why: 'the statuses of EspoCRM in our words',
			},
			source: 'source',
			name: { sql: nameSql('firstName', 'lastName'), why: 'first and last name together' },
			email: 'emailAddress',
			employer: 'accountName',
			country: 'addressCountry',
			owner_id: 'assignedUserId',
			campaign_id: 'campaignId',
			amount: 'opportunityAmount',
			currency: 'opportunityAmountCurrency',
			created_at: 'createdAt',
			converted_at: 'convertedAt',
			company_id: 'createdAccountId',
			contact_id: 'createdContactId',
			deal_id: 'createdOpportunityId',
		},
	},
};

const opportunities: Preset = {
	...CRM,
	name: 'espocrm-opportunities',
	title: 'opportunities',
	knownBy: ['id', 'stage', 'amountCurrency'],
	columns: {
		...COMMON,
		name: { type: 'text', labels: ['Name'] },
		accountId: { type: 'text', labels: ['Account (ID)', 'Account ID'] },
		contactId: { type: 'text', labels: ['Contact (ID)'] },
		stage: { type: 'text', labels: ['Stage'] },
		probability: { type: 'decimal', labels: ['Probability', 'Probability, %'] },
		amount: { type: 'decimal', labels: ['Amount'] },
		amountCurrency: { type: 'text', labels: ['Amount Currency', 'Amount (Currency)'] },
		// Computed from the rates of the moment of the export: nothing is read from them.
		amountConverted: { type: 'decimal', labels: ['Amount (converted)', 'Amount Converted'] },
		amountWeightedConverted: { type: 'decimal', labels: ['Amount Weighted'] },
		closeDate: { type: 'date', labels: ['Close Date'] },
		leadSource: { type: 'text', labels: ['Lead Source'] },
		campaignId: { type: 'text', labels: ['Campaign (ID)'] },
		originalLeadId: { type: 'text' },
	},
	entities: {
		deals: {
			deal_id: 'id',
			name: 'name',
			company_id: 'accountId',
			contact_id: 'contactId',
			owner_id: 'assignedUserId',
			stage_id: 'stage',
			outcome: {
				sql: "case {stage} when 'Closed Won' then 'won' when 'Closed Lost' then 'lost' else 'open' end",
				why: 'the closed stages of EspoCRM',
			},
			probability: { sql: '{probability} / 100.0', why: 'EspoCRM writes percents, 0 to 100' },
			amount: 'amount',
			currency: 'amountCurrency',
			opened_at: 'createdAt',
			expected_close_on: 'closeDate',
			closed_at: {
				sql: "case when {stage} in ('Closed Won', 'Closed Lost') then {closeDate}::timestamp end",
				why: 'the close date, once it is closed',
			},
			source: 'leadSource',
			campaign_id: 'campaignId',
			lead_id: 'originalLeadId',
		},
	},
	notes: [
		'converted and weighted amounts change with the rates of EspoCRM and are not read: the amount and its currency are, by our own rates',
	],
};

export const ESPOCRM: readonly Preset[] = [opportunities, leads, contacts, accounts];
