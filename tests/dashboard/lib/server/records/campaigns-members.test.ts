import { beforeAll, expect, test } from 'vitest';
import { act } from '#records/changes/act.ts';
import type { Records } from '#records/database.ts';
import { createCampaign } from '#records/marketing/campaigns.ts';
import { addConsent } from '#records/people/consents.ts';
import { createContact } from '#records/people/contacts.ts';
import { membersView, pickedContactsView } from '#lib/records/campaign-views.ts';
import { parseListState } from '#lib/records/list-state.ts';
import {
	addMember,
	addPicked,
	readContactsToPick,
	readMembers,
	setOfMembers,
} from '#lib/server/records/campaigns-members.ts';
import { readCampaignPage } from '#lib/server/records/campaigns.ts';
import type { SentForm } from '#lib/server/records/save.ts';
import { ownRecords } from '../data-folder.ts';

let db: Records;
let campaign = '';
const contacts: string[] = [];

function sent(values: Record<string, string>, ids: readonly string[] = []): SentForm {
	return { values, version: 0, all: (name) => (name === 'id' ? [...ids] : []) };
}
const members = (search = '') =>
	readMembers(campaign, 'email', parseListState(new URL(`http://kundig.test/${search}`), membersView));
const toPick = (search = '') => parseListState(new URL(`http://kundig.test/${search}`), pickedContactsView);

beforeAll(async () => {
	db = await ownRecords();
	await act(db, 'local', async (transaction, author) => {
		for (const name of ['Berg', 'Bergmann', 'Haas']) {
			const { contact_id } = await createContact(transaction, author, { last_name: name });
			contacts.push(contact_id);
		}
		await addConsent(transaction, author, contacts[0] ?? '', {
			channel: 'email',
			purpose: 'marketing',
			status: 'granted',
		});
		const made = await createCampaign(transaction, author, { name: 'Spring', campaign_type: 'email' });
		campaign = made.campaign_id;
	});
});

test('members come one by one, ticked, or as all that a search finds; nobody is in it twice', async () => {
	const [berg = '', bergmann = ''] = contacts;
	expect(await addMember(campaign, sent({ contact_id: berg }))).toMatchObject({ result: { added: 1 } });
	expect(await addMember(campaign, sent({ contact_id: '' }))).toMatchObject({ result: { added: 0 } });
	expect(await addPicked(campaign, sent({ do: 'ticked' }, [berg]), toPick())).toMatchObject({ result: { added: 0 } });
	expect(await addPicked(campaign, sent({ do: 'all' }), toPick('?q=berg'))).toMatchObject({ result: { added: 1 } });
	const { rows } = await members();
	expect(rows.map(({ contact_id, consent }) => [contact_id, consent])).toEqual([
		[berg, 'allowed'],
		[bergmann, 'unknown'],
	]);
	const picks = await readContactsToPick(campaign, toPick());
	expect(picks?.rows.map(({ full_name, isMember }) => [full_name, isMember])).toEqual([
		['Berg', true],
		['Bergmann', true],
		['Haas', false],
	]);
	expect((await readCampaignPage(campaign))?.consents).toEqual({
		channel: 'email',
		allowed: 1,
		refused: 0,
		unknown: 1,
	});
});

test('ticked members go forward together; who cannot is counted, and removing takes them out', async () => {
	const ids = (await members()).rows.map(({ campaign_member_id }) => campaign_member_id);
	const [first = ''] = ids;
	expect(await setOfMembers(sent({ do: 'set', status: 'responded' }, [first]))).toMatchObject({
		changed: 1,
		refused: 0,
	});
	expect(await setOfMembers(sent({ do: 'set', status: 'sent' }, ids))).toMatchObject({ changed: 1, refused: 1 });
	expect((await members('?status=responded')).rows).toMatchObject([{ campaign_member_id: first }]);
	expect((await members('?status=sent')).total).toBe(1);
	expect(await setOfMembers(sent({ do: 'remove' }, ids))).toMatchObject({ changed: 2 });
	expect((await members()).total).toBe(0);
});
