import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCrmFolder } from './crm-folder.ts';
import type { CrmFolder } from './crm-folder.ts';

/** A dollar was 0.90 euros when it was exported, and is 0.80 by our own rate of the day the deal closed. */
const FILES = {
	'opportunities.csv': [
		'id,name,accountId,stage,probability,amount,amountCurrency,amountConverted,amountWeightedConverted,closeDate,leadSource,assignedUserId,createdAt,modifiedAt,deleted',
		'o1,Tents,a1,Closed Won,100,500,USD,450,450,2025-02-10,Web,u1,2025-01-10 10:00:00,2025-02-10 10:00:00,0',
		'o2,Ropes,a1,Negotiation,90,80,EUR,80,72,2025-05-01,,u1,2025-01-11 10:00:00,2025-01-11 10:00:00,0',
		'o3,Typo,a1,Prospecting,10,9999,EUR,9999,999.9,2025-05-01,,u1,2025-01-11 10:00:00,2025-01-11 10:00:00,1',
	].join('\n'),
	'leads.csv': [
		'id,firstName,lastName,accountName,emailAddress,status,source,convertedAt,createdAccountId,createdContactId,createdOpportunityId,assignedUserId,createdAt,modifiedAt',
		'l1,Ada,Berg,Firn AG,ada@firn.example,Converted,Web,2025-01-10 10:00:00,a1,c1,o1,u1,2025-01-01 10:00:00,2025-01-10 10:00:00',
		'l2,Bo,See,Sand,,In Process,Call,,,,,u1,2025-01-02 10:00:00,2025-01-02 10:00:00',
		'l3,Cy,Tal,Kies,,Dead,Call,,,,,u1,2025-01-02 10:00:00,2025-01-02 10:00:00',
		'l4,Di,Au,Kies,,Recycled,Call,,,,,u1,2025-01-02 10:00:00,2025-01-02 10:00:00',
	].join('\n'),
	'accounts.csv': [
		'id,name,website,type,industry,emailAddress,phoneNumber,billingAddressCity,billingAddressCountry,createdAt,modifiedAt,deleted',
		'a1,Firn AG,http://firn.example,Customer,Retail,,+41 31 1234567,Bern,Switzerland,2025-01-01 10:00:00,2025-01-01 10:00:00,0',
	].join('\n'),
	'contacts.csv': [
		'id,firstName,lastName,accountId,emailAddress,phoneNumber,createdAt,modifiedAt',
		'c1,Ada,Berg,a1,ada@firn.example,,2025-01-01 10:00:00,2025-01-01 10:00:00',
	].join('\n'),
	'rates.csv': 'currency,rate_on,rate\nUSD,2025-01-01,0.80\n',
};

const RATES = {
	name: 'rates',
	type: 'file',
	path: 'rates.csv',
	columns: { currency: 'text', rate_on: 'date', rate: 'decimal' },
	key: ['currency', 'rate_on'],
	entities: { exchange_rates: { currency: 'currency', rate_on: 'rate_on', rate: 'rate' } },
};

let crm: CrmFolder;

beforeAll(async () => {
	crm = await openCrmFolder(FILES, { sources: [RATES] });
});

afterAll(() => {
	crm.close();
});

test('knows each export by its headers', () => {
	expect(Object.values(crm.proposals).map(({ preset }) => preset)).toEqual([
		'espocrm-opportunities',
		'espocrm-leads',
		'espocrm-accounts',
		'espocrm-contacts',
	]);
});

test('money is converted by our own rate of the day, not by the one of the moment of the export', async () => {
	expect(await crm.rows("select amount, currency, amount_base from fct_deals where deal_id = 'o1'")).toEqual([
		{ amount: '500.0000', currency: 'USD', amount_base: '400.0000' },
	]);
});

test('nothing is read from the converted and weighted amounts', () => {
	const mapped = JSON.stringify(crm.proposals.opportunities?.entities);
	expect(mapped).not.toMatch(/amountConverted|amountWeighted/);
});

test('percents are shares, and stages tell the outcome', async () => {
	expect(await crm.rows('select deal_id, outcome, probability from stg_deals order by 1')).toEqual([
		{ deal_id: 'o1', outcome: 'won', probability: 1 },
		{ deal_id: 'o2', outcome: 'open', probability: 0.9 },
	]);
});

test('statuses of leads are in our words, and converted ones name what they became', async () => {
	expect(await crm.rows('select lead_id, status, is_converted, deal_id from fct_leads order by 1')).toEqual([
		{ lead_id: 'l1', status: 'converted', is_converted: true, deal_id: 'o1' },
		{ lead_id: 'l2', status: 'working', is_converted: false, deal_id: null },
		{ lead_id: 'l3', status: 'disqualified', is_converted: false, deal_id: null },
		{ lead_id: 'l4', status: 'disqualified', is_converted: false, deal_id: null },
	]);
});

test('0 and 1 in the column deleted are no and yes', () => {
	expect(crm.proposals.opportunities).toMatchObject({ deleted: { column: 'deleted' } });
	expect(crm.proposals.opportunities?.columns.find(({ name }) => name === 'deleted')?.type).toBe('boolean');
});
