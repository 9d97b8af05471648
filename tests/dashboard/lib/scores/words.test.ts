import { expect, test } from 'vitest';
import { RFM_SEGMENTS } from '#models/rfm/rfm-segment.ts';
import {
	scoreState,
	scoreStateName,
	scoreStateText,
	segmentAdvice,
	segmentName,
	segmentRank,
} from '#lib/scores/words.ts';

test('every segment of the models has a name and something to do', () => {
	expect(new Set(RFM_SEGMENTS.map((segment) => segmentName(segment))).size).toBe(RFM_SEGMENTS.length);
	for (const segment of RFM_SEGMENTS) expect(segmentAdvice(segment), segment).toMatch(/\.$/);
	expect(segmentName('cannot_lose')).toBe('Cannot lose');
});

test('a segment of another version goes by its id, and who never bought is without one', () => {
	expect(segmentName('sleepers')).toBe('sleepers');
	expect(segmentAdvice('sleepers')).toBe('');
	expect(segmentName(null)).toBe('Without a purchase');
});

test('the best segments come first, unknown ones and those without a purchase last', () => {
	const order = ['lost', null, 'champions', 'sleepers', 'at_risk'].sort((a, b) => segmentRank(a) - segmentRank(b));
	expect(order).toEqual(['champions', 'at_risk', 'lost', 'sleepers', null]);
});

test('who bought long ago and has no score is not said to be new', () => {
	expect(scoreState('too_new', 'first_weeks')).toBe('too_new');
	expect(scoreState('too_new', 'in_rhythm')).toBe('unscored');
	expect(scoreState('gone', 'long_gone')).toBe('gone');
	expect(scoreState('another word', '')).toBe('unscored');
	expect(scoreStateName('gone')).toBe('Likely gone');
	expect(scoreStateText('unscored')).toContain('no model');
});
