import { hostSql, nameSql, phoneSql, texts } from './preset.ts';
import type { Preset } from './preset.ts';

const AUDIT = {
	CreatedDate: { type: 'timestamp', labels: ['Created Date', 'Erstelldatum'] },
	LastModifiedDate: { type: 'timestamp', labels: ['Last Modified Date', 'Datum der letzten Änderung'] },
	SystemModstamp: { type: 'timestamp', labels: ['System Modstamp'] },
	IsDeleted: { type: 'boolean', labels: ['Deleted'] },
	OwnerId: { type: 'text', labels: ['Owner ID', 'Account Owner', 'Opportunity Owner', 'Lead Owner', 'Contact Owner'] },
	MasterRecordId: { type: 'text', labels: ['Master Record ID'] },
} as const;

/** What a merge or a deletion leaves behind: the loser stays as a row that is deleted and names the winner. */
const DELETED = { column: 'IsDeleted' };

const CRM = { crm: 'Salesforce', zone: 'UTC', deleted: DELETED, version: 'SystemModstamp', key: ['Id'] } as const;

const currency = { CurrencyIsoCode: { type: 'text', labels: ['Currency', 'Currency ISO Code'] } } as const;

/** Salesforce's own word for a customer, whatever follows it: `Customer - Direct`. */
const COMPANY_TYPE_SQL = `case when lower({Type}) like 'customer%' then 'customer' when lower({Type}) like '%partner%' or lower({Type}) like '%reseller%' then 'partner' when lower({Type}) like '%supplier%' or lower({Type}) like '%vendor%' then 'supplier' when lower({Type}) like 'prospect%' then 'prospect' when {Type} is not null then 'other' end`;

const accounts: Preset = {
	...CRM,
	name: 'salesforce-accounts',
	title: 'accounts',
	knownBy: ['Id', 'Name'],
	knownByAny: ['BillingCity', 'BillingCountry', 'BillingStreet', 'AnnualRevenue', 'NumberOfEmployees'],
	columns: {
		...AUDIT,
		...currency,
		Id: { type: 'text', labels: ['Account ID', '18-Digit Account ID'] },
		Name: { type: 'text', labels: ['Account Name', 'Accountname'] },
		Type: { type: 'text', labels: ['Account Type'] },
		Website: { type: 'text' },
		Phone: { type: 'text', labels: ['Account Phone'] },
		Industry: { type: 'text', labels: ['Branche'] },
		NumberOfEmployees: { type: 'integer', labels: ['Employees', 'Number of Employees'] },
		AnnualRevenue: { type: 'decimal', labels: ['Annual Revenue'] },
		ParentId: { type: 'text', labels: ['Parent Account ID'] },
		BillingStreet: { type: 'text', labels: ['Billing Street'] },
		BillingCity: { type: 'text', labels: ['Billing City'] },
		BillingState: { type: 'text', labels: ['Billing State/Province'] },
		BillingPostalCode: { type: 'text', labels: ['Billing Zip/Postal Code'] },
		BillingCountry: { type: 'text', labels: ['Billing Country'] },
		BillingCountryCode: { type: 'text', labels: ['Billing Country Code'] },
	},
	entities: {
		companies: {
			company_id: 'Id',
			company_type: { sql: COMPANY_TYPE_SQL, why: 'the types of Salesforce in our words' },
			name: 'Name',
			domain: { sql: hostSql('Website'), why: 'the host of the web address, without those where anybody has mail' },
			phone: { sql: phoneSql('Phone'), why: 'as E.164 where it has its country' },
			street: 'BillingStreet',
			postal_code: 'BillingPostalCode',
			city: 'BillingCity',
			country: ['BillingCountry', 'BillingCountryCode'],
			industry: 'Industry',
			employee_count: 'NumberOfEmployees',
			annual_revenue: 'AnnualRevenue',
			currency: 'CurrencyIsoCode',
			parent_company_id: 'ParentId',
			owner_id: 'OwnerId',
			created_at: 'CreatedDate',
		},
	},
};

const contacts: Preset = {
	...CRM,
	name: 'salesforce-contacts',
	title: 'contacts',
	knownBy: ['Id', 'LastName'],
	knownByAny: ['AccountId', 'MailingCity', 'MailingCountry', 'MailingStreet'],
	columns: {
		...AUDIT,
		Id: { type: 'text', labels: ['Contact ID'] },
		AccountId: { type: 'text', labels: ['Account ID'] },
		FirstName: { type: 'text', labels: ['First Name', 'Vorname'] },
		LastName: { type: 'text', labels: ['Last Name', 'Nachname'] },
		Salutation: { type: 'text' },
		Title: { type: 'text' },
		Email: { type: 'text', labels: ['E-Mail'] },
		Phone: { type: 'text', labels: ['Telefon'] },
		MobilePhone: { type: 'text', labels: ['Mobile', 'Mobile Phone'] },
		MailingStreet: { type: 'text', labels: ['Mailing Street'] },
		MailingCity: { type: 'text', labels: ['Mailing City'] },
		MailingPostalCode: { type: 'text', labels: ['Mailing Zip/Postal Code'] },
		MailingCountry: { type: 'text', labels: ['Mailing Country'] },
		HasOptedOutOfEmail: { type: 'boolean', labels: ['Email Opt Out'] },
		EmailBouncedReason: { type: 'text', labels: ['Email Bounced Reason'] },
	},
	entities: {
		contacts: {
			contact_id: 'Id',
			company_id: 'AccountId',
			name: { sql: nameSql('FirstName', 'LastName'), why: 'first and last name together' },
			email: 'Email',
			phone: [
				{ sql: `coalesce(${phoneSql('Phone')}, ${phoneSql('MobilePhone')})`, why: 'the phone, else the mobile' },
				{ sql: phoneSql('Phone'), why: 'as E.164 where it has its country' },
				{ sql: phoneSql('MobilePhone'), why: 'as E.164 where it has its country' },
			],
			street: 'MailingStreet',
			postal_code: 'MailingPostalCode',
			city: 'MailingCity',
			country: 'MailingCountry',
			job_title: 'Title',
			owner_id: 'OwnerId',
			created_at: 'CreatedDate',
		},
		// An opt-out is a word against all e-mail; silence says nothing. A bounce is neither.
		consent_events: {
			consent_event_id: {
				sql: "case when {HasOptedOutOfEmail} then {Id} || ' email opt-out' end",
				why: 'whoever has opted out of e-mail; nobody else says anything by it',
			},
			contact_id: 'Id',
			channel: { value: 'email' },
			purpose: { value: 'all' },
			status: { value: 'withdrawn' },
			evidence: { value: 'none' },
			captured_at: ['LastModifiedDate', 'SystemModstamp', 'CreatedDate'],
		},
	},
};

const leads: Preset = {
	...CRM,
	name: 'salesforce-leads',
	title: 'leads',
	knownBy: ['Id', 'Company', 'Status'],
	knownByAny: ['IsConverted', 'ConvertedDate', 'LeadSource', 'ConvertedAccountId'],
	columns: {
		...AUDIT,
		...texts('Industry'),
		Id: { type: 'text', labels: ['Lead ID'] },
		FirstName: { type: 'text', labels: ['First Name'] },
		LastName: { type: 'text', labels: ['Last Name'] },
		Company: { type: 'text', labels: ['Company / Account'] },
		Email: { type: 'text' },
		Country: { type: 'text' },
		Status: { type: 'text', labels: ['Lead Status'] },
		LeadSource: { type: 'text', labels: ['Lead Source'] },
		IsConverted: { type: 'boolean', labels: ['Converted'] },
		ConvertedDate: { type: 'date', labels: ['Converted Date'] },
		ConvertedAccountId: { type: 'text', labels: ['Converted Account ID'] },
		ConvertedContactId: { type: 'text', labels: ['Converted Contact ID'] },
		ConvertedOpportunityId: { type: 'text', labels: ['Converted Opportunity ID'] },
	},
	entities: {
		leads: {
			lead_id: 'Id',
			// A converted lead stays as a row and is no open lead any more.
			status: [
				{
					sql: "case when {IsConverted} then 'converted' when lower({Status}) like '%unqualified%' or lower({Status}) like '%not converted%' then 'disqualified' when lower({Status}) like '%qualified%' then 'qualified' when lower({Status}) like '%open%' or lower({Status}) like '%new%' then 'new' else 'working' end",
					why: 'the statuses of Salesforce in our words; converted ones are no open leads',
				},
				'Status',
			],
			source: 'LeadSource',
			name: { sql: nameSql('FirstName', 'LastName'), why: 'first and last name together' },
			email: 'Email',
			employer: 'Company',
			country: 'Country',
			owner_id: 'OwnerId',
			created_at: 'CreatedDate',
			converted_at: 'ConvertedDate',
			company_id: 'ConvertedAccountId',
			contact_id: 'ConvertedContactId',
			deal_id: 'ConvertedOpportunityId',
		},
	},
};

const opportunities: Preset = {
	...CRM,
	name: 'salesforce-opportunities',
	title: 'opportunities',
	knownBy: ['Id', 'StageName', 'CloseDate'],
	columns: {
		...AUDIT,
		...currency,
		Id: { type: 'text', labels: ['Opportunity ID'] },
		Name: { type: 'text', labels: ['Opportunity Name'] },
		AccountId: { type: 'text', labels: ['Account ID'] },
		ContactId: { type: 'text', labels: ['Contact ID'] },
		StageName: { type: 'text', labels: ['Stage', 'Phase'] },
		IsClosed: { type: 'boolean', labels: ['Closed'] },
		IsWon: { type: 'boolean', labels: ['Won'] },
		Probability: { type: 'decimal', labels: ['Probability (%)', 'Wahrscheinlichkeit (%)'] },
		Amount: { type: 'decimal', labels: ['Betrag'] },
		CloseDate: { type: 'date', labels: ['Close Date', 'Schlusstermin'] },
		ForecastCategory: { type: 'text', labels: ['Forecast Category'] },
		Type: { type: 'text' },
		LeadSource: { type: 'text', labels: ['Lead Source'] },
		CampaignId: { type: 'text', labels: ['Primary Campaign Source', 'Campaign ID'] },
		NextStep: { type: 'text', labels: ['Next Step'] },
	},
	entities: {
		deals: {
			deal_id: 'Id',
			name: 'Name',
			company_id: 'AccountId',
			contact_id: 'ContactId',
			owner_id: 'OwnerId',
			stage_id: 'StageName',
			outcome: [
				{
					sql: "case when {IsWon} then 'won' when {IsClosed} then 'lost' else 'open' end",
					why: 'closed and not won is lost',
				},
				{
					sql: "case when lower({StageName}) like '%closed won%' then 'won' when lower({StageName}) like '%closed lost%' then 'lost' else 'open' end",
					why: 'by the names that Salesforce gives its closed stages',
				},
			],
			probability: { sql: '{Probability} / 100.0', why: 'Salesforce writes percents, 0 to 100' },
			amount: 'Amount',
			currency: 'CurrencyIsoCode',
			opened_at: 'CreatedDate',
			expected_close_on: 'CloseDate',
			// One day for both: what is expected while it is open is when it closed afterwards.
			closed_at: [
				{ sql: 'case when {IsClosed} then {CloseDate}::timestamp end', why: 'the close date, once it is closed' },
				{
					sql: "case when lower({StageName}) like '%closed%' then {CloseDate}::timestamp end",
					why: 'the close date, once it is closed',
				},
			],
			forecast_category: {
				sql: "case lower(replace({ForecastCategory}, ' ', '')) when 'bestcase' then 'best_case' when 'mostlikely' then 'best_case' when 'forecast' then 'commit' when 'commit' then 'commit' when 'omitted' then 'omitted' when 'pipeline' then 'pipeline' when 'closed' then 'pipeline' end",
				why: 'the categories of Salesforce in our words',
			},
			source: 'LeadSource',
			campaign_id: 'CampaignId',
		},
	},
	notes: [
		'the amount of an opportunity with products is the sum of its lines: it is taken once, whether or not the lines are loaded as well',
	],
};

const history: Preset = {
	crm: 'Salesforce',
	zone: 'UTC',
	name: 'salesforce-opportunity-history',
	title: 'opportunity history',
	key: ['Id'],
	knownBy: ['Id', 'OpportunityId', 'StageName', 'CreatedDate'],
	columns: {
		...texts('CurrencyIsoCode CreatedById ForecastCategory'),
		Id: { type: 'text', labels: ['Opportunity History ID'] },
		OpportunityId: { type: 'text', labels: ['Opportunity ID'] },
		StageName: { type: 'text', labels: ['To Stage', 'Stage'] },
		Amount: { type: 'decimal' },
		Probability: { type: 'decimal' },
		CloseDate: { type: 'date' },
		CreatedDate: { type: 'timestamp', labels: ['Created Date'] },
		IsDeleted: { type: 'boolean' },
	},
	deleted: DELETED,
	entities: {
		deal_stage_events: {
			deal_stage_event_id: 'Id',
			deal_id: 'OpportunityId',
			to_stage_id: 'StageName',
			amount: 'Amount',
			changed_at: 'CreatedDate',
		},
	},
};

const lines: Preset = {
	crm: 'Salesforce',
	zone: 'UTC',
	name: 'salesforce-opportunity-products',
	title: 'opportunity products',
	key: ['Id'],
	knownBy: ['Id', 'OpportunityId', 'Quantity', 'UnitPrice'],
	columns: {
		...AUDIT,
		...currency,
		Id: { type: 'text', labels: ['Opportunity Product ID'] },
		OpportunityId: { type: 'text', labels: ['Opportunity ID'] },
		Product2Id: { type: 'text', labels: ['Product ID'] },
		Quantity: { type: 'decimal' },
		UnitPrice: { type: 'decimal', labels: ['Sales Price'] },
		ListPrice: { type: 'decimal', labels: ['List Price'] },
		Discount: { type: 'decimal' },
		TotalPrice: { type: 'decimal', labels: ['Total Price'] },
	},
	deleted: DELETED,
	entities: {
		deal_lines: {
			deal_line_id: 'Id',
			deal_id: 'OpportunityId',
			product_id: 'Product2Id',
			quantity: 'Quantity',
			unit_price: 'UnitPrice',
			discount: { sql: '{Discount} / 100.0', why: 'Salesforce writes percents, 0 to 100' },
		},
	},
};

const users: Preset = {
	crm: 'Salesforce',
	zone: 'UTC',
	name: 'salesforce-users',
	title: 'users',
	key: ['Id'],
	knownBy: ['Id', 'Username'],
	columns: {
		...texts('Department Division Email'),
		Id: { type: 'text', labels: ['User ID'] },
		Username: { type: 'text' },
		Name: { type: 'text', labels: ['Full Name'] },
		FirstName: { type: 'text', labels: ['First Name'] },
		LastName: { type: 'text', labels: ['Last Name'] },
		ManagerId: { type: 'text', labels: ['Manager'] },
		IsActive: { type: 'boolean', labels: ['Active'] },
	},
	entities: {
		users: {
			user_id: 'Id',
			name: ['Name', { sql: nameSql('FirstName', 'LastName'), why: 'first and last name together' }, 'Username'],
			manager: 'ManagerId',
			team: 'Department',
			office: 'Division',
		},
	},
};

const campaigns: Preset = {
	...CRM,
	name: 'salesforce-campaigns',
	title: 'campaigns',
	knownBy: ['Id', 'Name', 'StartDate'],
	knownByAny: ['BudgetedCost', 'ActualCost', 'NumberSent', 'ExpectedRevenue'],
	columns: {
		...AUDIT,
		...currency,
		...texts('Type Status'),
		Id: { type: 'text', labels: ['Campaign ID'] },
		Name: { type: 'text', labels: ['Campaign Name'] },
		StartDate: { type: 'date', labels: ['Start Date'] },
		EndDate: { type: 'date', labels: ['End Date'] },
		BudgetedCost: { type: 'decimal', labels: ['Budgeted Cost'] },
		ActualCost: { type: 'decimal', labels: ['Actual Cost'] },
		ExpectedRevenue: { type: 'decimal', labels: ['Expected Revenue'] },
		NumberSent: { type: 'integer', labels: ['Num Sent'] },
	},
	entities: {
		campaigns: {
			campaign_id: 'Id',
			name: 'Name',
			campaign_type: 'Type',
			status: 'Status',
			starts_on: 'StartDate',
			ends_on: 'EndDate',
			budget: 'BudgetedCost',
			currency: 'CurrencyIsoCode',
		},
		campaign_costs: {
			campaign_cost_id: {
				sql: "case when {ActualCost} <> 0 and {StartDate} is not null then {Id} || ' actual cost' end",
				why: 'what a campaign with a day cost',
			},
			campaign_id: 'Id',
			spent_on: 'StartDate',
			amount: 'ActualCost',
			currency: 'CurrencyIsoCode',
		},
	},
};

const cases: Preset = {
	...CRM,
	name: 'salesforce-cases',
	title: 'cases',
	knownBy: ['Id', 'CaseNumber'],
	columns: {
		...AUDIT,
		...texts('Subject Status Priority Type Origin Reason'),
		Id: { type: 'text', labels: ['Case ID'] },
		CaseNumber: { type: 'text', labels: ['Case Number'] },
		AccountId: { type: 'text', labels: ['Account ID'] },
		ContactId: { type: 'text', labels: ['Contact ID'] },
		ClosedDate: { type: 'timestamp', labels: ['Closed Date', 'Date/Time Closed'] },
		IsClosed: { type: 'boolean', labels: ['Closed'] },
		IsEscalated: { type: 'boolean', labels: ['Escalated'] },
	},
	entities: {
		tickets: {
			ticket_id: 'Id',
			number: 'CaseNumber',
			subject: 'Subject',
			status: {
				sql: "case when lower({Status}) like '%closed%' then 'closed' when lower({Status}) like '%solved%' then 'solved' when lower({Status}) like '%new%' then 'new' when lower({Status}) like '%hold%' or lower({Status}) like '%wait%' then 'pending' else 'open' end",
				why: 'the statuses of Salesforce in our words',
			},
			priority: {
				sql: "case lower({Priority}) when 'medium' then 'normal' when 'critical' then 'urgent' else lower({Priority}) end",
				why: 'the priorities of Salesforce in our words',
			},
			ticket_type: 'Type',
			channel: 'Origin',
			company_id: 'AccountId',
			contact_id: 'ContactId',
			owner_id: 'OwnerId',
			opened_at: 'CreatedDate',
			resolved_at: 'ClosedDate',
		},
	},
};

export const SALESFORCE: readonly Preset[] = [
	history,
	lines,
	opportunities,
	leads,
	contacts,
	cases,
	campaigns,
	users,
	accounts,
];
