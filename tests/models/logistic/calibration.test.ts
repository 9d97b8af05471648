import { describe, expect, it } from 'vitest';
import { lossFigures } from '#models/classification-evaluation/losses.ts';
import { applyCalibration, chooseCalibration } from '#models/logistic/calibration.ts';
import { createRandom } from '#models/math/random.ts';

/** Log odds and what they led to; the scores are the log odds times `factor`. */
function simulate(
	seed: number,
	rows: number,
	factor: number,
): { readonly scores: Float64Array; readonly labels: Uint8Array } {
	const random = createRandom(seed);
	const odds = Float64Array.from({ length: rows }, () => -1 + 1.5 * random.normal());
	const labels = Uint8Array.from(odds, (each) => Number(random.uniform() < 1 / (1 + Math.exp(-each))));
	return { scores: odds.map((each) => factor * each), labels };
}

describe('chooseCalibration', () => {
	it('calibrates scores that exaggerate, and lowers the Brier score of other rows', () => {
		const { scores, labels } = simulate(1, 2_000, 3);
		const calibration = chooseCalibration(scores, labels);
		expect(calibration.kind).toBe('platt');
		const other = simulate(2, 5_000, 3);
		const calibrated = lossFigures(applyCalibration(calibration, other.scores), other.labels).brier;
		const raw = lossFigures(applyCalibration({ kind: 'none', reason: 'too_few' }, other.scores), other.labels).brier;
		expect(calibrated).toBeLessThan(raw);
	});

	it('keeps scores that are right as they are', () => {
		const { scores, labels } = simulate(3, 400, 1);
		const calibration = chooseCalibration(scores, labels);
		expect(calibration).toMatchObject({ kind: 'none', reason: 'no_gain' });
		expect(applyCalibration(calibration, Float64Array.of(Math.log(3)))[0]).toBeCloseTo(0.75, 12);
	});

	it('says that scores rank the wrong way round rather than turning them', () => {
		const { scores, labels } = simulate(4, 1_000, -1);
		expect(chooseCalibration(scores, labels)).toMatchObject({ kind: 'none', reason: 'reversed' });
	});

	it('leaves fewer than ten rows of a class alone', () => {
		expect(chooseCalibration(Float64Array.of(1, 2, 3), [0, 1, 1])).toEqual({ kind: 'none', reason: 'too_few' });
	});

	it('does not depend on classes that lie sorted', () => {
		const { scores, labels } = simulate(5, 500, 4);
		const order = Array.from(labels.keys()).sort((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0) || a - b);
		const sorted = chooseCalibration(
			Float64Array.from(order, (row) => scores[row] ?? 0),
			order.map((row) => labels[row] ?? 0),
		);
		const calibration = chooseCalibration(scores, labels);
		expect(sorted.kind).toBe('platt');
		if (sorted.kind !== 'platt' || calibration.kind !== 'platt') return;
		expect(sorted.slope).toBeCloseTo(calibration.slope, 9);
		expect(sorted.brierCalibrated).toBeCloseTo(calibration.brierCalibrated, 9);
	});
});
