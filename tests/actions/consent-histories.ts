import { CONSENT_CHANNELS, CONSENT_EVIDENCE, CONSENT_PURPOSES, CONSENT_STATUSES } from '#records/schema/people.ts';
import type { ConsentWord } from '#records/marketing/contacts-to-reach.ts';
import type { Reach } from '#records/marketing/member-consents.ts';
import { createRandom } from '#models/math/random.ts';

/** Everything that somebody said, in no order, and what is asked of them. */
export interface History {
	readonly reach: Reach;
	readonly words: readonly ConsentWord[];
}

/** Histories of up to nine words over few days, so that words contradict each other and fall on one instant often. */
export function drawHistories(count: number, seed: number): History[] {
	const random = createRandom(seed);
	const pick = <Value>(values: readonly Value[]): Value =>
		values[Math.floor(random.uniform() * values.length)] as Value;
	let entered = 0;
	return Array.from({ length: count }, () => ({
		reach: { channel: pick(CONSENT_CHANNELS), purpose: pick(CONSENT_PURPOSES) },
		words: Array.from({ length: Math.floor(random.uniform() * 10) }, (): ConsentWord => ({
			consent_event_id: `W${String((entered += 1)).padStart(8, '0')}`,
			channel: pick(CONSENT_CHANNELS.slice(0, 2)),
			purpose: pick([...CONSENT_PURPOSES.slice(0, 2), 'all' as const]),
			status: pick(['granted' as const, ...CONSENT_STATUSES]),
			evidence: pick(CONSENT_EVIDENCE),
			captured_at: `2026-01-0${1 + Math.floor(random.uniform() * 6)}T00:00:00.000Z`,
		})),
	}));
}

/**
 * Whether somebody may be reached, told by living through their history word by word: what each word changes, in the
 * order in which they were said. Written from the rule's words, without a look at its code.
 */
export function oracle({ reach, words }: History): string | null {
	const told = [...words].sort((a, b) =>
		`${a.captured_at} ${a.consent_event_id}`.localeCompare(`${b.captured_at} ${b.consent_event_id}`, 'en'),
	);
	let isClosed: string | null = null;
	let answer = 'no_consent';
	for (const { channel, purpose, status, evidence } of told) {
		if (channel !== reach.channel) continue;
		if (purpose === 'all') {
			isClosed = status === 'granted' ? null : status;
		} else if (purpose === reach.purpose) {
			answer = status !== 'granted' ? status : evidence === 'none' ? 'unproven' : 'yes';
		}
	}
	if (isClosed !== null) return isClosed;
	return answer === 'yes' ? null : answer;
}
