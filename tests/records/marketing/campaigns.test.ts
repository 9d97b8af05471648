import { beforeEach, expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { listCampaigns } from '#records/marketing/campaign-list.ts';
import { listMembers, readCampaign } from '#records/marketing/campaign-read.ts';
import { createCampaign, deleteCampaign, updateCampaign } from '#records/marketing/campaigns.ts';
import type { Campaign } from '#records/marketing/campaigns.ts';
import { addCost, deleteCost, updateCost } from '#records/marketing/costs.ts';
import { addMembers, removeMember, setMemberStatus } from '#records/marketing/members.ts';
import { createContact } from '#records/people/contacts.ts';
import { createLead } from '#records/sales/leads.ts';
import type { MemberStatus } from '#records/schema/marketing.ts';
import { acting, AT, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;
let campaign: Campaign;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
	campaign = await doing((transaction, author) =>
		createCampaign(transaction, author, { name: 'Spring', campaign_type: 'email', starts_on: '2026-04-01' }),
	);
});

async function people(): Promise<{ contactIds: string[]; leadIds: string[] }> {
	return doing(async (transaction, author) => {
		const ada = await createContact(transaction, author, { last_name: 'Ada', emails: [{ value: 'ada@x.org' }] });
		const bob = await createContact(transaction, author, { last_name: 'Bob' });
		const lead = await createLead(transaction, author, { full_name: 'Cleo', email: 'cleo@x.org' });
		return { contactIds: [ada.contact_id, bob.contact_id], leadIds: [lead.lead_id] };
	});
}

async function join(): Promise<{ added: number }> {
	const ids = await people();
	return doing((transaction, author) => addMembers(transaction, author, campaign.campaign_id, ids));
}

it('is planned, and does not end before it starts', async () => {
	expect(campaign).toMatchObject({ status: 'planned', search_text: 'spring' });
	const seen = { id: campaign.campaign_id, version: 1 };
	await expect(
		doing((transaction, author) => updateCampaign(transaction, author, seen, { ends_on: '2026-03-31' })),
	).rejects.toMatchObject({ issues: [{ field: 'ends_on', code: 'before_start' }] });
	const changed = await doing((transaction, author) =>
		updateCampaign(transaction, author, seen, { ends_on: '2026-04-30', status: 'active', budget: '1000' }),
	);
	expect(changed).toMatchObject({ status: 'active', budget: '1000.00', version: 2 });
});

it('adds everybody once', async () => {
	const ids = await people();
	const add = () => doing((transaction, author) => addMembers(transaction, author, campaign.campaign_id, ids));
	expect([await add(), await add()]).toEqual([{ added: 3 }, { added: 0 }]);
	const { rows, total } = await listMembers(records, campaign.campaign_id);
	expect(total).toBe(3);
	expect(rows.map(({ name, email, status }) => [name, email, status])).toEqual([
		['Ada', 'ada@x.org', 'planned'],
		['Bob', null, 'planned'],
		['Cleo', 'cleo@x.org', 'planned'],
	]);
	await expect(
		doing((transaction, author) => addMembers(transaction, author, campaign.campaign_id, { leadIds: ['x'] })),
	).rejects.toMatchObject({ issues: [{ field: 'lead_id', code: 'not_found' }] });
});

it('takes members forward alone, and keeps when it was sent and answered first', async () => {
	await join();
	const [member] = (await listMembers(records, campaign.campaign_id)).rows;
	const go = (version: number, status: MemberStatus, at: string) =>
		doing(
			(transaction, author) =>
				setMemberStatus(transaction, author, { id: member?.campaign_member_id ?? '', version }, status),
			at,
		);
	const sent = await go(1, 'sent', '2026-04-01T08:00:00.000Z');
	expect(sent).toMatchObject({ status: 'sent', sent_at: '2026-04-01T08:00:00.000Z', responded_at: null });
	const responded = await go(2, 'responded', '2026-04-02T08:00:00.000Z');
	expect(responded).toMatchObject({ sent_at: '2026-04-01T08:00:00.000Z', responded_at: '2026-04-02T08:00:00.000Z' });
	expect(await go(3, 'responded', '2026-04-03T08:00:00.000Z')).toMatchObject({ version: 3 });
	for (const back of ['planned', 'sent', 'bounced'] as const) {
		await expect(go(3, back, AT)).rejects.toMatchObject({ issues: [{ field: 'status', code: 'not_allowed' }] });
	}
	expect(await go(3, 'opted_out', AT)).toMatchObject({ responded_at: '2026-04-02T08:00:00.000Z' });
});

it('counts whom it reached and what it cost', async () => {
	await join();
	const { rows } = await listMembers(records, campaign.campaign_id);
	const go = (index: number, status: MemberStatus) =>
		doing((transaction, author) =>
			setMemberStatus(transaction, author, { id: rows[index]?.campaign_member_id ?? '', version: 1 }, status),
		);
	await go(0, 'responded');
	await go(1, 'bounced');
	const spend = (spent_on: string, amount: string, currency = 'EUR') =>
		doing((transaction, author) => addCost(transaction, author, campaign.campaign_id, { spent_on, amount, currency }));
	await spend('2026-04-01', '100.10');
	const second = await spend('2026-04-02', '200.20');
	await spend('2026-04-03', '50', 'GBP');
	const page = await readCampaign(records, campaign.campaign_id);
	expect(page).toMatchObject({
		counts: { responded: 1, bounced: 1, planned: 1 },
		totals: [
			{ currency: 'EUR', amount: 300.3 },
			{ currency: 'GBP', amount: 50 },
		],
	});
	expect(page?.costs.map(({ spent_on }) => spent_on)).toEqual(['2026-04-03', '2026-04-02', '2026-04-01']);
	expect((await listCampaigns(records)).rows).toMatchObject([{ members: 3, sent: 2, responded: 1 }]);

	const cost = { id: second.campaign_cost_id, version: 1 };
	await doing((transaction, author) => updateCost(transaction, author, cost, { amount: '-20' }));
	expect((await readCampaign(records, campaign.campaign_id))?.totals[0]).toEqual({ currency: 'EUR', amount: 80.1 });
	await doing((transaction, author) => deleteCost(transaction, author, { ...cost, version: 2 }));
	const [, , last] = rows;
	const leaving = { id: last?.campaign_member_id ?? '', version: 1 };
	await doing((transaction, author) => removeMember(transaction, author, leaving));
	expect(await readCampaign(records, campaign.campaign_id)).toMatchObject({
		counts: { responded: 1, bounced: 1 },
		totals: [{ amount: 100.1 }, { amount: 50 }],
	});
	await expect(spend('2026-02-30', 'free')).rejects.toMatchObject({
		issues: [{ field: 'spent_on' }, { field: 'amount' }],
	});
});

it('goes, and with it its place in the list', async () => {
	await doing((transaction, author) => deleteCampaign(transaction, author, { id: campaign.campaign_id, version: 1 }));
	expect(await readCampaign(records, campaign.campaign_id)).toBeNull();
	expect((await listCampaigns(records)).total).toBe(0);
});
