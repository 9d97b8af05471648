import { expect, test } from 'vitest';
import { parseForm } from '#models/ets/forms.ts';
import { guessInitialStates } from '#models/ets/initial-states.ts';

test('begins at the line through the first ten values, or at their mean', () => {
	const values = Float64Array.from({ length: 30 }, (_, t) => (t < 10 ? 5 + 2 * (t + 1) : 1000));
	const trend = guessInitialStates(values, parseForm('AAN'), 1);
	expect(trend.level).toBeCloseTo(5, 10);
	expect(trend.slope).toBeCloseTo(2, 10);
	expect(guessInitialStates(values, parseForm('ANN'), 1).level).toBeCloseTo(16, 10);
});

test('takes the season out first', () => {
	const season = [3, -1, -2, 0];
	const values = Float64Array.from({ length: 24 }, (_, t) => 50 + t + (season[t % 4] ?? 0));
	const guess = guessInitialStates(values, parseForm('AAA'), 4);
	expect(guess.level).toBeCloseTo(49, 8);
	expect(guess.slope).toBeCloseTo(1, 8);
	guess.season.forEach((entry, phase) => expect(entry).toBeCloseTo(season[phase] ?? 0, 8));
});

test('measures the season from a line where there are less than three', () => {
	const values = Float64Array.of(8, 12, 8, 12, 8);
	const { season } = guessInitialStates(values, parseForm('MNM'), 2);
	expect((season[0] ?? 0) + (season[1] ?? 0)).toBeCloseTo(2, 12);
	expect(season[1] ?? 0).toBeGreaterThan(1);
});

test('begins with no index at 0 and with no forecast of 0', () => {
	const spike = Float64Array.from({ length: 24 }, (_, t) => (t % 4 === 0 ? 1000 : 1e-9));
	guessInitialStates(spike, parseForm('MNM'), 4).season.forEach((index) => expect(index).toBeGreaterThan(0));
	const rising = Float64Array.from({ length: 12 }, (_, t) => t);
	const { level, slope } = guessInitialStates(rising, parseForm('AAN'), 1);
	expect(level + slope).not.toBe(0);
});
