import { describe, expect, it } from 'vitest';
import { RFM_SEGMENTS, segmentOf } from '#models/rfm/rfm-segment.ts';
import type { RfmSegment } from '#models/rfm/rfm-segment.ts';

/** The segment at a score of recency, and of frequency and money alike. */
function at(recency: number, worth: number, bins = 5): RfmSegment {
	return segmentOf({ recency, frequency: worth, monetary: worth }, bins);
}

describe('segmentOf', () => {
	it('gives the grid of the card, cell by cell', () => {
		const grid = [5, 4, 3, 2, 1].map((recency) => [1, 2, 3, 4, 5].map((worth) => at(recency, worth)));
		expect(grid).toEqual([
			['new', 'potential_loyalists', 'potential_loyalists', 'champions', 'champions'],
			['promising', 'potential_loyalists', 'loyal', 'loyal', 'champions'],
			['about_to_sleep', 'about_to_sleep', 'need_attention', 'loyal', 'loyal'],
			['hibernating', 'hibernating', 'at_risk', 'at_risk', 'at_risk'],
			['lost', 'lost', 'at_risk', 'cannot_lose', 'cannot_lose'],
		]);
		expect(new Set(grid.flat())).toEqual(new Set(RFM_SEGMENTS));
	});

	it('takes the mean of frequency and money, a half counting up', () => {
		expect(segmentOf({ recency: 5, frequency: 1, monetary: 5 }, 5)).toBe('potential_loyalists');
		expect(segmentOf({ recency: 4, frequency: 4, monetary: 5 }, 5)).toBe('champions');
		expect(segmentOf({ recency: 1, frequency: 2, monetary: 3 }, 5)).toBe('at_risk');
	});

	it.each([2, 3, 4, 6, 7, 8, 9, 10])(
		'has a segment for every cell of %d bins, with the corners in their places',
		(bins) => {
			for (let recency = 1; recency <= bins; recency += 1) {
				for (let frequency = 1; frequency <= bins; frequency += 1) {
					for (let monetary = 1; monetary <= bins; monetary += 1) {
						expect(RFM_SEGMENTS).toContain(segmentOf({ recency, frequency, monetary }, bins));
					}
				}
			}
			if (bins > 2) {
				expect(at(bins, bins, bins)).toBe('champions');
				expect(at(1, 1, bins)).toBe('lost');
				expect(at(1, bins, bins)).toBe('cannot_lose');
				expect(at(bins, 1, bins)).toBe('new');
			}
		},
	);

	it('takes two tenths for a fifth', () => {
		for (let score = 1; score <= 10; score += 1) expect(at(score, 5, 10)).toBe(at(Math.ceil(score / 2), 3));
	});
});
