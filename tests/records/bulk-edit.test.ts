import { beforeEach, expect, it } from 'vitest';
import { bulkEdit } from '#records/bulk-edit.ts';
import type { BulkEdit, BulkType } from '#records/bulk-edit.ts';
import { undoBatch } from '#records/changes/undo.ts';
import type { Records } from '#records/database.ts';
import { listMembers } from '#records/marketing/campaign-read.ts';
import { createCampaign } from '#records/marketing/campaigns.ts';
import { createContact } from '#records/people/contacts.ts';
import { listTags } from '#records/people/tags.ts';
import { createDeal } from '#records/sales/deals.ts';
import { listDeals } from '#records/sales/deal-list.ts';
import { createTicket } from '#records/service/tickets.ts';
import { acting, openTestRecords } from './open-records.ts';
import type { Do } from './open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function deals(count: number): Promise<string[]> {
	return doing(async (transaction, author) => {
		const ids = [];
		for (let index = 0; index < count; index += 1) {
			const deal = await createDeal(transaction, author, { name: `Deal ${index}`, currency: 'EUR' });
			ids.push(deal.deal_id);
		}
		return ids;
	});
}

async function edit(type: BulkType, ids: readonly string[], change: BulkEdit, version: number | 'current' = 'current') {
	const seen = ids.map((id) => ({ id, version }));
	return bulkEdit(records, 'local', type, seen, change);
}

it('changes what can be changed, and says of each record what became of it', async () => {
	const [first = '', second = '', third = ''] = await deals(3);
	await edit('deal', [second], { kind: 'fields', fields: { next_step: 'Call' } });
	const change: BulkEdit = { kind: 'fields', fields: { owner_id: 'local', forecast_category: 'commit' } };
	const { results } = await edit('deal', [first, second, third, 'gone'], change, 1);
	expect(results).toEqual([
		{ id: first, outcome: 'changed' },
		{ id: second, outcome: 'stale' },
		{ id: third, outcome: 'changed' },
		{ id: 'gone', outcome: 'not_found' },
	]);
	expect((await edit('deal', [first], change)).results).toEqual([{ id: first, outcome: 'unchanged' }]);
	const owned = await listDeals(records, { filters: { ownerIds: ['local'] } });
	expect(owned.total).toBe(2);
});

it('is undone at once', async () => {
	const ids = await deals(3);
	const { batchId } = await edit('deal', ids, { kind: 'stage', stageId: 'lost', lossReason: 'price' });
	expect((await listDeals(records, { filters: { outcomes: ['lost'] } })).total).toBe(3);
	await undoBatch(records, 'local', batchId);
	expect((await listDeals(records, { filters: { outcomes: ['open'] } })).total).toBe(3);
	const gone = await edit('deal', ids, { kind: 'delete' });
	expect((await listDeals(records)).total).toBe(0);
	await undoBatch(records, 'local', gone.batchId);
	expect((await listDeals(records)).total).toBe(3);
});

it('leaves a record whole that it cannot change', async () => {
	const [first = ''] = await deals(1);
	const lost = await edit('deal', [first], { kind: 'stage', stageId: 'lost' });
	expect(lost.results).toEqual([
		{ id: first, outcome: 'invalid', issues: [{ field: 'loss_reason', code: 'required', params: {} }] },
	]);
	const ticket = await edit('deal', [first], { kind: 'ticket_status', status: 'solved' });
	expect(ticket.results).toMatchObject([{ outcome: 'invalid', issues: [{ code: 'not_allowed' }] }]);
	const changes = await records.selectFrom('changes').selectAll().where('record_id', '=', first).execute();
	expect(changes).toHaveLength(1);
});

it('tags, and takes tags off', async () => {
	const ids = await deals(2);
	await edit('deal', ids, { kind: 'add_tag', name: 'Key' });
	const [tag] = await listTags(records);
	expect(tag).toMatchObject({ name: 'Key', records: 2 });
	const { results } = await edit('deal', ids, { kind: 'remove_tag', tagId: tag?.tag_id ?? '' });
	expect(results.map(({ outcome }) => outcome)).toEqual(['changed', 'changed']);
	expect(await listTags(records)).toMatchObject([{ records: 0 }]);
});

it('adds contacts to a campaign, and solves tickets', async () => {
	const { contact, campaign, ticket } = await doing(async (transaction, author) => ({
		contact: await createContact(transaction, author, { last_name: 'Ada' }),
		campaign: await createCampaign(transaction, author, { name: 'Spring', campaign_type: 'email' }),
		ticket: await createTicket(transaction, author, { subject: 'Dark' }),
	}));
	const add: BulkEdit = { kind: 'add_to_campaign', campaignId: campaign.campaign_id };
	expect((await edit('contact', [contact.contact_id], add)).results).toMatchObject([{ outcome: 'changed' }]);
	expect((await edit('contact', [contact.contact_id], add)).results).toMatchObject([{ outcome: 'unchanged' }]);
	expect((await listMembers(records, campaign.campaign_id)).total).toBe(1);
	const solve: BulkEdit = { kind: 'ticket_status', status: 'solved' };
	expect((await edit('ticket', [ticket.ticket_id], solve)).results).toMatchObject([{ outcome: 'changed' }]);
});
