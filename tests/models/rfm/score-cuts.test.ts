import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutScores, scoreOf } from '#models/rfm/score-cuts.ts';

function scores(values: readonly number[], bins: number): number[] {
	const cuts = cutScores(Float64Array.from(values), bins);
	return values.map((value) => scoreOf(value, cuts, bins));
}

describe('scores by percent rank', () => {
	it('are quintiles where no value occurs twice', () => {
		expect(scores([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 5)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
	});

	it('keep ties together, and skip the scores that they cover', () => {
		// Percent ranks 0 (three times), 3/4 and 1.
		expect(scores([1, 1, 1, 2, 3], 5)).toEqual([1, 1, 1, 4, 5]);
		// Four of six at the top: percent rank 2/5.
		expect(scores([1, 2, 3, 3, 3, 3], 5)).toEqual([1, 2, 3, 3, 3, 3]);
	});

	it('are the middle one where all values are the same', () => {
		expect(scores([7, 7, 7], 5)).toEqual([3, 3, 3]);
		expect(scores([7], 5)).toEqual([3]);
		expect(scores([7, 7], 4)).toEqual([2, 2]);
		expect(cutScores(new Float64Array(), 5)).toBeNull();
	});

	it('hold for a value that was not there when they were cut', () => {
		const cuts = cutScores(Float64Array.of(1, 1, 1, 2, 3), 5);
		expect([0, 1.5, 2.5, 99].map((value) => scoreOf(value, cuts, 5))).toEqual([1, 1, 4, 5]);
	});

	it('are 1 + ⌊percent rank · bins⌋, whatever the values and their order', () => {
		const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e9, max: 1e9, noNaN: true }));
		fc.assert(
			fc.property(fc.array(value, { minLength: 2, maxLength: 60 }), fc.integer({ min: 2, max: 10 }), (values, bins) => {
				fc.pre(new Set(values.map((each) => each + 0)).size > 1);
				const expected = values.map((each) => {
					const below = values.filter((other) => other < each).length;
					return Math.min(bins, 1 + Math.floor((below * bins) / (values.length - 1)));
				});
				expect(scores(values, bins)).toEqual(expected);
			}),
		);
	});
});
