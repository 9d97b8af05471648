import { expect, test } from 'vitest';
import { expectForm } from '#models/ets/expect-form.ts';
import type { EtsPosition } from '#models/ets/expect-form.ts';
import { parseForm } from '#models/ets/forms.ts';
import { createRandom } from '#models/math/random.ts';

/** Mean and standard deviation of many futures that a form draws step by step. */
function simulate({ form, smoothing, states, n, sigma2 }: EtsPosition, horizon: number, paths: number) {
	const random = createRandom(20_240_601);
	const { alpha, beta, gamma, phi } = smoothing;
	const sums = new Float64Array(horizon);
	const squares = new Float64Array(horizon);
	for (let path = 0; path < paths; path++) {
		const season = Float64Array.from(states.season);
		let { level, slope } = states;
		for (let step = 0; step < horizon; step++) {
			const phase = (n + step) % season.length;
			const index = season[phase] ?? 0;
			const trend = level + phi * slope;
			const expected = form.season === 'M' ? trend * index : trend + index;
			const shock = random.normal() * Math.sqrt(sigma2);
			const error = form.error === 'M' ? expected * shock : shock;
			const value = expected + error;
			sums[step] = (sums[step] ?? 0) + value;
			squares[step] = (squares[step] ?? 0) + value * value;
			const levelError = form.season === 'M' ? error / index : error;
			slope = phi * slope + beta * levelError;
			level = trend + alpha * levelError;
			season[phase] = index + gamma * (form.season === 'M' ? error / trend : error);
		}
	}
	const means = sums.map((sum) => sum / paths);
	const deviations = squares.map((square, step) => Math.sqrt(square / paths - (means[step] ?? 0) ** 2));
	return { means, deviations };
}

const level = { level: 100, slope: 0, season: [0] };
const trend = { level: 100, slope: 2, season: [0] };

test.each([
	['ANN', { alpha: 0.4, beta: 0, gamma: 0, phi: 1 }, level, 25],
	['AAN', { alpha: 0.4, beta: 0.1, gamma: 0, phi: 1 }, trend, 25],
	['AAdN', { alpha: 0.4, beta: 0.2, gamma: 0, phi: 0.9 }, trend, 25],
	['ANA', { alpha: 0.3, beta: 0, gamma: 0.4, phi: 1 }, { ...level, season: [10, -20, 10] }, 25],
	['AAdA', { alpha: 0.3, beta: 0.1, gamma: 0.3, phi: 0.95 }, { ...trend, season: [10, -20, 10] }, 25],
	['MNN', { alpha: 0.4, beta: 0, gamma: 0, phi: 1 }, level, 0.01],
	['MAN', { alpha: 0.4, beta: 0.1, gamma: 0, phi: 1 }, trend, 0.01],
	['MAdA', { alpha: 0.3, beta: 0.1, gamma: 0.2, phi: 0.95 }, { ...trend, season: [10, -20, 10] }, 0.01],
	['MNM', { alpha: 0.3, beta: 0, gamma: 0.3, phi: 1 }, { ...level, season: [1.2, 0.7, 1.1] }, 0.005],
	['MAM', { alpha: 0.3, beta: 0.05, gamma: 0.2, phi: 1 }, { ...trend, season: [1.2, 0.7, 1.1] }, 0.005],
] as const)('expects of ETS %s what many drawn futures show', (letters, smoothing, states, sigma2) => {
	const position = { form: parseForm(letters), smoothing, states, n: 7, sigma2 };
	const expected = expectForm(position, 8);
	const drawn = simulate(position, 8, 40_000);
	expected.means.forEach((mean, step) => {
		// 40,000 draws: standard error of the mean .5 % of the deviation, of the deviation .35 % of itself and more for
		// skewed futures; a multiplicative season beyond its first round is approximate
		expect(Math.abs(mean - (drawn.means[step] ?? 0))).toBeLessThan(0.03 * (expected.deviations[step] ?? 0));
		expect(Math.abs((expected.deviations[step] ?? 0) / (drawn.deviations[step] ?? 0) - 1)).toBeLessThan(0.03);
	});
});

test('stays finite where a variance is too large for a number', () => {
	const position = {
		form: parseForm('MAN'),
		smoothing: { alpha: 0.9, beta: 0.9, gamma: 0, phi: 1 },
		states: trend,
		n: 1,
		sigma2: 4,
	};
	const { means, deviations } = expectForm(position, 2000);
	expect(means.every(Number.isFinite)).toBe(true);
	expect(deviations.every(Number.isFinite)).toBe(true);
});
