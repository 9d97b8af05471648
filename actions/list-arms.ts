import type { ListDefinition } from '#records/marketing/list-definition.ts';
import type { ListMember } from '#records/marketing/list-members.ts';
import type { CustomerFigures } from '#warehouse/reads/list-customers.ts';
import { drawHoldout } from './holdout-draw.ts';
import type { Recipient } from './list-audience.ts';

/** Those who may be reached, by what the list does with them. */
export interface Arms {
	/** To be written to. */
	readonly treatment: readonly Recipient[];
	/** Left alone to compare with. */
	readonly holdout: readonly Recipient[];
	/** Of both, those who were never drawn before, as they would be stored. */
	readonly drawn: readonly Omit<ListMember, 'assigned_at'>[];
}

const THIRDS = 3;

/** The third of expected revenue that each customer lies in, 1 the lowest; none for those without. */
function thirdsOfValue(figures: readonly CustomerFigures[]): ReadonlyMap<string, number> {
	const valued = figures
		.filter(({ expected_revenue }) => expected_revenue !== null)
		.toSorted((a, b) => (a.expected_revenue ?? 0) - (b.expected_revenue ?? 0));
	return new Map(
		valued.map(({ customer_id }, place) => [customer_id, 1 + Math.floor((place * THIRDS) / valued.length)]),
	);
}

/** What the draw tells apart: segment and third of value where there are scores, else country and kind. */
function strataOf(
	recipients: readonly Recipient[],
	figures: ReadonlyMap<string, CustomerFigures>,
): ReadonlyMap<string, string> {
	const known = recipients.flatMap(({ customer_id }) => figures.get(customer_id) ?? []);
	const isScored = known.some(({ segment }) => segment !== null);
	const thirds = thirdsOfValue(known);
	return new Map(
		known.map(({ customer_id, segment, country, customer_kind }) => [
			customer_id,
			isScored
				? `${segment ?? 'none'}/${thirds.get(customer_id) ?? 'none'}`
				: `${country ?? 'none'}/${customer_kind ?? 'none'}`,
		]),
	);
}

/** Whether somebody is among members, by their customer or by their contact. */
function among(
	members: readonly ListMember[],
	counts: (member: ListMember) => boolean,
): (recipient: Recipient) => boolean {
	const counted = members.filter(counts);
	const customers = new Set(counted.map(({ customer_id }) => customer_id));
	const contacts = new Set(counted.map(({ contact_id }) => contact_id));
	return ({ customer_id, contact }) => customers.has(customer_id) || contacts.has(contact.contact_id);
}

/**
 * Puts everybody who may be reached into an arm. Whoever was drawn before stays in their arm, by their customer or by
 * their contact: a person who is held out does not come in by another door. The others are drawn now.
 * @param members who was drawn for the list before
 * @param figures of the recipients who were not
 */
export function armsOf(
	recipients: readonly Recipient[],
	members: readonly ListMember[],
	holdout: ListDefinition['holdout'],
	figures: ReadonlyMap<string, CustomerFigures>,
): Arms {
	const before = among(members, () => true);
	const heldBefore = among(members, ({ arm }) => arm === 'holdout');
	const fresh = recipients.filter((recipient) => !before(recipient));
	const strata = strataOf(fresh, figures);
	const units = fresh.map(({ customer_id }) => ({ id: customer_id, stratum: strata.get(customer_id) ?? 'none/none' }));
	const heldOut = drawHoldout(units, {
		share: holdout?.share ?? 0,
		seed: holdout?.seed ?? 0,
		earlier: members.length,
	});
	const isHeldOut = (recipient: Recipient) => heldBefore(recipient) || heldOut.has(recipient.customer_id);
	return {
		treatment: recipients.filter((recipient) => !isHeldOut(recipient)),
		holdout: recipients.filter(isHeldOut),
		drawn: fresh.map((recipient) => ({
			customer_id: recipient.customer_id,
			contact_id: recipient.contact.contact_id,
			arm: heldOut.has(recipient.customer_id) ? 'holdout' : 'treatment',
			stratum: strata.get(recipient.customer_id) ?? 'none/none',
		})),
	};
}
