import { expect, it } from 'vitest';
import { log1pExp, sigmoid } from '#models/math/sigmoid.ts';

it('gives the probability of log odds', () => {
	expect(sigmoid(0)).toBe(0.5);
	expect(sigmoid(Math.log(3))).toBeCloseTo(0.75, 15);
	expect(sigmoid(-Math.log(3))).toBeCloseTo(0.25, 15);
});

it('neither overflows nor loses the small end', () => {
	expect(sigmoid(1e308)).toBe(1);
	expect(sigmoid(-1e308)).toBe(0);
	// e^−40, to which 1 adds nothing.
	expect(sigmoid(-40) / 4.248354255291589e-18).toBeCloseTo(1, 14);
	expect(log1pExp(-40) / 4.248354255291589e-18).toBeCloseTo(1, 14);
	expect(log1pExp(1e308)).toBe(1e308);
	expect(log1pExp(-1e308)).toBe(0);
	expect(log1pExp(0)).toBeCloseTo(Math.LN2, 15);
});
