import { expect, test } from 'vitest';
import { createCampaign } from '#records/marketing/campaigns.ts';
import { consentsOfContacts, countMemberConsents } from '#records/marketing/member-consents.ts';
import { membersAmong } from '#records/marketing/members-among.ts';
import { addMembers, removeMember } from '#records/marketing/members.ts';
import { listMembers } from '#records/marketing/campaign-read.ts';
import { addConsent } from '#records/people/consents.ts';
import type { ConsentInput } from '#records/people/consent-input.ts';
import { createContact } from '#records/people/contacts.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

const reach = { channel: 'email', purpose: 'marketing' } as const;

async function contact(act: Do, name: string, ...said: readonly Partial<ConsentInput>[]): Promise<string> {
	return act(async (transaction, author) => {
		const { contact_id: id } = await createContact(transaction, author, { last_name: name });
		for (const [hour, event] of said.entries()) {
			const captured_at = `2026-01-01T0${hour}:00:00Z`;
			await addConsent(transaction, author, id, { ...reach, status: 'granted', captured_at, ...event });
		}
		return id;
	});
}

test('says of contacts and of members who may be written to: the last word counts, and no to all stands above', async () => {
	const { records } = await openTestRecords();
	const act = acting(records);
	const ids = [
		await contact(act, 'Agreed', {}),
		await contact(act, 'Changed their mind', {}, { status: 'withdrawn' }),
		await contact(act, 'Opted out of all', { purpose: 'all', status: 'denied' }, {}),
		await contact(act, 'Lifted', { purpose: 'all', status: 'denied' }, {}, { purpose: 'all' }),
		await contact(act, 'Agreed to a newsletter', { purpose: 'newsletter' }),
		await contact(act, 'Agreed by phone', { channel: 'phone' }),
	];
	const states = await consentsOfContacts(records, ids, reach);
	expect(ids.map((id) => states.get(id))).toEqual(['allowed', 'refused', 'refused', 'allowed', 'unknown', 'unknown']);

	const campaign = await act(async (transaction, author) => {
		const made = await createCampaign(transaction, author, { name: 'Spring', campaign_type: 'email' });
		await addMembers(transaction, author, made.campaign_id, { contactIds: ids });
		return made;
	});
	expect(await countMemberConsents(records, campaign.campaign_id, reach)).toEqual({
		allowed: 2,
		refused: 2,
		unknown: 2,
	});
});

test('says which contacts are in a campaign, without those that were taken out', async () => {
	const { records } = await openTestRecords();
	const act = acting(records);
	const [inside, removed, outside] = [await contact(act, 'A'), await contact(act, 'B'), await contact(act, 'C')];
	const campaign = await act((transaction, author) =>
		createCampaign(transaction, author, { name: 'Spring', campaign_type: 'email' }),
	);
	const { campaign_id: id } = campaign;
	await act((transaction, author) => addMembers(transaction, author, id, { contactIds: [inside, removed] }));
	const members = await listMembers(records, id);
	const member = members.rows.find(({ contact_id }) => contact_id === removed)?.campaign_member_id ?? '';
	await act((transaction, author) => removeMember(transaction, author, { id: member, version: 'current' }));

	expect(await membersAmong(records, id, [inside, removed, outside])).toEqual(new Set([inside]));
	expect(await membersAmong(records, id, [])).toEqual(new Set());
});
