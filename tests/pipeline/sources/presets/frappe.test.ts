import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCrmFolder } from './crm-folder.ts';
import type { CrmFolder } from './crm-folder.ts';

/** The closed date is there for "Won" alone, and the probability is what it was filled with first. */
const FILES = {
	'deals.csv': [
		'name,organization,status,probability,deal_value,currency,deal_owner,closed_date,creation,modified',
		'D1,Firn AG,Won,10,400,EUR,cy,2025-02-10,2025-01-10 10:00:00,2025-02-10 10:00:00',
		'D2,Firn AG,Lost,10,80,EUR,cy,,2025-01-11 10:00:00,2025-03-01 10:00:00',
		'D3,Firn AG,Negotiation,10,50,EUR,cy,,2025-01-12 10:00:00,2025-01-20 10:00:00',
	].join('\n'),
	'statuses.csv': [
		'name,deal_status,type,position,probability',
		'Qualification,Qualification,Open,1,10',
		'Negotiation,Negotiation,Ongoing,2,70',
		'Won,Won,Won,3,100',
		'Lost,Lost,Lost,4,0',
	].join('\n'),
	'changes.csv': [
		'name,parent,from,to,from_date,to_date',
		's1,D2,Qualification,Negotiation,2025-01-11 10:00:00,2025-02-01 10:00:00',
		's2,D2,Negotiation,Lost,2025-02-01 10:00:00,2025-03-01 10:00:00',
		's3,D2,Lost,,2025-03-01 10:00:00,',
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
		'frappe-deals',
		'frappe-deal-statuses',
		'frappe-status-changes',
	]);
});

test('the status says the outcome and the chance of an open deal, not the probability that was filled once', async () => {
	expect(await crm.rows('select deal_id, outcome, probability from fct_deals order by 1')).toEqual([
		{ deal_id: 'D1', outcome: 'won', probability: 1 },
		{ deal_id: 'D2', outcome: 'lost', probability: 0 },
		{ deal_id: 'D3', outcome: 'open', probability: 0.7 },
	]);
});

test('the day on which a deal was lost comes from the log, where the closed date is empty', async () => {
	const found = await crm.rows(
		"select stage_id, entered_on from fct_deal_stage_events where deal_id = 'D2' order by entered_on",
	);
	expect(found).toEqual([
		{ stage_id: 'Negotiation', entered_on: '2025-02-01' },
		{ stage_id: 'Lost', entered_on: '2025-03-01' },
	]);
});
