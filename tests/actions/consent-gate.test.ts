import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { consentGate } from '#actions/consent-gate.ts';
import type { Records } from '#records/database.ts';
import { currentConsents, addConsent } from '#records/people/consents.ts';
import { createContact, deleteContact } from '#records/people/contacts.ts';
import type { ContactInput } from '#records/people/contact-input.ts';
import { acting, openTestRecords } from '../records/open-records.ts';
import type { Do } from '../records/open-records.ts';
import { drawHistories, oracle } from './consent-histories.ts';
import type { History } from './consent-histories.ts';

const reach = { channel: 'email', purpose: 'marketing' } as const;

async function person(doing: Do, contact: ContactInput, status: 'granted' | 'withdrawn' | null = 'granted') {
	return doing(async (transaction, author) => {
		const { contact_id } = await createContact(transaction, author, contact);
		if (status !== null) await addConsent(transaction, author, contact_id, { ...reach, status, evidence: 'form' });
		return contact_id;
	});
}

async function refusals(records: Records, ids: readonly string[]): Promise<(string | null)[]> {
	const verdicts = await consentGate(records, ids, reach);
	return ids.map((id) => {
		const verdict = verdicts.get(id);
		return verdict !== undefined && 'refusal' in verdict ? verdict.refusal : null;
	});
}

/** Writes histories past the forms, as an import of another system might have: one contact each. */
async function enter(records: Records, histories: readonly History[]): Promise<string[]> {
	const ids = histories.map((_, index) => `C${String(index).padStart(6, '0')}`);
	const at = '2026-01-01T00:00:00.000Z';
	const contacts = ids.map((id) => ({ id }));
	const words = histories.flatMap(({ words: said }, index) =>
		said.map((word) => ({ ...word, contact_id: ids[index] })),
	);
	await sql`insert into contacts (contact_id, last_name, full_name, street, city, search_text, created_at, updated_at)
		select value ->> 'id', value ->> 'id', value ->> 'id', 'Street 1', 'Berlin', '', ${at}, ${at}
		from json_each(${JSON.stringify(contacts)})`.execute(records);
	for (const kind of ['email', 'phone']) {
		await sql`insert into contact_points (contact_point_id, contact_id, kind, value, value_normalised, is_primary,
				created_at, updated_at)
			select ${kind} || (value ->> 'id'), value ->> 'id', ${kind}, value ->> 'id', value ->> 'id', 1, ${at}, ${at}
			from json_each(${JSON.stringify(contacts)})`.execute(records);
	}
	await sql`insert into consent_events (consent_event_id, contact_id, channel, purpose, status, captured_at, evidence,
			created_at, updated_at)
		select value ->> 'consent_event_id', value ->> 'contact_id', value ->> 'channel', value ->> 'purpose',
			value ->> 'status', value ->> 'captured_at', value ->> 'evidence', ${at}, ${at}
		from json_each(${JSON.stringify(words)})`.execute(records);
	return ids;
}

describe('consentGate', () => {
	it('says of 10,000 contacts with random histories what an oracle says, whatever batch they are in', async () => {
		const { records } = await openTestRecords();
		const histories = drawHistories(10_000, 7);
		const ids = await enter(records, histories);
		const byId = new Map(ids.map((id, index) => [id, histories[index]]));
		const historyOf = (id: string): History => {
			const history = byId.get(id);
			if (history === undefined) throw new Error(`no history of ${id}`);
			return history;
		};
		const asked = new Map(histories.map(({ reach: each }) => [`${each.channel} ${each.purpose}`, each]));
		let judged = 0;
		for (const [name, each] of asked) {
			const some = ids.filter((id) => {
				const { channel, purpose } = historyOf(id).reach;
				return `${channel} ${purpose}` === name;
			});
			const verdicts = await consentGate(records, some, each);
			for (const id of some) {
				const verdict = verdicts.get(id);
				const refusal = verdict !== undefined && 'refusal' in verdict ? verdict.refusal : null;
				expect(refusal, id).toBe(oracle(historyOf(id)));
				judged += 1;
			}
		}
		expect(judged).toBe(10_000);
	});

	it('lets nobody through whom the contact’s own page calls not allowed or unproven', async () => {
		const { records } = await openTestRecords();
		const histories = drawHistories(300, 11);
		const ids = await enter(records, histories);
		const verdicts = await consentGate(records, ids, reach);
		for (const id of ids) {
			const consents = await currentConsents(records, id);
			const consent = consents.find(({ channel, purpose }) => channel === 'email' && purpose === 'marketing');
			expect('contact' in (verdicts.get(id) ?? {}), id).toBe(consent?.isAllowed === true && !consent.isWeak);
		}
	});

	it('asks for a contact that is there, and an address on the channel', async () => {
		const { records } = await openTestRecords();
		const doing = acting(records);
		const gone = await person(doing, { last_name: 'Gone', emails: [{ value: 'gone@example.com' }] });
		await doing((transaction, author) => deleteContact(transaction, author, { id: gone, version: 'current' }));
		const phoneOnly = await person(doing, { last_name: 'Phone', phones: [{ value: '+49 30 123456' }] });
		const reached = await person(doing, { last_name: 'Mail', emails: [{ value: 'Mail@Example.com' }] });
		expect(await refusals(records, [gone, 'nobody', phoneOnly, reached])).toEqual([
			'no_contact',
			'no_contact',
			'no_address',
			null,
		]);
		expect((await consentGate(records, [reached], reach)).get(reached)).toMatchObject({
			contact: { full_name: 'Mail', address: 'Mail@Example.com', address_key: 'mail@example.com' },
		});
	});

	it('reaches a contact at their main address, and a letter at a street and a city', async () => {
		const { records } = await openTestRecords();
		const doing = acting(records);
		const emails = [{ value: 'old@example.com' }, { value: 'new@example.com', is_primary: true }];
		const id = await person(doing, {
			last_name: 'Two',
			emails,
			street: 'Weg 1',
			postal_code: '04109',
			city: 'Leipzig',
		});
		expect((await consentGate(records, [id], reach)).get(id)).toMatchObject({
			contact: { address: 'new@example.com' },
		});
		const post = { channel: 'post', purpose: 'marketing' } as const;
		await doing((transaction, author) =>
			addConsent(transaction, author, id, { ...post, status: 'granted', evidence: 'written' }),
		);
		expect((await consentGate(records, [id], post)).get(id)).toMatchObject({
			contact: { address: 'Weg 1', postal_code: '04109', city: 'Leipzig' },
		});
		const homeless = await person(doing, { last_name: 'City', city: 'Leipzig' });
		expect((await consentGate(records, [homeless], post)).get(homeless)).toEqual({ refusal: 'no_address' });
	});

	it('takes a no at an address for everybody’s there, in whatever batch they are asked', async () => {
		const { records } = await openTestRecords();
		const doing = acting(records);
		const emails = [{ value: 'family@example.com' }];
		const agreed = await person(doing, { last_name: 'Agreed', emails });
		expect(await refusals(records, [agreed])).toEqual([null]);
		const silent = await person(doing, { last_name: 'Silent', emails }, null);
		expect(await refusals(records, [agreed])).toEqual([null]);
		const refused = await person(
			doing,
			{ last_name: 'Refused', emails: [{ value: 'FAMILY@example.com ' }] },
			'withdrawn',
		);
		expect(await refusals(records, [agreed])).toEqual(['refused_at_address']);
		expect(await refusals(records, [refused, silent, agreed])).toEqual([
			'withdrawn',
			'no_consent',
			'refused_at_address',
		]);
	});
});
