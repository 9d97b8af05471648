import { expect, it } from 'vitest';
import { createCampaign } from '#records/marketing/campaigns.ts';
import { createCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import { createDeal } from '#records/sales/deals.ts';
import { createLead, deleteLead } from '#records/sales/leads.ts';
import { searchAll } from '#records/search-all.ts';
import { createTicket } from '#records/service/tickets.ts';
import { acting, openTestRecords } from './open-records.ts';

it('finds records of every kind, those that begin with the words first, and none that is deleted', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	await doing(async (transaction, author) => {
		await createCompany(transaction, author, { name: 'The Lumen Group', city: 'Bern' });
		await createCompany(transaction, author, { name: 'Lumen', domain: 'lumen.example' });
		await createContact(transaction, author, { last_name: 'Lumenski', emails: [{ value: 'l@lumen.example' }] });
		await createLead(transaction, author, { full_name: 'Lead Lumen', company_name: 'Lumen' });
		await createDeal(transaction, author, { name: 'Lumen 2026', currency: 'EUR', amount: '12' });
		await createTicket(transaction, author, { subject: 'Lumen lamp is dark' });
		await createCampaign(transaction, author, { name: 'Lumen days', campaign_type: 'event', starts_on: '2026-04-01' });
		const gone = await createLead(transaction, author, { full_name: 'Lumen gone' });
		await deleteLead(transaction, author, { id: gone.lead_id, version: 1 });
	});
	const found = await searchAll(records, 'LUMEN');
	expect(found.map(({ type, title, detail }) => [type, title, detail])).toEqual([
		['company', 'Lumen', 'lumen.example'],
		['company', 'The Lumen Group', 'Bern'],
		['contact', 'Lumenski', 'l@lumen.example'],
		['lead', 'Lead Lumen', 'Lumen'],
		['deal', 'Lumen 2026', '12.00 EUR'],
		['ticket', 'Lumen lamp is dark', '#1'],
		['campaign', 'Lumen days', '2026-04-01'],
	]);
	expect((await searchAll(records, 'lumen group', 5)).map(({ title }) => title)).toEqual(['The Lumen Group']);
	expect(await searchAll(records, 'lumen', 1)).toHaveLength(6);
	expect(await searchAll(records, ' ')).toEqual([]);
	expect(await searchAll(records, 'nowhere')).toEqual([]);
});
