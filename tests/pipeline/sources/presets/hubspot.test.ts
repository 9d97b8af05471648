import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCrmFolder } from './crm-folder.ts';
import type { CrmFolder } from './crm-folder.ts';

const FILES = {
	'companies.csv': [
		'hs_object_id,name,domain,lifecyclestage,city,zip,country,phone,numberofemployees,annualrevenue,hubspot_owner_id,createdate,hs_lastmodifieddate,archived,hs_merged_object_ids',
		'9001,Firn AG,firn.example,customer,Bern,3011,Switzerland,+41 31 123 45 67,120,1500000,71,2025-01-01T10:00:00Z,2025-02-01T10:00:00Z,false,9003;9004',
		'9002,Sand GmbH,,opportunity,Ulm,89073,Germany,,,,71,2025-01-02T10:00:00Z,2025-02-01T10:00:00Z,false,',
		'9005,Old Ltd,old.example,lead,York,YO1,United Kingdom,,,,71,2024-01-02T10:00:00Z,2024-02-01T10:00:00Z,true,',
	].join('\n'),
	'contacts.csv': [
		'hs_object_id,firstname,lastname,email,associatedcompanyid,jobtitle,hs_email_optout,createdate,lastmodifieddate',
		'501,Ada,Berg,ada@firn.example,9001;9002,Buyer,true,2025-01-03T10:00:00Z,2025-02-03T09:00:00Z',
		'502,Bo,See,bo.see@gmail.com,,,false,2025-01-04T10:00:00Z,2025-01-04T10:00:00Z',
		'503,Cy,Tal,,9002,,,2025-01-05T10:00:00Z,2025-01-05T10:00:00Z',
	].join('\n'),
	'deals.csv': [
		'hs_object_id,dealname,pipeline,dealstage,amount,deal_currency_code,closedate,hs_is_closed,hs_is_closed_won,hs_deal_stage_probability,hs_manual_forecast_category,associated_company_ids,createdate',
		'801,Tents,default,1089374,400.00,EUR,2025-02-10T22:30:00Z,true,true,1.0,CLOSED,9001;9002,2025-01-10T10:00:00Z',
		'802,Ropes,default,1089375,1200.50,EUR,2025-04-30T21:59:59Z,false,false,0.2,BEST_CASE,9001,2025-01-11T10:00:00Z',
		'803,Pegs,default,1089376,80.00,EUR,2025-03-01T10:00:00Z,true,false,0.0,OMIT,9002,2025-01-12T10:00:00Z',
	].join('\n'),
	'stages.csv': [
		'stage_id,pipeline_id,label,display_order,probability,is_closed,closed_won',
		'1089374,default,Contract signed,3,1.0,true,true',
		'1089375,default,Offer sent,1,0.2,false,false',
		'1089376,default,Turned down,4,0.0,true,false',
	].join('\n'),
};

let crm: CrmFolder;

beforeAll(async () => {
	crm = await openCrmFolder(FILES);
});

afterAll(() => {
	crm.close();
});

test('knows each export by its headers', () => {
	expect(Object.values(crm.proposals).map(({ preset }) => preset)).toEqual([
		'hubspot-companies',
		'hubspot-contacts',
		'hubspot-deals',
		'hubspot-stages',
	]);
});

test('stages are ids of the portal: their list gives them a name and an outcome', async () => {
	expect(await crm.rows('select deal_id, stage, outcome from fct_deals order by 1')).toEqual([
		{ deal_id: '801', stage: 'Contract signed', outcome: 'won' },
		{ deal_id: '802', stage: 'Offer sent', outcome: 'open' },
		{ deal_id: '803', stage: 'Turned down', outcome: 'lost' },
	]);
});

test('a probability that is a share already stays one', async () => {
	expect(await crm.rows("select probability from stg_deals where deal_id = '802'")).toEqual([{ probability: 0.2 }]);
});

test('the close date is what is expected while a deal is open, and when it closed afterwards: never both', async () => {
	expect(await crm.rows('select deal_id, expected_close_on, closed_on from fct_deals order by 1')).toEqual([
		{ deal_id: '801', expected_close_on: null, closed_on: '2025-02-10' },
		{ deal_id: '802', expected_close_on: '2025-04-30', closed_on: null },
		{ deal_id: '803', expected_close_on: null, closed_on: '2025-03-01' },
	]);
});

test('a close date is no history: the one move of a deal that is told is that to where it is', async () => {
	const found = await crm.rows("select stage_id, entered_on from fct_deal_stage_events where deal_id = '802'");
	expect(found).toEqual([{ stage_id: '1089375', entered_on: '2025-01-11' }]);
});

describe('merged ids', () => {
	test('make no company of their own, and stay in raw with the winner', async () => {
		expect(await crm.rows('select company_id from stg_companies order by 1')).toEqual([
			{ company_id: '9001' },
			{ company_id: '9002' },
		]);
		expect(
			await crm.rows("select hs_merged_object_ids as ids from raw.main.companies__rows where hs_object_id = '9001'"),
		).toEqual([{ ids: '9003;9004' }]);
	});

	test('are told of before the source is taken', () => {
		expect(crm.proposals.companies?.problems.some((problem) => problem.includes('hs_merged_object_ids'))).toBe(true);
	});
});

test('an archived company is deleted', async () => {
	expect(await crm.rows("select count(*) as n from stg_companies where company_id = '9005'")).toEqual([{ n: 0 }]);
});

test('of several companies the first one is that of a contact or deal', async () => {
	expect(await crm.rows("select company_id from stg_contacts where contact_id = '501'")).toEqual([
		{ company_id: '9001' },
	]);
	expect(await crm.rows("select company_id from stg_deals where deal_id = '801'")).toEqual([{ company_id: '9001' }]);
});

describe('identity', () => {
	test('a contact with a free mail address makes no company', async () => {
		expect(await crm.rows("select company_id from stg_contacts where contact_id = '502'")).toEqual([
			{ company_id: null },
		]);
		expect(await crm.rows("select count(*) as n from dim_company_names where name ilike '%gmail%'")).toEqual([
			{ n: 0 },
		]);
	});

	test('a company without a domain and a contact without an address are customers apart from all others', async () => {
		const found = await crm.rows(
			"select customer_id, reason from int_identity where source_id in ('9002', '503') order by 1",
		);
		expect(found).toEqual([
			{ customer_id: 'company:9002', reason: 'apart' },
			{ customer_id: 'contact:503', reason: 'apart' },
		]);
	});
});

test('whoever unsubscribed from all e-mail has taken back their consent; an empty field says nothing', async () => {
	expect(await crm.rows('select contact_id, purpose, status from stg_consent_events')).toEqual([
		{ contact_id: '501', purpose: 'all', status: 'withdrawn' },
	]);
});

test('an export of the user interface is known by its labels, its times are those of whoever exported it', async () => {
	const labels = await openCrmFolder({
		'hubspot-crm-exports-all-deals-2025-03-01.csv': [
			'"Record ID","Deal Name","Deal Stage","Amount","Close Date","Create Date","Associated Company IDs (Primary)","Pipeline"',
			'"801","Tents","Closed Won","400.00","2025-02-10 10:15","2025-01-10 10:00","9001","Sales Pipeline"',
			'"802","Ropes","Contract Sent","80.00","2025-04-30 10:15","2025-01-11 10:00","9001","Sales Pipeline"',
		].join('\n'),
	});
	try {
		expect(labels.proposals.hubspot_crm_exports_all_deals).toMatchObject({ preset: 'hubspot-deals', zone: null });
		expect(await labels.rows('select deal_id, outcome, closed_at, company_id from fct_deals order by 1')).toEqual([
			{ deal_id: '801', outcome: 'won', closed_at: '2025-02-10T09:15:00Z', company_id: '9001' },
			{ deal_id: '802', outcome: 'open', closed_at: null, company_id: '9001' },
		]);
	} finally {
		labels.close();
	}
});
