import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '#models/classification-evaluation/bootstrap-interval.ts';
import { lossFigures } from '#models/classification-evaluation/losses.ts';
import { rankingFigures } from '#models/classification-evaluation/ranking.ts';
import { createRandom } from '#models/math/random.ts';

const auc = (scores: Float64Array, labels: Uint8Array): number => rankingFigures(scores, labels).auc;

describe('bootstrapInterval', () => {
	it('holds the figure, and gives the same for the same seed', () => {
		const random = createRandom(3);
		const labels = Uint8Array.from({ length: 400 }, () => Number(random.uniform() < 0.3));
		const scores = Float64Array.from(labels, (label) => label + random.normal());
		const interval = bootstrapInterval(scores, labels, auc, { random: createRandom(5) });
		expect(interval.lower).toBeLessThan(auc(scores, labels));
		expect(interval.upper).toBeGreaterThan(auc(scores, labels));
		expect(bootstrapInterval(scores, labels, auc, { random: createRandom(5) })).toEqual(interval);
	});

	it('is as wide as theory says for a mean', () => {
		const labels = Uint8Array.from({ length: 1_000 }, (_, row) => row % 2);
		const scores = Float64Array.from(labels, (_, row) => Number(row % 4 < 2));
		const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
		const { lower, upper } = bootstrapInterval(scores, labels, mean, { random: createRandom(1), replicates: 2_000 });
		// 2 · 1.96 · √(0.25 / 1000) = 0.062; the end points of 2,000 resamples wander by about 3 %.
		expect(Math.abs(upper - lower - 0.062)).toBeLessThan(0.006);
	});

	it('is a point where nothing varies, and draws a resample of one class anew', () => {
		const labels = Uint8Array.of(0, 1);
		const brier = (scores: Float64Array, drawn: Uint8Array): number => lossFigures(scores, drawn).brier;
		const interval = bootstrapInterval(Float64Array.of(0.5, 0.5), labels, brier, { random: createRandom(1) });
		expect(interval).toEqual({ lower: 0.25, upper: 0.25 });
		expect(bootstrapInterval(Float64Array.of(0, 1), labels, auc, { random: createRandom(1) })).toEqual({
			lower: 1,
			upper: 1,
		});
	});

	it('refuses one class and what makes no interval', () => {
		const random = createRandom(1);
		expect(() => bootstrapInterval(Float64Array.of(1), Uint8Array.of(1), auc, { random })).toThrow('hold one class');
		const scores = Float64Array.of(0, 1);
		const labels = Uint8Array.of(0, 1);
		expect(() => bootstrapInterval(scores, labels, auc, { random, replicates: 1 })).toThrow('1 replicates');
		expect(() => bootstrapInterval(scores, labels, auc, { random, level: 95 })).toThrow('level 95');
	});
});
