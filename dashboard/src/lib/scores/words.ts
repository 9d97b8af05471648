import { RFM_SEGMENTS } from '#models/rfm/rfm-segment.ts';
import type { RfmSegment } from '#models/rfm/rfm-segment.ts';
import { m } from '#lib/paraglide/messages.js';

const SEGMENTS: Readonly<Record<RfmSegment, readonly [name: () => string, advice: () => string]>> = {
	champions: [m.scores_segment_champions, m.scores_advice_champions],
	loyal: [m.scores_segment_loyal, m.scores_advice_loyal],
	potential_loyalists: [m.scores_segment_potential_loyalists, m.scores_advice_potential_loyalists],
	new: [m.scores_segment_new, m.scores_advice_new],
	promising: [m.scores_segment_promising, m.scores_advice_promising],
	need_attention: [m.scores_segment_need_attention, m.scores_advice_need_attention],
	about_to_sleep: [m.scores_segment_about_to_sleep, m.scores_advice_about_to_sleep],
	at_risk: [m.scores_segment_at_risk, m.scores_advice_at_risk],
	cannot_lose: [m.scores_segment_cannot_lose, m.scores_advice_cannot_lose],
	hibernating: [m.scores_segment_hibernating, m.scores_advice_hibernating],
	lost: [m.scores_segment_lost, m.scores_advice_lost],
};

/** States of a score as pages tell them: who bought long ago and has no score is told from who is too new for one. */
export const SCORE_STATES = ['scored', 'too_new', 'gone', 'no_history', 'unscored'] as const;
export type ScoreState = (typeof SCORE_STATES)[number];

/** States that a customer's score has in the data. */
export const SCORE_STATUSES = ['scored', 'too_new', 'gone', 'no_history'] as const;

const STATES: Readonly<Record<ScoreState, readonly [name: () => string, text: () => string]>> = {
	scored: [m.scores_status_scored, m.scores_status_scored_text],
	too_new: [m.scores_status_too_new, m.scores_status_too_new_text],
	gone: [m.scores_status_gone, m.scores_status_gone_text],
	no_history: [m.scores_status_no_history, m.scores_status_no_history_text],
	unscored: [m.scores_status_unscored, m.scores_status_unscored_text],
};

function isSegment(segment: string): segment is RfmSegment {
	return RFM_SEGMENTS.some((known) => known === segment);
}

/** A segment in the reader's language; null is without a purchase, one that is not known here goes by its id. */
export function segmentName(segment: string | null): string {
	if (segment === null) return m.scores_segment_none();
	return isSegment(segment) ? SEGMENTS[segment][0]() : segment;
}

/** What to do about a segment, in a line; empty for one that is not known here. */
export function segmentAdvice(segment: string | null): string {
	return segment !== null && isSegment(segment) ? SEGMENTS[segment][1]() : '';
}

/** Where a segment stands among the others, the best first; unknown ones and those without a purchase last. */
export function segmentRank(segment: string | null): number {
	const place = RFM_SEGMENTS.findIndex((known) => known === segment);
	if (place >= 0) return place;
	return segment === null ? RFM_SEGMENTS.length + 1 : RFM_SEGMENTS.length;
}

/**
 * The state to tell of a score: `too_new` of somebody who is past the first weeks means that no model could say anything.
 * @param reason as `customer_scores` has it
 */
export function scoreState(status: string, reason: string): ScoreState {
	if (status === 'too_new' && reason !== 'first_weeks') return 'unscored';
	return SCORE_STATES.find((state) => state === status) ?? 'unscored';
}

/** A state of a score in the reader's language. */
export function scoreStateName(state: ScoreState): string {
	return STATES[state][0]();
}

/** What a state of a score means, in a sentence. */
export function scoreStateText(state: ScoreState): string {
	return STATES[state][1]();
}
