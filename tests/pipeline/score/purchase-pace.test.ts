import { expect, test } from 'vitest';
import { paceOf } from '#pipeline/score/purchase-pace.ts';

test('time goes by as fast as purchases came beside what was expected, 200 of which count as expected', () => {
	expect(paceOf([{ expected: 1_000, actual: 880 }])).toBeCloseTo(1_080 / 1_200, 12);
	expect(
		paceOf([
			{ expected: 500, actual: 600 },
			{ expected: 300, actual: 200 },
		]),
	).toBe(1);
});

test('without anything to go by it is 1, and a few purchases move it little', () => {
	expect(paceOf([])).toBe(1);
	expect(paceOf([{ expected: 2, actual: 6 }])).toBeCloseTo(206 / 202, 12);
});

test('it stays within bounds, whatever came', () => {
	expect(paceOf([{ expected: 1e6, actual: 0 }])).toBe(0.7);
	expect(paceOf([{ expected: 0, actual: 1e6 }])).toBe(1.4);
});
