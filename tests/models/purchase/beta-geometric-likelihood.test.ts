import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logBeta } from '#models/math/log-beta.ts';
import { logGamma } from '#models/math/log-gamma.ts';
import { logAddExp } from '#models/math/log-space.ts';
import { betaGeometricObjective } from '#models/purchase/beta-geometric-likelihood.ts';
import { groupRows } from '#models/purchase/distinct-rows.ts';
import { nbdObjective, poissonLogLikelihood } from '#models/purchase/nbd-likelihood.ts';
import { cdnowFolder, readCdnowSummary } from './real-logs.ts';

const ROWS = {
	x: Float64Array.of(0, 1, 2, 26, 700, 0, 1),
	tx: Float64Array.of(0, 1.71, 30.43, 30.86, 38, 0, 1.71),
	T: Float64Array.of(38.86, 38.86, 38.86, 31, 39, 12, 38.86),
};

/** The BG/NBD as it stands in Fader & Hardie's note 027, A1 to A4. */
function paperBgNbd(r: number, alpha: number, a: number, b: number): number {
	let sum = 0;
	for (const [row, x] of ROWS.x.entries()) {
		const [tx = 0, T = 0] = [ROWS.tx[row], ROWS.T[row]];
		const a1 = logGamma(r + x) - logGamma(r) + r * Math.log(alpha);
		const a2 = logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x);
		const a3 = -(r + x) * Math.log(alpha + T);
		const a4 = x > 0 ? Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + tx) : -Infinity;
		sum += a1 + a2 + logAddExp(a3, a4);
	}
	return sum;
}

/** The MBG/NBD as Batislam, Denizel & Filiztekin have it. */
function paperMbgNbd(r: number, alpha: number, a: number, b: number): number {
	let sum = 0;
	for (const [row, x] of ROWS.x.entries()) {
		const [tx = 0, T = 0] = [ROWS.tx[row], ROWS.T[row]];
		const a1 = logGamma(r + x) - logGamma(r) + r * Math.log(alpha);
		const a2 = logBeta(a, b + x + 1) - logBeta(a, b);
		const a4 = Math.log(a) - Math.log(b + x) - (r + x) * Math.log(alpha + tx);
		sum += a1 + a2 + logAddExp(-(r + x) * Math.log(alpha + T), a4);
	}
	return sum;
}

test.each([
	['BG/NBD', 0, paperBgNbd],
	['MBG/NBD', 1, paperMbgNbd],
] as const)('the %s is the paper’s at any parameters', (_name, chances, paper) => {
	const objective = betaGeometricObjective(groupRows(ROWS), chances);
	const logarithm = fc.double({ min: -4, max: 4, noNaN: true });
	fc.assert(
		fc.property(logarithm, logarithm, logarithm, logarithm, (...point) => {
			const [r, alpha, a, b] = point.map(Math.exp) as [number, number, number, number];
			const received = -objective(Float64Array.from(point), new Float64Array(4));
			expect(received / paper(r, alpha, a, b)).toBeCloseTo(1, 9);
		}),
	);
});

test('gradients are those of the values, by central differences', () => {
	const rows = groupRows(ROWS);
	for (const objective of [betaGeometricObjective(rows, 0), betaGeometricObjective(rows, 1), nbdObjective(rows)]) {
		for (const start of [
			[-1.4, 1.5, -0.2, 0.9],
			[1, 3, -8, 2],
			[-3, -2, 2, -3],
		]) {
			const point = Float64Array.from(start);
			const gradient = new Float64Array(4);
			objective(point, gradient);
			for (const axis of objective === nbdObjective(rows) ? [0, 1] : [0, 1, 2, 3]) {
				const [above, below] = [Float64Array.from(point), Float64Array.from(point)];
				above[axis] = (point[axis] ?? 0) + 1e-5;
				below[axis] = (point[axis] ?? 0) - 1e-5;
				const scratch = new Float64Array(4);
				const slope = (objective(above, scratch) - objective(below, scratch)) / 2e-5;
				expect(Math.abs((gradient[axis] ?? 0) - slope)).toBeLessThan(1e-4 + 1e-6 * Math.abs(slope));
			}
		}
	}
});

test('goes over into the NBD when nobody drops out, and that into one rate when all buy alike', () => {
	const rows = groupRows(ROWS);
	const scratch = new Float64Array(4);
	const nbd = nbdObjective(rows)(Float64Array.of(-0.5, 1), scratch);
	for (const chances of [0, 1] as const) {
		const full = betaGeometricObjective(rows, chances)(Float64Array.of(-0.5, 1, -29, 20), scratch);
		expect(full).toBeCloseTo(nbd, 8);
	}
	// Σx = 730 in ΣT = 237.44: 730 ln(730 / 237.44) - 730.
	expect(poissonLogLikelihood(rows)).toBeCloseTo(730 * Math.log(730 / 237.44) - 730, 9);
	const logR = 28;
	const alike = nbdObjective(rows)(Float64Array.of(logR, logR - Math.log(730 / 237.44)), scratch);
	expect(-alike).toBeCloseTo(poissonLogLikelihood(rows), 3);
});

test('groups equal customers and keeps their number', () => {
	const rows = groupRows(ROWS);
	expect(rows.weights).toEqual(Float64Array.of(1, 2, 1, 1, 1, 1));
	expect(rows.customers).toBe(7);
	const back = Array.from(rows.weights, (_, row) => [
		rows.x.values[rows.x.codes[row] ?? -1],
		rows.tx.values[rows.tx.codes[row] ?? -1],
		rows.T.values[rows.T.codes[row] ?? -1],
	]);
	expect(back).toEqual([
		[0, 0, 38.86],
		[1, 1.71, 38.86],
		[2, 30.43, 38.86],
		[26, 30.86, 31],
		[700, 38, 39],
		[0, 0, 12],
	]);
});

describe.skipIf(cdnowFolder === null)('on CDNOW', () => {
	test('has 1,016 distinct rows and the log-likelihood of the published parameters', () => {
		const rows = groupRows(readCdnowSummary(cdnowFolder ?? ''));
		expect(rows.weights.length).toBe(1016);
		const published = [0.243, 4.414, 0.793, 2.426].map(Math.log);
		const value = betaGeometricObjective(rows, 0)(Float64Array.from(published), new Float64Array(4));
		expect(-value).toBeCloseTo(-9582.4268, 3);
	});
});
