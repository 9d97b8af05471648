import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAllowed, stabilityWork } from '#models/ets/admissible.ts';
import type { Smoothing } from '#models/ets/admissible.ts';
import { parseForm } from '#models/ets/forms.ts';

const allowed = (form: string, period: number, smoothing: Partial<Smoothing>): boolean =>
	isAllowed(parseForm(form), period, { alpha: 0.5, beta: 0, gamma: 0, phi: 1, ...smoothing }, stabilityWork(period));

/** How fast the weight of one old value dies out under a trend and an additive season, by running the recursions. */
function shockAfter({ alpha, beta, gamma, phi }: Smoothing, period: number, steps: number): number {
	const season = new Array<number>(period).fill(0);
	let level = 0;
	let slope = 0;
	let largest = 0;
	for (let t = 0; t < steps; t++) {
		const phase = t % period;
		const error = (t === 0 ? 1 : 0) - (level + phi * slope + (season[phase] ?? 0));
		level = level + phi * slope + alpha * error;
		slope = phi * slope + beta * error;
		season[phase] = (season[phase] ?? 0) + gamma * error;
		if (t >= steps - period) largest = Math.max(largest, Math.abs(error));
	}
	return largest;
}

test('keeps to the usual region', () => {
	expect(allowed('ANN', 1, {})).toBe(true);
	expect(allowed('ANN', 1, { alpha: 0.00001 })).toBe(false);
	expect(allowed('ANN', 1, { alpha: 1 })).toBe(false);
	expect(allowed('AAN', 1, { beta: 0.4 })).toBe(true);
	expect(allowed('AAN', 1, { beta: 0.6 })).toBe(false);
	expect(allowed('AAdN', 1, { beta: 0.4, phi: 0.99 })).toBe(false);
	expect(allowed('AAdN', 1, { beta: 0.4, phi: 0.79 })).toBe(false);
	expect(allowed('ANA', 4, { gamma: 0.4 })).toBe(true);
	expect(allowed('ANA', 4, { gamma: 0.6 })).toBe(false);
	expect(allowed('ANN', 1, { alpha: Number.NaN })).toBe(false);
});

test('leaves out what is usual but would remember old values for ever', () => {
	// one old value weighs more and more with these, 0 < beta < alpha and 0 < gamma < 1 - alpha though they are
	const unstable = { alpha: 0.28, beta: 0.24, gamma: 0.7, phi: 1 };
	expect(shockAfter(unstable, 12, 4000)).toBeGreaterThan(1);
	expect(allowed('AAA', 12, unstable)).toBe(false);
});

test('tells stable from unstable as the recursions themselves do', () => {
	const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
	fc.assert(
		fc.property(
			share,
			share,
			share,
			fc.constantFrom(1, 0.98, 0.9, 0.8),
			fc.constantFrom(2, 4, 7),
			(a, b, g, phi, m) => {
				const smoothing = { alpha: a, beta: b * a, gamma: g * (1 - a), phi };
				const left = shockAfter(smoothing, m, 6000);
				const isStable = allowed(phi === 1 ? 'AAA' : 'AAdA', m, smoothing);
				if (left > 1e3) expect(isStable).toBe(false);
				if (left < 1e-6) expect(isStable).toBe(true);
			},
		),
	);
});
