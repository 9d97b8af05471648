import { hostSql, nameSql, phoneSql } from './preset.ts';
import type { Preset } from './preset.ts';

const CRM = {
	crm: 'Twenty',
	zone: 'UTC',
	key: ['id'],
	version: 'updatedAt',
	// Soft-deleted rows stay, and an import makes them live again.
	deleted: { column: 'deletedAt' },
	mostRows: 20_000,
} as const;

const COMMON = {
	id: { type: 'text', labels: ['Id', 'ID'] },
	createdAt: { type: 'timestamp', labels: ['Creation date', 'Created at'] },
	updatedAt: { type: 'timestamp', labels: ['Last update', 'Updated at'] },
	deletedAt: { type: 'timestamp', labels: ['Deleted at'] },
} as const;

const NOTE = 'Twenty exports the columns that are shown: show those that are missing, and export again';

const companies: Preset = {
	...CRM,
	name: 'twenty-companies',
	title: 'companies',
	knownBy: ['id', 'name'],
	knownByAny: ['domainName', 'accountOwnerId', 'annualRecurringRevenue', 'idealCustomerProfile'],
	columns: {
		...COMMON,
		name: { type: 'text' },
		domainName: { type: 'text', labels: ['Domain Name / Link URL', 'Domain Name', 'domainName.primaryLinkUrl'] },
		employees: { type: 'integer' },
		accountOwnerId: { type: 'text', labels: ['Account Owner Id', 'Account Owner / Id', 'Account Owner'] },
		addressStreet: { type: 'text', labels: ['Address / Address 1', 'address.addressStreet1'] },
		addressCity: { type: 'text', labels: ['Address / City', 'address.addressCity'] },
		addressPostcode: { type: 'text', labels: ['Address / Post Code', 'address.addressPostcode'] },
		addressCountry: { type: 'text', labels: ['Address / Country', 'address.addressCountry'] },
		annualRecurringRevenue: { type: 'decimal', labels: ['ARR / Amount'] },
		idealCustomerProfile: { type: 'boolean', labels: ['ICP'] },
	},
	entities: {
		companies: {
			company_id: 'id',
			name: 'name',
			domain: { sql: hostSql('domainName'), why: 'the host of the web address, without those where anybody has mail' },
			street: 'addressStreet',
			postal_code: 'addressPostcode',
			city: 'addressCity',
			country: 'addressCountry',
			employee_count: 'employees',
			owner_id: 'accountOwnerId',
			created_at: 'createdAt',
		},
	},
	notes: [NOTE],
};

const people: Preset = {
	...CRM,
	name: 'twenty-people',
	title: 'people',
	knownBy: ['id'],
	knownByAny: ['name.firstName', 'name.lastName'],
	columns: {
		...COMMON,
		'name.firstName': { type: 'text', labels: ['Name / First Name', 'nameFirstName'] },
		'name.lastName': { type: 'text', labels: ['Name / Last Name', 'nameLastName'] },
		email: { type: 'text', labels: ['Emails / Primary Email', 'emails.primaryEmail', 'emailsPrimaryEmail'] },
		phone: {
			type: 'text',
			labels: ['Phones / Primary Phone Number', 'phones.primaryPhoneNumber', 'phonesPrimaryPhoneNumber'],
		},
		callingCode: {
			type: 'text',
			labels: [
				'Phones / Primary Phone Calling Code',
				'phones.primaryPhoneCallingCode',
				'phonesPrimaryPhoneCallingCode',
			],
		},
		jobTitle: { type: 'text', labels: ['Job Title'] },
		city: { type: 'text' },
		companyId: { type: 'text', labels: ['Company Id', 'Company / Id'] },
	},
	entities: {
		contacts: {
			contact_id: 'id',
			company_id: 'companyId',
			name: { sql: nameSql('name.firstName', 'name.lastName'), why: 'first and last name together' },
			email: 'email',
			phone: [
				{
					sql: `nullif(concat({callingCode}, regexp_replace({phone}, '[^0-9]', '', 'g')), '')`,
					why: 'calling code and number together',
				},
				{ sql: phoneSql('phone'), why: 'as E.164 where it has its country' },
			],
			city: 'city',
			job_title: 'jobTitle',
			created_at: 'createdAt',
		},
	},
	notes: [NOTE],
};

const opportunities: Preset = {
	...CRM,
	name: 'twenty-opportunities',
	title: 'opportunities',
	knownBy: ['id', 'name', 'stage'],
	knownByAny: ['pointOfContactId', 'closeDate', 'amountMicros', 'amount', 'companyId'],
	columns: {
		...COMMON,
		name: { type: 'text' },
		stage: { type: 'text' },
		closeDate: { type: 'timestamp', labels: ['Close date'] },
		amountMicros: { type: 'decimal', labels: ['amount.amountMicros', 'Amount / Amount Micros', 'amountAmountMicros'] },
		amount: { type: 'decimal', labels: ['Amount / Amount'] },
		currencyCode: {
			type: 'text',
			labels: ['amount.currencyCode', 'Amount / Currency Code', 'Amount / Currency', 'amountCurrencyCode'],
		},
		companyId: { type: 'text', labels: ['Company Id', 'Company / Id'] },
		pointOfContactId: { type: 'text', labels: ['Point of Contact Id', 'Point of Contact / Id'] },
		ownerId: { type: 'text', labels: ['Owner Id', 'Owner / Id'] },
	},
	entities: {
		deals: {
			deal_id: 'id',
			name: 'name',
			company_id: 'companyId',
			contact_id: 'pointOfContactId',
			owner_id: 'ownerId',
			stage_id: 'stage',
			// Values of a choice are API names; no stage of Twenty is one of lost deals.
			outcome: {
				sql: "case when upper({stage}) = 'CUSTOMER' then 'won' else 'open' end",
				why: 'CUSTOMER is the stage of those won; name your own lost one',
			},
			amount: [{ sql: '{amountMicros} / 1000000.0', why: 'Twenty counts millionths' }, 'amount'],
			currency: 'currencyCode',
			opened_at: 'createdAt',
			expected_close_on: 'closeDate',
			closed_at: {
				sql: "case when upper({stage}) = 'CUSTOMER' then {closeDate} end",
				why: 'the close date, once it is won',
			},
		},
	},
	notes: [NOTE],
};

export const TWENTY: readonly Preset[] = [opportunities, people, companies];
