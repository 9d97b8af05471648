import { beforeEach, expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { addConsent, consentEvents, currentConsents } from '#records/people/consents.ts';
import type { Consent } from '#records/people/consents.ts';
import type { ConsentInput } from '#records/people/consent-input.ts';
import { createContact } from '#records/people/contacts.ts';
import { acting, AT, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;
let contactId: string;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
	const contact = await doing((transaction, author) => createContact(transaction, author, { last_name: 'Ada' }));
	contactId = contact.contact_id;
});

function say(input: Partial<ConsentInput>) {
	const event = { channel: 'email', purpose: 'marketing', status: 'granted', ...input };
	return doing((transaction, author) => addConsent(transaction, author, contactId, event));
}

async function standing(channel = 'email', purpose = 'marketing'): Promise<Consent | undefined> {
	const consents = await currentConsents(records, contactId);
	return consents.find((consent) => consent.channel === channel && consent.purpose === purpose);
}

it('takes silence for no, on every channel and for every purpose', async () => {
	const consents = await currentConsents(records, contactId);
	expect(consents).toHaveLength(12);
	for (const consent of consents) expect(consent).toMatchObject({ status: 'unknown', isAllowed: false, event: null });
});

it('lets the last event count, by when it was said and not by when it was entered', async () => {
	await say({ status: 'withdrawn', captured_at: '2026-01-05T00:00:00Z' });
	await say({ status: 'granted', captured_at: '2026-01-01T00:00:00Z', evidence: 'form' });
	expect(await standing()).toMatchObject({ status: 'withdrawn', isAllowed: false });
	await say({ status: 'granted', evidence: 'double_opt_in' });
	expect(await standing()).toMatchObject({
		status: 'granted',
		isAllowed: true,
		isWeak: false,
		event: { captured_at: AT },
	});
	expect(await standing('email', 'newsletter')).toMatchObject({ status: 'unknown', isAllowed: false });
	expect(await standing('phone')).toMatchObject({ status: 'unknown' });
});

it('lets the one entered last count of two said at the same instant', async () => {
	await say({ status: 'granted' });
	await say({ status: 'denied' });
	expect(await standing()).toMatchObject({ status: 'denied', isAllowed: false });
});

it('marks a yes without proof as weak', async () => {
	await say({});
	expect(await standing()).toMatchObject({
		isAllowed: true,
		isWeak: true,
		event: { evidence: 'none', user_id: 'local' },
	});
});

it('lets an opt-out of a whole channel stand above every yes, earlier or later, until it is lifted', async () => {
	await say({ captured_at: '2026-01-01T00:00:00Z' });
	await say({ purpose: 'all', status: 'withdrawn', captured_at: '2026-01-02T00:00:00Z' });
	await say({ captured_at: '2026-01-03T00:00:00Z' });
	await say({ channel: 'phone', captured_at: '2026-01-03T00:00:00Z' });
	expect(await standing()).toMatchObject({
		status: 'granted',
		isAllowed: false,
		isOptedOut: true,
		event: { purpose: 'all' },
	});
	expect(await standing('phone')).toMatchObject({ isAllowed: true, isOptedOut: false });
	await say({ purpose: 'all', status: 'granted', captured_at: '2026-01-04T00:00:00Z' });
	expect(await standing()).toMatchObject({ isAllowed: true });
	// Lifting the opt-out says yes to nothing.
	expect(await standing('email', 'surveys')).toMatchObject({ status: 'unknown', isAllowed: false });
});

it('keeps every event, and refuses one of nobody or without words it knows', async () => {
	await say({ captured_at: '2026-01-01T00:00:00Z', capture_source: 'fair' });
	await say({ status: 'withdrawn' });
	const events = await consentEvents(records, contactId);
	expect(events.map(({ status }) => status)).toEqual(['withdrawn', 'granted']);
	await expect(say({ channel: 'pigeon', status: '' })).rejects.toMatchObject({
		issues: [
			{ field: 'channel', code: 'unknown_value' },
			{ field: 'status', code: 'required' },
		],
	});
	contactId = 'nobody';
	await expect(say({})).rejects.toMatchObject({ issues: [{ field: 'contact_id', code: 'not_found' }] });
});
