import { expect, it } from 'vitest';
import { IMPORT_ENTITIES } from '#records/import/entities.ts';
import { recogniseColumns } from '#records/import/mapping.ts';

function recognised(entity: keyof typeof IMPORT_ENTITIES, header: readonly string[]): (string | null)[] {
	return recogniseColumns(IMPORT_ENTITIES[entity].fields, header).map(({ field }) => field);
}

it('knows the headers of contacts in English and German', () => {
	expect(recognised('contacts', ['First Name', 'Last name', 'E-Mail', 'Phone number', 'Company', 'ZIP'])).toEqual([
		'first_name',
		'last_name',
		'email',
		'phone',
		'company_name',
		'postal_code',
	]);
	expect(recognised('contacts', ['Vorname', 'Nachname', 'E-Mail-Adresse', 'Telefon', 'Firma', 'PLZ', 'Ort'])).toEqual([
		'first_name',
		'last_name',
		'email',
		'phone',
		'company_name',
		'postal_code',
		'city',
	]);
});

it('knows what Salesforce, HubSpot and Pipedrive call theirs', () => {
	expect(
		recognised('contacts', [
			'Id',
			'AccountId',
			'FirstName',
			'LastName',
			'Title',
			'MobilePhone',
			'MailingCity',
			'OwnerId',
		]),
	).toEqual(['external_key', 'company_key', 'first_name', 'last_name', 'job_title', 'mobile', 'city', 'owner']);
	expect(recognised('companies', ['hs_object_id', 'name', 'domain', 'numberofemployees', 'lifecyclestage'])).toEqual([
		'external_key',
		'name',
		'domain',
		'employee_count',
		null,
	]);
	expect(recognised('deals', ['Deal - Title', 'Deal - Value', 'Deal - Stage', 'Deal - Organization'])).toEqual([
		'name',
		'amount',
		'stage',
		'company_name',
	]);
	expect(recognised('deals', ['Opportunity Name', 'StageName', 'Amount', 'CloseDate', 'ForecastCategory'])).toEqual([
		'name',
		'stage',
		'amount',
		'expected_close_on',
		'forecast_category',
	]);
	expect(recognised('leads', ['LeadSource', 'Status', 'Company', 'Email'])).toEqual([
		'source',
		'status',
		'company_name',
		'email',
	]);
});

it('fills a field once, by the surest name', () => {
	expect(recognised('contacts', ['Mail', 'Email', 'Unknown', 'constructor', '__proto__'])).toEqual([
		null,
		'email',
		null,
		null,
		null,
	]);
});
