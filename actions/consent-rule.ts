import type { ConsentWord } from '#records/marketing/contacts-to-reach.ts';
import type { Reach } from '#records/marketing/member-consents.ts';
import { EVERY_PURPOSE } from '#records/schema/people.ts';

/** Why somebody may not be written to, as far as what they said decides. */
export type Refusal = 'denied' | 'withdrawn' | 'no_consent' | 'unproven';

/** The event that counts of several: the one said last, of two said at once the one entered last. */
function lastOf(words: readonly ConsentWord[]): ConsentWord | null {
	const inOrder = words.toSorted((a, b) => {
		if (a.captured_at !== b.captured_at) return a.captured_at < b.captured_at ? -1 : 1;
		return a.consent_event_id < b.consent_event_id ? -1 : 1;
	});
	return inOrder.at(-1) ?? null;
}

/**
 * Whether somebody may be reached on a channel for a purpose, by everything they ever said: null when they may, else why
 * not. The same rule as on the contact's own page, and a proof beside it:
 *
 * 1. The last word of a purpose counts; words on other channels and for other purposes say nothing. Silence means no.
 * 2. A no to the whole channel stands above all of its purposes, whatever was said of them before or after, until somebody
 *    takes it back. Taking it back says yes to nothing.
 * 3. A yes needs evidence: one that nobody can prove is none.
 */
export function refusalOf(words: readonly ConsentWord[], { channel, purpose }: Reach): Refusal | null {
	const onChannel = words.filter((word) => word.channel === channel);
	const ofAll = lastOf(onChannel.filter((word) => word.purpose === EVERY_PURPOSE));
	if (ofAll !== null && ofAll.status !== 'granted') return ofAll.status;
	const last = lastOf(onChannel.filter((word) => word.purpose === purpose));
	if (last === null) return 'no_consent';
	if (last.status !== 'granted') return last.status;
	return last.evidence === 'none' ? 'unproven' : null;
}
