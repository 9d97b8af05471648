/** The grid that was computed for the project with 40-digit arithmetic; its own tolerances bind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { digamma } from '#models/math/digamma.ts';
import { erf, erfc } from '#models/math/error-function.ts';
import { incompleteBeta } from '#models/math/incomplete-beta.ts';
import { lowerGamma, upperGamma } from '#models/math/incomplete-gamma.ts';
import { logBeta } from '#models/math/log-beta.ts';
import { logGamma } from '#models/math/log-gamma.ts';
import { logHypergeometric } from '#models/math/log-hypergeometric.ts';
import { log1mExp, logAddExp, logSumExp } from '#models/math/log-space.ts';
import { logTricomi } from '#models/math/log-tricomi.ts';
import { log1pExp } from '#models/math/sigmoid.ts';
import { trigamma } from '#models/math/trigamma.ts';
import { chiSquareUpperTail, studentUpperTail } from '#models/math/upper-tails.ts';
import { examplesWith } from '../../support/example-file.ts';

const FILE = 'special-functions/expected.json';
const folder = examplesWith(FILE);

type Grid = Readonly<Record<string, readonly (readonly number[])[]>>;

const FUNCTIONS: Readonly<Record<string, { readonly f: (...x: number[]) => number; readonly tolerance: number }>> = {
	lgamma: { f: logGamma, tolerance: 1e-12 },
	digamma: { f: digamma, tolerance: 1e-12 },
	trigamma: { f: trigamma, tolerance: 1e-12 },
	lbeta: { f: logBeta, tolerance: 1e-12 },
	log_hyp2f1: { f: logHypergeometric, tolerance: 1e-10 },
	log_hyperu: { f: logTricomi, tolerance: 1e-10 },
	gammainc_lower_regularised: { f: lowerGamma, tolerance: 1e-12 },
	betainc_regularised: { f: incompleteBeta, tolerance: 1e-12 },
	erf: { f: erf, tolerance: 1e-12 },
	chi2_upper_tail: { f: chiSquareUpperTail, tolerance: 1e-12 },
	t_upper_tail: { f: studentUpperTail, tolerance: 1e-12 },
};

describe.skipIf(folder === null)('the grid of special functions', () => {
	const grid = folder === null ? {} : (JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Grid);

	test.each(Object.entries(FUNCTIONS))('%s agrees within its tolerance', (name, { f, tolerance }) => {
		const rows = grid[name] ?? [];
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) {
			const expected = row.at(-1) ?? 0;
			const received = f(...row.slice(0, -1));
			const allowed = Math.max(tolerance * Math.abs(expected), name === 'lgamma' ? 1e-14 : 0);
			expect(
				Math.abs(received - expected),
				`${name}(${row.slice(0, -1).join(', ')}) = ${received}`,
			).toBeLessThanOrEqual(allowed);
		}
	});
});

// Figures of the same grid that no folder is needed for.
test('sums and differences of logarithms bear what would overflow or cancel', () => {
	expect(logAddExp(1000, 999)).toBeCloseTo(1000.3132616875182, 11);
	expect(logSumExp([1000, 999])).toBeCloseTo(1000.3132616875182, 11);
	expect(log1mExp(-1e-12)).toBeCloseTo(-27.631021115929048, 11);
	expect(log1mExp(-40)).toBeCloseTo(-Math.exp(-40), 30);
	expect(log1pExp(800)).toBe(800);
	expect(log1pExp(-40)).toBeCloseTo(4.248354255291589e-18, 30);
});

test('nothing is the logarithm -Infinity, and adds nothing', () => {
	expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity);
	expect(logAddExp(-Infinity, 3)).toBe(3);
	expect(logSumExp([])).toBe(-Infinity);
	expect(logSumExp([-Infinity, 2])).toBe(2);
});

test('upper tails keep their digits where one minus the lower one has none left', () => {
	// exp(-40), and erfc(6) from NIST DLMF table 7.
	expect(upperGamma(1, 40) / 4.248354255291589e-18).toBeCloseTo(1, 12);
	expect(erfc(6) / 2.1519736712498913e-17).toBeCloseTo(1, 11);
	expect(erfc(-6)).toBe(2);
	expect(lowerGamma(3, 0)).toBe(0);
	expect(upperGamma(3, 0)).toBe(1);
	expect(studentUpperTail(-2, 10)).toBeCloseTo(1 - 0.03669401738537018, 13);
});
