import { expect, it } from 'vitest';
import { rememberingGate } from '#actions/remembering-gate.ts';
import { addConsent } from '#records/people/consents.ts';
import { createContact } from '#records/people/contacts.ts';
import { acting, openTestRecords } from '../records/open-records.ts';

const reach = { channel: 'email', purpose: 'marketing' } as const;

it('remembers verdicts as long as nobody writes, each for its channel and purpose', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	const say = (id: string, status: string) =>
		doing((transaction, author) => addConsent(transaction, author, id, { ...reach, status, evidence: 'form' }));
	const id = await doing(async (transaction, author) => {
		const contact = { last_name: 'Ada', emails: [{ value: 'ada@example.com' }] };
		return (await createContact(transaction, author, contact)).contact_id;
	});
	const gate = rememberingGate();
	const refusal = async (asked: Parameters<typeof gate>[2] = reach): Promise<string | null> => {
		const verdict = (await gate(records, [id], asked)).get(id);
		return verdict !== undefined && 'refusal' in verdict ? verdict.refusal : null;
	};
	expect(await refusal()).toBe('no_consent');
	await say(id, 'granted');
	expect(await refusal()).toBeNull();
	expect(await refusal({ channel: 'email', purpose: 'surveys' })).toBe('no_consent');
	// Past the changes: only a test writes so, and only so can be seen that nobody was asked again.
	await records.updateTable('consent_events').set({ status: 'denied' }).execute();
	expect(await refusal()).toBeNull();
	await say(id, 'withdrawn');
	expect(await refusal()).toBe('withdrawn');
});
