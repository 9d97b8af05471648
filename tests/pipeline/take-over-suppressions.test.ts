import { afterEach, beforeEach, expect, it } from 'vitest';
import { consentGate } from '#actions/consent-gate.ts';
import { lastChange } from '#actions/remembering-gate.ts';
import { takeOverSuppressions } from '#pipeline/take-over-suppressions.ts';
import { addConsent } from '#records/people/consents.ts';
import { createContact } from '#records/people/contacts.ts';
import { suppressedAddresses } from '#records/marketing/suppressions.ts';
import type { Records } from '#records/database.ts';
import { acting, openTestRecords } from '../records/open-records.ts';
import type { Do } from '../records/open-records.ts';
import { openRawFolder } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

let folder: RawFolder;
let records: Records;
let doing: Do;

beforeEach(async () => {
	folder = await openRawFolder();
	({ records } = await openTestRecords());
	doing = acting(records);
});

afterEach(() => folder.close());

/** What sources say, as address and channel. */
async function given(...rows: readonly (readonly [string, string | null])[]): Promise<void> {
	await folder.connection.run('create or replace temp table stg_suppressions (address varchar, channel varchar)');
	for (const [address, channel] of rows) {
		await folder.connection.run('insert into stg_suppressions values ($1, $2)', [address, channel]);
	}
	await takeOverSuppressions(records, folder.connection);
}

async function suppressed(channel: 'email' | 'phone' | 'sms', ...keys: string[]): Promise<string[]> {
	return [...(await suppressedAddresses(records, keys, channel))].sort();
}

it('addresses count as the records compare them, on the channel that is named or on every one', async () => {
	await given(
		[' Ada@Example.org ', null],
		['0043 1 2345678', 'SMS'],
		['bea@example.org', 'phone'],
		['+4312345679', null],
	);
	expect(await suppressed('email', 'ada@example.org', 'bea@example.org', 'cy@example.org')).toEqual([
		'ada@example.org',
	]);
	expect(await suppressed('sms', '+4312345678', '+4312345679')).toEqual(['+4312345678', '+4312345679']);
	expect(await suppressed('phone', '+4312345678', '+4312345679')).toEqual(['+4312345679']);
});

it('a later list takes the place of the one before, and the same list changes nothing', async () => {
	await given(['ada@example.org', null], ['bea@example.org', null]);
	await given(['bea@example.org', null], ['cy@example.org', null]);
	expect(await suppressed('email', 'ada@example.org', 'bea@example.org', 'cy@example.org')).toEqual([
		'bea@example.org',
		'cy@example.org',
	]);
	const before = await lastChange(records);
	await given(['cy@example.org', null], ['bea@example.org', null]);
	expect(await lastChange(records)).toBe(before);
	await given();
	expect(await suppressed('email', 'bea@example.org')).toEqual([]);
});

it('nobody at such an address passes the gate, and what a gate remembers is forgotten', async () => {
	const id = await doing(async (transaction, author) => {
		const { contact_id } = await createContact(transaction, author, {
			last_name: 'Lovelace',
			emails: [{ value: 'Ada@Example.org' }],
		});
		await addConsent(transaction, author, contact_id, {
			channel: 'email',
			purpose: 'marketing',
			status: 'granted',
			evidence: 'form',
		});
		return contact_id;
	});
	const reach = { channel: 'email', purpose: 'marketing' } as const;
	expect((await consentGate(records, [id], reach)).get(id)).toHaveProperty('contact');
	const before = await lastChange(records);
	await given(['ada@example.org', 'email']);
	expect((await consentGate(records, [id], reach)).get(id)).toEqual({ refusal: 'suppressed' });
	expect(await lastChange(records)).not.toBe(before);
});
