import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCrmFolder } from './crm-folder.ts';
import type { CrmFolder } from './crm-folder.ts';

const HASH = 'dcf558aac1ae4e8c4f849ba5e668430d8df9be12';
const LEAD = 'f3a1c5b0-0c2f-11ef-9b2d-5b7a2f1c9e11';

const FILES = {
	'deals.csv': [
		`id,title,org_id,person_id,owner_id,pipeline_id,stage_id,status,probability,value,currency,add_time,update_time,won_time,lost_time,expected_close_date,lost_reason,${HASH}`,
		'1,Tents,11,21,7,1,4,won,,400,EUR,2025-01-10 10:00:00,2025-02-10 10:00:00,2025-02-10 22:30:00,,2025-02-28,,gold',
		'2,Ropes,11,21,7,1,4,open,60,1200.5,EUR,2025-01-11 10:00:00,2025-01-11 10:00:00,,,2025-05-01,,',
		'3,Pegs,12,,7,1,4,lost,60,80,EUR,2025-01-12 10:00:00,2025-03-01 10:00:00,,2025-03-01 10:00:00,,Price,silver',
		'4,Typo,12,,7,1,2,deleted,,99999,EUR,2025-01-13 10:00:00,2025-01-14 10:00:00,,,,,',
	].join('\n'),
	'organizations.csv': [
		'id,name,owner_id,address,people_count,add_time,update_time,is_deleted',
		'11,Firn AG,7,"Hauptstr. 1, Bern",1,2025-01-01 10:00:00,2025-01-01 10:00:00,false',
		'12,Sand GmbH,7,,0,2025-01-02 10:00:00,2025-01-02 10:00:00,false',
	].join('\n'),
	'leads.csv': [
		'id,title,organization_id,person_id,owner_id,is_archived,source_name,value_amount,value_currency,add_time,update_time',
		`${LEAD},Firn wants more,11,21,7,false,API,250,EUR,2025-02-01 10:00:00,2025-02-01 10:00:00`,
	].join('\n'),
	'persons.csv': [
		'id,name,org_id,owner_id,email,phone,marketing_status,add_time,update_time',
		'21,Ada Berg,11,7,ada@firn.example,+41 31 1,subscribed,2025-01-01 10:00:00,2025-01-05 10:00:00',
		'22,Bo See,,7,bo@sand.example,,unsubscribed,2025-01-01 10:00:00,2025-01-06 10:00:00',
	].join('\n'),
	'stages.csv': [
		'id,order_nr,name,pipeline_id,deal_probability,days_to_rotten',
		'2,1,Contacted,1,20,14',
		'4,2,Offer,1,60,',
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
		'pipedrive-deals',
		'pipedrive-organizations',
		'pipedrive-leads',
		'pipedrive-persons',
		'pipedrive-stages',
	]);
});

test('the status tells won and lost, for all stand in the same stage', async () => {
	expect(await crm.rows('select deal_id, stage, outcome, closed_at from fct_deals order by 1')).toEqual([
		{ deal_id: '1', stage: 'Offer', outcome: 'won', closed_at: '2025-02-10T22:30:00Z' },
		{ deal_id: '2', stage: 'Offer', outcome: 'open', closed_at: null },
		{ deal_id: '3', stage: 'Offer', outcome: 'lost', closed_at: '2025-03-01T10:00:00Z' },
	]);
});

test('a deal with the status deleted is none', async () => {
	expect(await crm.rows("select count(*) as n from fct_deals where deal_id = '4'")).toEqual([{ n: 0 }]);
});

test('percents of deals and of stages are shares', async () => {
	expect(await crm.rows("select probability from stg_deals where deal_id = '2'")).toEqual([{ probability: 0.6 }]);
	expect(await crm.rows('select stage_id, probability, expected_days from stg_stages order by 1')).toEqual([
		{ stage_id: '2', probability: 0.2, expected_days: 14 },
		{ stage_id: '4', probability: 0.6, expected_days: null },
	]);
});

test('the organization_id of a lead with a UUID and the org_id of a deal are one company', async () => {
	expect(await crm.rows('select lead_id, company_id, amount, customer_id from fct_leads')).toEqual([
		{ lead_id: LEAD, company_id: '11', amount: '250.0000', customer_id: 'company:11' },
	]);
	expect(await crm.rows("select customer_id from fct_deals where deal_id = '1'")).toEqual([
		{ customer_id: 'company:11' },
	]);
});

test('a field of one’s own is loaded under its hash, and told of', async () => {
	expect(await crm.rows(`select "${HASH}" as medal from raw.main.deals__rows where id = '1'`)).toEqual([
		{ medal: 'gold' },
	]);
	expect(crm.proposals.deals?.problems.some((problem) => problem.includes(HASH.slice(0, 8)))).toBe(true);
});

test('a subscription without a proof is no consent; whoever has unsubscribed has taken it back', async () => {
	expect(await crm.rows('select contact_id, status from stg_consent_events')).toEqual([
		{ contact_id: '22', status: 'withdrawn' },
	]);
});

test('an export of the user interface is known by its labels', async () => {
	const labels = await openCrmFolder({
		'deals.csv': [
			'"Deal - ID","Deal - Title","Deal - Status","Deal - Stage","Deal - Value","Deal - Currency of value","Deal - Deal created","Deal - Won time","Deal - Lost time","Deal - Owner","Deal - Probability"',
			'"1","Tents","Won","Offer","400","EUR","2025-01-10 10:00:00","2025-02-10 22:30:00","","Cy Au",""',
			'"2","Ropes","Open","Offer","80","EUR","2025-01-11 10:00:00","","","Cy Au","60"',
		].join('\n'),
	});
	try {
		expect(labels.proposals.deals?.preset).toBe('pipedrive-deals');
		expect(
			await labels.rows('select deal_id, outcome, probability, owner, closed_on from fct_deals order by 1'),
		).toEqual([
			{ deal_id: '1', outcome: 'won', probability: 1, owner: 'Cy Au', closed_on: '2025-02-10' },
			{ deal_id: '2', outcome: 'open', probability: 0.6, owner: 'Cy Au', closed_on: null },
		]);
	} finally {
		labels.close();
	}
});
