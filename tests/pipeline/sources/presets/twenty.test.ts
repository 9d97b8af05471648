import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCrmFolder } from './crm-folder.ts';
import type { CrmFolder } from './crm-folder.ts';
import { PRESETS } from '#pipeline/sources/presets/presets.ts';

const FIRN = 'c776ee49-f608-4a77-8cc8-6fe96ae1e43f';
const ADA = '20202020-0000-4000-8000-000000000001';
const BO = '20202020-0000-4000-8000-000000000002';

const FILES = {
	'companies.csv': [
		'id,name,domainName,employees,createdAt,updatedAt,deletedAt',
		`${FIRN},Firn AG,https://www.firn.example,120,2025-01-01T10:00:00.000Z,2025-01-01T10:00:00.000Z,`,
		'20202020-0000-4000-8000-00000000000c,Gone AG,https://gone.example,1,2025-01-01T10:00:00.000Z,2025-01-02T10:00:00.000Z,2025-01-02T10:00:00.000Z',
	].join('\n'),
	// Only what was shown in the view: no city, no job title, no time of the last change.
	'people.csv': [
		'Id,Name / First Name,Name / Last Name,Emails / Primary Email,Phones / Primary Phone Calling Code,Phones / Primary Phone Number,Company Id',
		`${ADA},Ada,Berg,ada@firn.example,+41,31 123 45 67,${FIRN}`,
		`${BO},Bo,,,,,`,
	].join('\n'),
	'opportunities.csv': [
		'id,name,stage,closeDate,amount.amountMicros,amount.currencyCode,companyId,pointOfContactId,createdAt,deletedAt',
		`d1,Tents,CUSTOMER,2025-02-10T22:30:00.000Z,400000000,EUR,${FIRN},${ADA},2025-01-10T10:00:00.000Z,`,
		`d2,Ropes,MEETING,2025-05-01T10:00:00.000Z,80500000,EUR,${FIRN},${ADA},2025-01-11T10:00:00.000Z,`,
		`d3,Typo,NEW,,1000000,EUR,${FIRN},,2025-01-12T10:00:00.000Z,2025-01-13T10:00:00.000Z`,
	].join('\n'),
};

let crm: CrmFolder;

beforeAll(async () => {
	crm = await openCrmFolder(FILES);
});

afterAll(() => {
	crm.close();
});

test('knows each export by its headers, those of the interface and those of the API', () => {
	expect(Object.values(crm.proposals).map(({ preset }) => preset)).toEqual([
		'twenty-companies',
		'twenty-people',
		'twenty-opportunities',
	]);
});

test('what was not shown when it was exported is left empty, and told of', async () => {
	expect(
		await crm.rows(`select name, phone, company_id, job_title from stg_contacts where contact_id = '${ADA}'`),
	).toEqual([{ name: 'Ada Berg', phone: '+41311234567', company_id: FIRN, job_title: null }]);
	expect(crm.proposals.people?.problems.some((problem) => problem.includes('columns that are shown'))).toBe(true);
});

test('people name their company by its id, for the other side of a relation is not exported', async () => {
	expect(await crm.rows('select deal_id, customer_id from fct_deals order by 1')).toEqual([
		{ deal_id: 'd1', customer_id: `company:${FIRN}` },
		{ deal_id: 'd2', customer_id: `company:${FIRN}` },
	]);
});

test('stages are API names, and CUSTOMER is the one of those won', async () => {
	expect(await crm.rows('select deal_id, stage_id, outcome, closed_on from fct_deals order by 1')).toEqual([
		{ deal_id: 'd1', stage_id: 'CUSTOMER', outcome: 'won', closed_on: '2025-02-10' },
		{ deal_id: 'd2', stage_id: 'MEETING', outcome: 'open', closed_on: null },
	]);
});

test('amounts in millionths are money', async () => {
	expect(await crm.rows('select amount from fct_deals order by deal_id')).toEqual([
		{ amount: '400.0000' },
		{ amount: '80.5000' },
	]);
});

test('a soft-deleted row is none', async () => {
	expect(await crm.rows('select name from dim_company_names')).toEqual([{ name: 'Firn AG' }]);
	expect(await crm.rows("select count(*) as n from fct_deals where deal_id = 'd3'")).toEqual([{ n: 0 }]);
});

test('a contact without a last name or an address is legal', async () => {
	expect(await crm.rows(`select name, email from stg_contacts where contact_id = '${BO}'`)).toEqual([
		{ name: 'Bo', email: null },
	]);
});

test('an export of 20,000 rows is probably cut off, and one of less is not', async () => {
	const header = 'id,name,domainName,createdAt,updatedAt';
	const row = (index: number): string =>
		`c${index},Company ${index},,2025-01-01T10:00:00.000Z,2025-01-01T10:00:00.000Z`;
	const full = [header, ...Array.from({ length: 20_000 }, (_, index) => row(index))].join('\n');
	const big = await openCrmFolder({ 'all.csv': full });
	const isWarned = (folder: CrmFolder): boolean =>
		Object.values(folder.proposals).some(({ problems }) => problems.some((each) => each.includes('20,000')));
	expect(isWarned(big)).toBe(true);
	big.close();
	expect(isWarned(crm)).toBe(false);
	expect(PRESETS.filter(({ crm: name }) => name === 'Twenty').every(({ mostRows }) => mostRows === 20_000)).toBe(true);
});
