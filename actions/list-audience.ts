import type { Records } from '#records/database.ts';
import { contactsOfCompanies } from '#records/marketing/contacts-to-reach.ts';
import type { Reach } from '#records/marketing/member-consents.ts';
import type { LeftOutReason } from '#records/schema/lists.ts';
import type { CustomerLink } from '#warehouse/reads/list-customers.ts';
import type { Gate, Verdict } from './consent-gate.ts';

/** A customer who may be reached, and the one of their contacts who stands for them. */
export interface Recipient {
	readonly customer_id: string;
	readonly contact: Extract<Verdict, { contact: unknown }>['contact'];
}

/** A customer who may not, and why; with the contact that it was about, where there is one. */
export interface LeftOut {
	readonly customer_id: string;
	readonly contact_id: string | null;
	readonly reason: LeftOutReason;
}

export interface Audience {
	readonly recipients: readonly Recipient[];
	readonly leftOut: readonly LeftOut[];
}

const COMPANIES_PER_READ = 1000;

/** The contacts of each customer: those who are the customer, then those of the company that is, the main one first. */
async function candidatesOf(
	records: Records,
	links: readonly CustomerLink[],
): Promise<ReadonlyMap<string, readonly string[]>> {
	const companyIds = links.filter(({ entity }) => entity === 'companies').map(({ source_id }) => source_id);
	const byCompany = new Map<string, readonly string[]>();
	for (let begin = 0; begin < companyIds.length; begin += COMPANIES_PER_READ) {
		const some = await contactsOfCompanies(records, companyIds.slice(begin, begin + COMPANIES_PER_READ));
		for (const [id, contacts] of some) byCompany.set(id, contacts);
	}
	const candidates = new Map<string, string[]>();
	for (const { customer_id, entity, source_id } of links) {
		const contacts = entity === 'contacts' ? [source_id] : (byCompany.get(source_id) ?? []);
		candidates.set(customer_id, [...(candidates.get(customer_id) ?? []), ...contacts]);
	}
	return new Map([...candidates].map(([id, contacts]) => [id, [...new Set(contacts)]]));
}

/** The first contact who may be reached at an address that nobody has yet, else why none may. */
function choose(
	customerId: string,
	contactIds: readonly string[],
	verdicts: ReadonlyMap<string, Verdict>,
	taken: ReadonlySet<string>,
): Recipient | LeftOut {
	const judged = contactIds.flatMap((id) => verdicts.get(id) ?? []);
	const reachable = judged.flatMap((verdict) => ('contact' in verdict ? [verdict.contact] : []));
	const contact = reachable.find(({ address_key }) => !taken.has(address_key));
	if (contact !== undefined) return { customer_id: customerId, contact };
	const [first = null] = contactIds;
	if (reachable[0] !== undefined) {
		return { customer_id: customerId, contact_id: reachable[0].contact_id, reason: 'same_address' };
	}
	const [verdict] = judged;
	const reason = verdict !== undefined && 'refusal' in verdict ? verdict.refusal : 'no_contact';
	return { customer_id: customerId, contact_id: first, reason };
}

/**
 * Who of some customers may be reached on a channel for a purpose. A customer gets one row: their first contact who may be
 * reached, in the order of `candidatesOf`; where none may, the reason is the first contact's. Of two customers at one
 * address the first gets it.
 * @param links the records that the customers are, in the order in which they get their turn
 */
export async function audienceOf(
	records: Records,
	links: readonly CustomerLink[],
	reach: Reach,
	gate: Gate,
): Promise<Audience> {
	const candidates = await candidatesOf(records, links);
	const verdicts = await gate(records, [...new Set([...candidates.values()].flat())], reach);
	const taken = new Set<string>();
	const recipients: Recipient[] = [];
	const leftOut: LeftOut[] = [];
	for (const [customerId, contactIds] of candidates) {
		const chosen = choose(customerId, contactIds, verdicts, taken);
		if ('contact' in chosen) {
			taken.add(chosen.contact.address_key);
			recipients.push(chosen);
		} else leftOut.push(chosen);
	}
	return { recipients, leftOut };
}
