import { expect, test } from 'vitest';
import { parseForm } from '#models/ets/forms.ts';
import { smooth, statesFrom } from '#models/ets/smoothing.ts';

test('runs simple exponential smoothing as worked by hand', () => {
	// level 10; errors 2, -2, 3 with levels 11, 10, 11.5
	const states = statesFrom({ level: 10, slope: 0, season: new Float64Array(0) });
	const errors = new Float64Array(3);
	const cost = smooth(
		Float64Array.of(12, 9, 13),
		parseForm('ANN'),
		{ alpha: 0.5, beta: 0, gamma: 0, phi: 1 },
		states,
		errors,
	);
	expect(errors).toEqual(Float64Array.of(2, -2, 3));
	expect(states.level).toBe(11.5);
	expect(cost).toBeCloseTo(3 * Math.log(17), 12);
});

test('runs a damped trend with relative errors as worked by hand', () => {
	// expected 10 + .9 * 2 = 11.8; error (14.16 - 11.8) / 11.8 = .2; level 11.8 + .5 * 2.36; slope 1.8 + .25 * 2.36
	const states = statesFrom({ level: 10, slope: 2, season: new Float64Array(0) });
	const errors = new Float64Array(1);
	const cost = smooth(
		Float64Array.of(14.16),
		parseForm('MAdN'),
		{ alpha: 0.5, beta: 0.25, gamma: 0, phi: 0.9 },
		states,
		errors,
	);
	expect(errors[0]).toBeCloseTo(0.2, 12);
	expect(states.level).toBeCloseTo(12.98, 12);
	expect(states.slope).toBeCloseTo(2.39, 12);
	expect(cost).toBeCloseTo(Math.log(0.04) + 2 * Math.log(11.8), 12);
});

test('runs a multiplicative season as worked by hand', () => {
	// 1st: 10 * .8 = 8, value 10, error .25, level 10 + .5 * (12.5 - 10) = 11.25, index .8 + .4 * (1 - .8) = .88
	// 2nd: 11.25 * 1.2 = 13.5, value 13.5, no error
	const states = statesFrom({ level: 10, slope: 0, season: Float64Array.of(0.8, 1.2) });
	const errors = new Float64Array(2);
	const cost = smooth(
		Float64Array.of(10, 13.5),
		parseForm('MNM'),
		{ alpha: 0.5, beta: 0, gamma: 0.4, phi: 1 },
		states,
		errors,
	);
	expect(errors[0]).toBeCloseTo(0.25, 12);
	expect(errors[1]).toBeCloseTo(0, 12);
	expect(states.level).toBeCloseTo(11.25, 12);
	expect(Array.from(states.season)).toEqual([expect.closeTo(0.88, 12), expect.closeTo(1.2, 12)]);
	expect(cost).toBeCloseTo(2 * Math.log(0.0625) + 2 * Math.log(8 * 13.5), 9);
});

test('adds up logarithms of very large and very small forecasts', () => {
	for (const size of [1e60, 1e-60]) {
		const states = statesFrom({ level: size, slope: 0, season: new Float64Array(0) });
		const values = new Float64Array(30).fill(size * 1.5);
		const cost = smooth(
			values,
			parseForm('MNN'),
			{ alpha: 1e-9, beta: 0, gamma: 0, phi: 1 },
			states,
			new Float64Array(30),
		);
		expect(cost).toBeCloseTo(30 * Math.log(30 * 0.25) + 60 * Math.log(size), 3);
	}
});

test('keeps the states it starts from', () => {
	const season = Float64Array.of(1, 1);
	const states = statesFrom({ level: 1, slope: 0, season });
	smooth(
		Float64Array.of(5, 9),
		parseForm('MNM'),
		{ alpha: 0.5, beta: 0, gamma: 0.5, phi: 1 },
		states,
		new Float64Array(2),
	);
	expect(season).toEqual(Float64Array.of(1, 1));
});
