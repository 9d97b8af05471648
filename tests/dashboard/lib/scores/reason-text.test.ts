import { expect, test } from 'vitest';
import { reasonText } from '#lib/scores/reason-text.ts';
import type { ScoreReason } from '#lib/scores/reason-text.ts';

const score = (reason: string, changes: Partial<ScoreReason> = {}): ScoreReason => ({
	reason,
	reason_gap_days: 31.6,
	recency_days: 120,
	age_days: 400,
	...changes,
});

test.each([
	['in_rhythm', { recency_days: 1 }, 'Usually buys every 32 days, last yesterday: in rhythm.'],
	['overdue', {}, 'Usually buys every 32 days, last 120 days ago: overdue.'],
	['long_gone', {}, 'Usually bought every 32 days, last 120 days ago: long past that.'],
	['long_gone', { reason_gap_days: null }, 'Bought once, 120 days ago, and not since.'],
	['bought_once', { reason_gap_days: null }, 'Bought once, 120 days ago: how often they come is not known yet.'],
	['first_weeks', { age_days: 12 }, 'Bought for the first time 12 days ago: too early to say anything.'],
	['never_bought', { recency_days: null, age_days: null }, 'Has not bought anything yet.'],
] as const)('%s is told from what they did', (reason, changes, words) => {
	expect(reasonText(score(reason, changes), 'en')).toBe(words);
});

test('a gap below a day is one day, and a reason of another version says nothing', () => {
	expect(reasonText(score('in_rhythm', { reason_gap_days: 0.2 }), 'en')).toContain('every 1 day,');
	expect(reasonText(score('astrology'), 'en')).toBe('');
});
