import { addConsent } from '#records/people/consents.ts';
import type { Wish } from '../marketing.ts';
import type { KnownCustomer } from '../known-customers.ts';
import type { Random } from '../random.ts';
import { learnedAt } from './customers.ts';
import { DAY } from './moments.ts';
import type { Persona } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { idOf } from './written.ts';

/** Of those who unsubscribe so many want nothing at all on the channel any more. */
const FROM_EVERYTHING = 0.25;
const NEWSLETTER_TOO = 0.3;

function planAnswer(plan: Plan, random: Random, persona: Persona, customer: KnownCustomer, wish: Wish): void {
	if (wish.answer === null) return;
	const { channel, answer } = wish;
	const learned = Math.max(learnedAt(customer), persona.since) + 60;
	// Whoever was a customer already had said so when they became one; it was taken over with them.
	const captured = customer.joinedAt < 0 ? Math.floor(customer.joinedAt) * DAY + 13 * 3600 : learned;
	const isByMail = channel === 'email';
	const purposes =
		isByMail && answer === 'granted' && random.uniform() < NEWSLETTER_TOO
			? (['marketing', 'newsletter'] as const)
			: (['marketing'] as const);
	plan.timeline.add(learned, plan.team.local, async (transaction, author) => {
		for (const purpose of purposes) {
			await addConsent(transaction, author, idOf(persona), {
				channel,
				purpose,
				status: answer,
				captured_at: plan.moments.instant(captured),
				capture_source: isByMail ? 'checkout' : 'order form',
				evidence: answer === 'denied' ? 'form' : isByMail ? 'double_opt_in' : 'written',
				legal_basis: answer === 'granted' ? 'consent' : null,
			});
		}
	});
}

function planWithdrawal(plan: Plan, random: Random, persona: Persona, wish: Wish): void {
	if (wish.withdrawnAt === null) return;
	const purpose = random.uniform() < FROM_EVERYTHING ? 'all' : 'marketing';
	// Somebody who opts out of a campaign does so on the evening of its day.
	const isWholeDay = Number.isInteger(wish.withdrawnAt);
	const moment = isWholeDay ? wish.withdrawnAt * DAY - 5 * 3600 : wish.withdrawnAt * DAY;
	plan.timeline.add(Math.max(moment, persona.since + 120), plan.team.local, (transaction, author) =>
		addConsent(transaction, author, idOf(persona), {
			channel: wish.channel,
			purpose,
			status: 'withdrawn',
			capture_source: wish.channel === 'email' ? 'unsubscribe link' : 'letter',
			evidence: wish.channel === 'email' ? 'form' : 'written',
		}),
	);
}

/** Plans what contacts of the shop's customers said about being written to, and when they took it back. */
export function planConsents(plan: Plan, personas: ReadonlyMap<KnownCustomer, Persona>): void {
	for (const [customer, persona] of personas) {
		const random = randomOf(plan, 'members', customer.index);
		for (const wish of customer.marketing.wishes) {
			planAnswer(plan, random, persona, customer, wish);
			planWithdrawal(plan, random, persona, wish);
		}
	}
}
