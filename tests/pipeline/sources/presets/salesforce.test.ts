import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCrmFolder } from './crm-folder.ts';
import type { CrmFolder } from './crm-folder.ts';

/** Exports as the data export service writes them: names of the API, UTC, every field in quotes. */
const FILES = {
	'Account.csv': [
		'"Id","IsDeleted","MasterRecordId","Name","Type","BillingStreet","BillingCity","BillingPostalCode","BillingCountry","Phone","Website","Industry","AnnualRevenue","NumberOfEmployees","OwnerId","CreatedDate","LastModifiedDate","SystemModstamp"',
		'"001A","false","","Firn AG","Customer - Direct","Hauptstr. 1","Bern","03011","Switzerland","+41 (0)31 123 45 67","https://www.firn.example/about","Retail","1500000","120","005A","2024-12-31 23:30:00","2025-01-02 08:00:00","2025-01-02 08:00:00"',
		'"001B","false","","Kiesel","Technology Partner","","Ulm","89073","Germany","0731 55","gmail.com","","","","005A","2025-01-05 10:00:00","2025-01-05 10:00:00","2025-01-05 10:00:00"',
		'"001C","true","001A","Firn A.G.","Customer - Direct","","Bern","","Switzerland","","","","","","005A","2024-11-01 10:00:00","2025-01-02 08:00:00","2025-01-02 08:00:00"',
	].join('\n'),
	'Contact.csv': [
		'"Id","IsDeleted","AccountId","LastName","FirstName","MailingCity","MailingCountry","Phone","MobilePhone","Email","Title","HasOptedOutOfEmail","EmailBouncedReason","OwnerId","CreatedDate","LastModifiedDate"',
		'"003A","false","001A","Berg","Ada","Bern","Switzerland","","0041 79 000 11 22","Ada@Firn.example","Buyer","true","","005A","2025-01-03 10:00:00","2025-02-01 12:00:00"',
		'"003B","false","","Tal","","","","","","","","false","550 unknown user","005A","2025-01-04 10:00:00","2025-01-04 10:00:00"',
		'"","false","","Nobody","","","","","","nobody@example.com","","false","","005A","2025-01-04 10:00:00","2025-01-04 10:00:00"',
	].join('\n'),
	'Lead.csv': [
		'"Id","IsDeleted","LastName","FirstName","Company","Country","Email","LeadSource","Status","IsConverted","ConvertedDate","ConvertedAccountId","ConvertedContactId","ConvertedOpportunityId","OwnerId","CreatedDate"',
		'"00QA","false","Berg","Ada","Firn AG","Switzerland","ada@firn.example","Web","Closed - Converted","true","2025-01-10","001A","003A","006A","005A","2025-01-01 09:00:00"',
		'"00QB","false","See","Bo","Sand GmbH","Germany","bo@sand.example","Phone","Open - Not Contacted","false","","","","","005A","2025-02-01 09:00:00"',
	].join('\n'),
	'Opportunity.csv': [
		'"Id","IsDeleted","AccountId","Name","StageName","Amount","Probability","CloseDate","IsClosed","IsWon","ForecastCategory","LeadSource","CampaignId","OwnerId","CreatedDate","SystemModstamp"',
		'"006A","false","001A","Forty tents","Closed Won","400.00","100","2025-02-10","true","true","Closed","Web","","005A","2025-01-10 10:00:00","2025-02-10 10:00:00"',
		'"006B","false","001A","Ropes","Negotiation/Review","1200.50","90","2025-05-01","false","false","BestCase","","","005A","2025-01-11 10:00:00","2025-01-11 10:00:00"',
		'"006C","false","001B","Pegs","Closed Lost","80.00","0","2025-03-01","true","false","Omitted","","","005A","2025-01-12 10:00:00","2025-03-01 10:00:00"',
		'"006D","true","001B","Typo","Prospecting","99999.00","10","2025-09-01","false","false","Pipeline","","","005A","2025-01-13 10:00:00","2025-01-14 10:00:00"',
	].join('\n'),
	'OpportunityLineItem.csv': [
		'"Id","IsDeleted","OpportunityId","Product2Id","Quantity","UnitPrice","TotalPrice","Discount","CreatedDate"',
		'"00kA","false","006A","01tA","30.00","10.00","300.00","","2025-01-10 10:00:00"',
		'"00kB","false","006A","01tB","10.00","12.50","100.00","20.00","2025-01-10 10:00:00"',
	].join('\n'),
	'OpportunityHistory.csv': [
		'"Id","OpportunityId","StageName","Amount","Probability","CloseDate","ForecastCategory","CreatedDate","IsDeleted"',
		'"008A","006A","Prospecting","400.00","10","2025-06-30","Pipeline","2025-01-10 10:00:00","false"',
		'"008B","006A","Closed Won","400.00","100","2025-02-10","Closed","2025-02-10 22:30:00","false"',
	].join('\n'),
	'User.csv': [
		'"Id","Username","FirstName","LastName","Department","IsActive"',
		'"005A","cy@x.example","Cy","Au","North","true"',
	].join('\n'),
};

let crm: CrmFolder;

beforeAll(async () => {
	crm = await openCrmFolder(FILES, {
		// One of three contacts has no id: more than the hundredth that a load lets pass.
		changes: { contact: { quarantine: { maxShare: 0.5 } } },
	});
});

afterAll(() => {
	crm.close();
});

test('knows each export by its headers', () => {
	const presets = Object.fromEntries(Object.entries(crm.proposals).map(([name, { preset }]) => [name, preset]));
	expect(presets).toEqual({
		account: 'salesforce-accounts',
		contact: 'salesforce-contacts',
		lead: 'salesforce-leads',
		opportunity: 'salesforce-opportunities',
		opportunitylineitem: 'salesforce-opportunity-products',
		opportunityhistory: 'salesforce-opportunity-history',
		user: 'salesforce-users',
	});
});

describe('probabilities', () => {
	test('are shares of 1, though Salesforce writes percents', async () => {
		expect(await crm.rows('select deal_id, probability from fct_deals order by deal_id')).toEqual([
			{ deal_id: '006A', probability: 1 },
			{ deal_id: '006B', probability: 0.9 },
			{ deal_id: '006C', probability: 0 },
		]);
	});

	test('lie between 0 and 1 in what is staged, not only where the outcome decides', async () => {
		expect(await crm.rows('select count(*) as n from stg_deals where probability not between 0 and 1')).toEqual([
			{ n: 0 },
		]);
	});
});

describe('a merge', () => {
	test('leaves its loser deleted, so that there is one company', async () => {
		expect(await crm.rows('select company_id from stg_companies order by 1')).toEqual([
			{ company_id: '001A' },
			{ company_id: '001B' },
		]);
	});

	test('keeps in raw which row won', async () => {
		const found = await crm.rows(`select "MasterRecordId" as winner from raw.main.account__rows where "Id" = '001C'`);
		expect(found).toEqual([{ winner: '001A' }]);
	});
});

test('a deleted opportunity is no deal', async () => {
	expect(await crm.rows("select count(*) as n from fct_deals where deal_id = '006D'")).toEqual([{ n: 0 }]);
});

test('an amount that is the sum of its lines counts once beside them', async () => {
	expect(await crm.rows("select amount from fct_deals where deal_id = '006A'")).toEqual([{ amount: '400.0000' }]);
});

test('a discount in percent is a share of the line', async () => {
	expect(await crm.rows('select deal_line_id, discount from stg_deal_lines order by 1')).toEqual([
		{ deal_line_id: '00kA', discount: null },
		{ deal_line_id: '00kB', discount: '0.200000' },
	]);
});

test('a converted lead stays as a row and is no open lead', async () => {
	expect(
		await crm.rows('select lead_id, status, is_converted, converted_on, deal_id from fct_leads order by lead_id'),
	).toEqual([
		{ lead_id: '00QA', status: 'converted', is_converted: true, converted_on: '2025-01-10', deal_id: '006A' },
		{ lead_id: '00QB', status: 'new', is_converted: false, converted_on: null, deal_id: null },
	]);
});

test('won, lost and open follow from closed and won, and the close date is one only once it is closed', async () => {
	expect(
		await crm.rows('select deal_id, outcome, closed_on, expected_close_on from fct_deals order by deal_id'),
	).toEqual([
		{ deal_id: '006A', outcome: 'won', closed_on: '2025-02-10', expected_close_on: '2025-02-10' },
		{ deal_id: '006B', outcome: 'open', closed_on: null, expected_close_on: '2025-05-01' },
		{ deal_id: '006C', outcome: 'lost', closed_on: '2025-03-01', expected_close_on: '2025-03-01' },
	]);
});

describe('zones', () => {
	test('of times are UTC, and days the company’s: half past eleven in the evening of UTC is the next year in Berlin', async () => {
		expect(await crm.rows("select created_at, created_on from stg_companies where company_id = '001A'")).toEqual([
			{ created_at: '2024-12-31T23:30:00Z', created_on: '2025-01-01' },
		]);
	});

	test('hold for the history of stages, too', async () => {
		const found = await crm.rows(
			`select stage_id, entered_on from fct_deal_stage_events where deal_id = '006A' order by entered_on`,
		);
		expect(found).toEqual([
			{ stage_id: 'Prospecting', entered_on: '2025-01-10' },
			{ stage_id: 'Closed Won', entered_on: '2025-02-10' },
		]);
	});
});

describe('matching', () => {
	test('a domain where anybody has mail is none of a company, and an empty one matches nothing', async () => {
		expect(await crm.rows('select company_id, domain from stg_companies order by 1')).toEqual([
			{ company_id: '001A', domain: 'firn.example' },
			{ company_id: '001B', domain: null },
		]);
	});

	test('a phone number with its country is E.164, one without stays as it is written', async () => {
		expect(await crm.rows('select company_id, phone from stg_companies order by 1')).toEqual([
			{ company_id: '001A', phone: '+41311234567' },
			{ company_id: '001B', phone: '0731 55' },
		]);
		expect(await crm.rows("select phone from stg_contacts where contact_id = '003A'")).toEqual([
			{ phone: '+41790001122' },
		]);
	});

	test('a contact without an e-mail address is legal', async () => {
		expect(await crm.rows("select name, email from stg_contacts where contact_id = '003B'")).toEqual([
			{ name: 'Tal', email: null },
		]);
	});

	test('a row without any id is set aside and listed, with its line', () => {
		const { quarantined, quarantine } = crm.results.contact ?? { quarantined: 0, quarantine: [] };
		expect(quarantined).toBe(1);
		expect(quarantine[0]).toMatchObject({ line: 4, column: 'Id', reason: 'missing_required' });
	});
});

test('an opt-out is a consent taken back; a bounce and silence are none', async () => {
	expect(await crm.rows('select contact_id, channel, status, captured_at from stg_consent_events')).toEqual([
		{ contact_id: '003A', channel: 'email', status: 'withdrawn', captured_at: '2025-02-01T12:00:00Z' },
	]);
});

test('postcodes keep their zeros and owners their names', async () => {
	expect(await crm.rows("select postal_code from stg_companies where company_id = '001A'")).toEqual([
		{ postal_code: '03011' },
	]);
	expect(await crm.rows("select owner, team from fct_deals where deal_id = '006A'")).toEqual([
		{ owner: 'Cy Au', team: 'North' },
	]);
});

test('a report of the user interface is known by its labels, with German days and numbers', async () => {
	const report = await openCrmFolder({
		'bericht.csv': [
			'Opportunity ID;Opportunity Name;Account ID;Stage;Amount;Probability (%);Close Date;Created Date',
			'006A;Zelte;001A;Closed Won;1.400,50;100;13.02.2025;10.01.2025',
			'006B;Seile;001A;Prospecting;80,00;10;01.05.2025;11.01.2025',
		].join('\n'),
	});
	try {
		expect(report.proposals.bericht).toMatchObject({
			preset: 'salesforce-opportunities',
			format: { preset: 'german-excel' },
		});
		expect(
			await report.rows('select deal_id, outcome, amount, closed_on, probability from fct_deals order by 1'),
		).toEqual([
			{ deal_id: '006A', outcome: 'won', amount: '1400.5000', closed_on: '2025-02-13', probability: 1 },
			{ deal_id: '006B', outcome: 'open', amount: '80.0000', closed_on: null, probability: 0.1 },
		]);
	} finally {
		report.close();
	}
});
