import type { ImportField } from './import-field.ts';

/** The columns of an address. Other systems put a word before them: Salesforce's billing and mailing addresses. */
export const ADDRESS_COLUMNS: readonly ImportField[] = [
	{
		name: 'street',
		kind: 'text',
		headers: [
			'Street',
			'Street address',
			'Address',
			'Straße',
			'Adresse',
			'Anschrift',
			'BillingStreet',
			'MailingStreet',
		],
	},
	{
		name: 'postal_code',
		kind: 'text',
		headers: [
			'Postal code',
			'Zip',
			'Zip code',
			'Postcode',
			'PLZ',
			'Postleitzahl',
			'BillingPostalCode',
			'MailingPostalCode',
		],
	},
	{ name: 'city', kind: 'text', headers: ['City', 'Town', 'Stadt', 'Ort', 'BillingCity', 'MailingCity'] },
	{
		name: 'region',
		kind: 'text',
		headers: ['Region', 'State', 'Province', 'State/Region', 'Bundesland', 'Kanton', 'BillingState', 'MailingState'],
	},
	{
		name: 'country',
		kind: 'text',
		headers: ['Country', 'Country/Region', 'Land', 'BillingCountry', 'MailingCountry', 'CountryCode', 'Country code'],
	},
];

/** Whose a record is, by name, e-mail address or key. */
export const OWNER_COLUMN: ImportField = {
	name: 'owner',
	kind: 'text',
	headers: [
		'Owner',
		'Owner name',
		'OwnerId',
		'Sales agent',
		'Sales rep',
		'Besitzer',
		'Zuständig',
		'Verantwortlich',
		'hubspot_owner_id',
		'Owner ID',
	],
};

/** When a record came to be in the system it comes from. */
export const CREATED_COLUMN: ImportField = {
	name: 'created_on',
	kind: 'day',
	headers: [
		'Created',
		'Created date',
		'CreatedDate',
		'Create date',
		'createdate',
		'Angelegt am',
		'Erstellt am',
		'add_time',
	],
};
