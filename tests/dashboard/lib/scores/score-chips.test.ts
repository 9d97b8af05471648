import { expect, test } from 'vitest';
import { scoreChips } from '#lib/scores/score-chips.ts';
import type { ScoreFilters } from '#lib/scores/score-filters.ts';

const filters: ScoreFilters = {
	segments: ['champions', 'loyal'],
	statuses: ['too_new'],
	alive: { least: 20, most: 50 },
	expected: { least: 1000, most: null },
};
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

test('each filter is a sentence of its own', () => {
	expect(scoreChips(filters, 'EUR', 'en').map(({ label }) => plain(label))).toEqual([
		'Segment: Champions',
		'Segment: Loyal',
		'Score: Too new to say',
		'Still active 20 % to 50 %',
		'Expected from € 1,000',
	]);
});

test('a filter taken away leaves the others', () => {
	const chips = scoreChips(filters, 'EUR', 'en');
	expect(chips[0]?.left).toEqual({ ...filters, segments: ['loyal'] });
	expect(chips[3]?.left).toEqual({ ...filters, alive: { least: null, most: null } });
});

test('a range that is open below says up to where', () => {
	const open = { least: null, most: null };
	const [chip] = scoreChips(
		{ segments: [], statuses: [], alive: { least: null, most: 12.5 }, expected: open },
		'EUR',
		'en',
	);
	expect(plain(chip?.label ?? '')).toBe('Still active up to 12.5 %');
});
