import { setImmediate } from 'node:timers/promises';
import type { Records } from '#records/database.ts';
import { contactsToReach, sharedAddresses } from '#records/marketing/contacts-to-reach.ts';
import type { ContactToReach } from '#records/marketing/contacts-to-reach.ts';
import { suppressedAddresses } from '#records/marketing/suppressions.ts';
import type { Reach } from '#records/marketing/member-consents.ts';
import type { LeftOutReason } from '#records/schema/lists.ts';
import { refusalOf } from './consent-rule.ts';

/** What the gate says of a contact: who they are where they may be reached, else why not. */
export type Verdict =
	| { readonly contact: ContactToReach & { readonly address: string; readonly address_key: string } }
	| {
			readonly refusal: Extract<
				LeftOutReason,
				ReturnType<typeof refusalOf> | 'no_contact' | 'no_address' | 'refused_at_address' | 'suppressed'
			>;
	  };

/** What tells of contacts whether they may be reached. */
export type Gate = (
	records: Records,
	contactIds: readonly string[],
	reach: Reach,
) => Promise<ReadonlyMap<string, Verdict>>;

/** A batch takes some 10 ms: others get their turn between two. */
const CONTACTS_PER_BATCH = 500;

function judge(contact: ContactToReach | undefined, reach: Reach): Verdict {
	if (contact === undefined) return { refusal: 'no_contact' };
	const { address, address_key } = contact;
	if (address === null || address_key === null) return { refusal: 'no_address' };
	const refusal = refusalOf(contact.words, reach);
	return refusal === null ? { contact: { ...contact, address, address_key } } : { refusal };
}

/** Addresses at which somebody said no: a person who has two records said it at one of them. */
async function refusedAddresses(
	records: Records,
	verdicts: readonly Verdict[],
	reach: Reach,
): Promise<ReadonlySet<string>> {
	const allowed = verdicts.flatMap((verdict) => ('contact' in verdict ? [verdict.contact] : []));
	const known = new Set(allowed.map(({ contact_id }) => contact_id));
	const keys = [...new Set(allowed.map(({ address_key }) => address_key))];
	const others = (await sharedAddresses(records, keys, reach.channel)).filter(
		({ contact_id }) => !known.has(contact_id),
	);
	if (others.length === 0) return new Set();
	const contacts = await contactsToReach(records, [...new Set(others.map(({ contact_id }) => contact_id))], reach);
	const saidNo = others.filter(({ contact_id }) => {
		const refusal = refusalOf(contacts.get(contact_id)?.words ?? [], reach);
		return refusal === 'denied' || refusal === 'withdrawn';
	});
	return new Set(saidNo.map(({ address_key }) => address_key));
}

async function judgeBatch(
	records: Records,
	contactIds: readonly string[],
	reach: Reach,
	verdicts: Map<string, Verdict>,
): Promise<void> {
	const contacts = await contactsToReach(records, contactIds, reach);
	const judged = contactIds.map((id) => [id, judge(contacts.get(id), reach)] as const);
	const refused = await refusedAddresses(
		records,
		judged.map(([, verdict]) => verdict),
		reach,
	);
	const keys = judged.flatMap(([, verdict]) => ('contact' in verdict ? [verdict.contact.address_key] : []));
	const suppressed = await suppressedAddresses(records, keys, reach.channel);
	for (const [id, verdict] of judged) {
		const key = 'contact' in verdict ? verdict.contact.address_key : '';
		if (refused.has(key)) verdicts.set(id, { refusal: 'refused_at_address' });
		else verdicts.set(id, suppressed.has(key) ? { refusal: 'suppressed' } : verdict);
	}
}

/**
 * The consent gate: which contacts may be reached on a channel for a purpose, by the records as they are at this moment.
 * Whoever is not there, has no address for the channel, has said no or nothing, or yes without a proof, may not; nor may
 * anybody at whose address somebody else said no, or whose address stands in a suppression list of a source. Reads in batches and keeps nothing: asked again, it looks again.
 * @param records the records, or a transaction: then the verdicts stay true until it ends
 */
export async function consentGate(
	records: Records,
	contactIds: readonly string[],
	reach: Reach,
): Promise<ReadonlyMap<string, Verdict>> {
	const verdicts = new Map<string, Verdict>();
	for (let begin = 0; begin < contactIds.length; begin += CONTACTS_PER_BATCH) {
		await judgeBatch(records, contactIds.slice(begin, begin + CONTACTS_PER_BATCH), reach, verdicts);
		await setImmediate();
	}
	return verdicts;
}
