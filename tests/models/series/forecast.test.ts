import { expect, test } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import { checkRequest, expectationAfter, normalSteps, stepWithin } from '#models/series/forecast.ts';

test('asks for 80 and 95 percent without levels', () => {
	expect(checkRequest({ horizon: 3 })).toEqual({ horizon: 3, levels: [80, 95] });
	expect(checkRequest({ horizon: 1, levels: [] }).levels).toEqual([]);
});

test.each([0, -1, 2.5, 10_001, Number.NaN])('refuses a horizon of %d', (horizon) => {
	expect(() => checkRequest({ horizon })).toThrow(`a horizon is a whole number from 1 to 10,000, received ${horizon}`);
});

test.each([0, 100, -5, Number.NaN])('refuses a level of %d', (level) => {
	expect(() => checkRequest({ horizon: 1, levels: [80, level] })).toThrow(ModelError);
});

test('gives the bounds of a normal distribution in the order asked for', () => {
	const [step] = normalSteps({ means: Float64Array.of(10), deviations: Float64Array.of(2) }, [95, 50]);
	expect(step?.mean).toBe(10);
	expect(step?.intervals.map(({ level }) => level)).toEqual([95, 50]);
	expect(step?.intervals[0]?.upper).toBeCloseTo(10 + 2 * 1.959964, 5);
	expect(step?.intervals[1]?.lower).toBeCloseTo(10 - 2 * 0.6744898, 5);
});

test('ends what is too large for a number at the largest one', () => {
	const { intervals } = stepWithin(-1e308, [Infinity], [95]);
	expect(intervals[0]).toEqual({ level: 95, lower: -Number.MAX_VALUE, upper: Number.MAX_VALUE });
});

test('leaves out steps that are past', () => {
	const { means } = expectationAfter({ means: Float64Array.of(1, 2, 3), deviations: Float64Array.of(1, 1, 1) }, 2);
	expect(Array.from(means)).toEqual([3]);
});
