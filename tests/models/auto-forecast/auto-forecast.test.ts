import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitAutoForecast, forecastAuto, poolErrors } from '#models/auto-forecast/auto-forecast.ts';
import type { AutoModel } from '#models/auto-forecast/auto-forecast.ts';
import { intervalErrors } from '#models/forecast-evaluation/forecast-evaluation.ts';
import { createRandom } from '#models/math/random.ts';
import { ModelError } from '#models/model-error.ts';
import { AIR_PASSENGERS } from '../series/air-passengers.ts';
import { expectSoundSteps, SERIES } from '../series/sound-forecast.ts';

/** Levels that walk, with a season of four and noise: no model fits them wholly. */
function drawSeries(seed: number, n: number): number[] {
	const random = createRandom(seed);
	let level = 100;
	return Array.from({ length: n }, (_, t) => {
		level += 2 * random.normal();
		return level + 10 * Math.cos((Math.PI * t) / 2) + 3 * random.normal();
	});
}

test('chooses at six origins and says what it did there', () => {
	const model = fitAutoForecast(AIR_PASSENGERS, { season: 12, horizon: 12 });
	expect(model.evidence.origins).toBe(6);
	expect(model.evidence.scores.map(({ name }) => name)).toEqual(['ets', 'theta', 'mean', 'naive', 'seasonal naive']);
	expect(model.evidence.beatsBaselines).toBe(true);
	expect(model.reason).toMatch(
		/^neither was a tenth better than their mean at 6 origins; ETS: lowest AICc of 15 forms; /,
	);
	const { interval, steps } = forecastAuto(model, { horizon: 12 });
	expect(interval).toBe('conformal');
	expect(steps).toHaveLength(12);
});

test('forecasts the mean of both models where neither was a tenth better', () => {
	const model = fitAutoForecast(drawSeries(1, 80), { season: 4, horizon: 4 });
	const errors = new Map(model.evidence.scores.map(({ name, mae }) => [name, mae]));
	const best = Math.min(errors.get('ets') ?? 0, errors.get('theta') ?? 0);
	expect(model.parts).toHaveLength(best < 0.9 * (errors.get('mean') ?? 0) ? 1 : 2);
	if (model.parts.length === 2) expect(model.spec).toMatch(/^mean of ETS\(.*\) and Theta/);
});

test('says so where a naive forecast did no worse', () => {
	const random = createRandom(5);
	let level = 1000;
	const walk = Array.from({ length: 120 }, () => (level += random.normal()));
	const models = [6, 12, 18].map((horizon) => fitAutoForecast(walk, { horizon }));
	for (const model of models) {
		expect(model.reason.includes('though a naive forecast did no worse')).toBe(model.evidence.beatsBaselines === false);
	}
	expect(models.some(({ evidence }) => evidence.beatsBaselines === false)).toBe(true);
});

test('takes both models without a test for a series too short, with bounds of the model', () => {
	const model = fitAutoForecast([3, 5, 4, 6, 5, 7, 6, 9], { horizon: 4 });
	expect(model.spec).toMatch(/^mean of ETS/);
	expect(model.reason).toContain('too short for a test on its own past');
	expect(model.evidence).toEqual({ origins: 0, scores: [], beatsBaselines: null });
	expect(forecastAuto(model, { horizon: 4 }).interval).toBe('model');
});

test('shares the errors of a file among its series', () => {
	const models = Array.from({ length: 6 }, (_, seed) =>
		fitAutoForecast(drawSeries(seed, 60), { season: 4, horizon: 4 }),
	);
	const short = fitAutoForecast(drawSeries(9, 12), { season: 4, horizon: 4 });
	const pool = poolErrors([...models, short], 4);
	expect(pool).toMatchObject({ season: 4, series: 6 });
	expect(pool.errors).toHaveLength(6 * 24);
	expect(forecastAuto(short, { horizon: 4 }).interval).toBe('model');
	expect(forecastAuto(short, { horizon: 4, pool }).interval).toBe('pooled');
	expect(poolErrors(models, 12).series).toBe(0);
});

test('covers what comes about as often as it says', () => {
	const models: AutoModel[] = [];
	const truths: number[][] = [];
	for (let seed = 100; seed < 160; seed++) {
		const series = drawSeries(seed, 68);
		models.push(fitAutoForecast(series.slice(0, 60), { season: 4, horizon: 8 }));
		truths.push(series.slice(60));
	}
	const coverage = (pool: ReturnType<typeof poolErrors> | null): number => {
		const shares = models.map((model, index) => {
			const bounds = forecastAuto(model, { horizon: 8, levels: [80], pool }).steps.map(({ intervals }) => intervals[0]);
			const lower = bounds.map((bound) => bound?.lower ?? Number.NaN);
			const upper = bounds.map((bound) => bound?.upper ?? Number.NaN);
			return intervalErrors(truths[index] ?? [], { lower, upper }, 80, null).coverage;
		});
		return shares.reduce((sum, share) => sum + share, 0) / shares.length;
	};
	// 480 truths, of which those of a series go together: standard error about 3.5 %
	expect(Math.abs(coverage(poolErrors(models, 4)) - 0.8)).toBeLessThan(0.1);
	expect(Math.abs(coverage(null) - 0.8)).toBeLessThan(0.1);
});

test('forecasts nothing below 0 for values that never were', () => {
	const falling = Array.from({ length: 24 }, (_, t) => 50 - 2 * t + (t % 3));
	const { steps } = forecastAuto(fitAutoForecast(falling, { horizon: 10 }), { horizon: 10 });
	for (const { mean, intervals } of steps) {
		expect(Math.min(mean, ...intervals.map(({ lower }) => lower))).toBeGreaterThanOrEqual(0);
	}
	const below = forecastAuto(
		fitAutoForecast(
			falling.map((value) => value - 40),
			{ horizon: 10 },
		),
		{ horizon: 10 },
	);
	expect(below.steps[9]?.mean).toBeLessThan(0);
});

test('forecasts the same from a model that was stored', () => {
	const model = fitAutoForecast(AIR_PASSENGERS, { season: 12, horizon: 12 });
	const stored = JSON.parse(JSON.stringify(model)) as AutoModel;
	expect(stored).toEqual(model);
	expect(forecastAuto(stored, { horizon: 18 })).toEqual(forecastAuto(model, { horizon: 18 }));
});

test('gives a sound forecast or an error in words for any series', () => {
	fc.assert(
		fc.property(
			SERIES,
			fc.constantFrom(1, 4, 7, 12, 30),
			fc.integer({ min: 1, max: 12 }),
			(series, season, horizon) => {
				try {
					const model = fitAutoForecast(series, { season, horizon });
					const pool = poolErrors(new Array<AutoModel>(5).fill(model), season);
					expectSoundSteps(forecastAuto(model, { horizon, levels: [95, 50, 80] }), horizon);
					expectSoundSteps(forecastAuto(model, { horizon, levels: [80], pool }), horizon);
				} catch (error) {
					expect(error).toBeInstanceOf(ModelError);
				}
			},
		),
		{ numRuns: 150 },
	);
	expect(() => fitAutoForecast([1, 2, 3], { horizon: 0 })).toThrow(ModelError);
});

test("does what the card's worked example says", () => {
	const model = fitAutoForecast(AIR_PASSENGERS, { season: 12, horizon: 12 });
	expect(model.spec).toBe('mean of ETS(M,Ad,M) and Theta on seasonally adjusted values');
	expect(model.evidence.scores.map(({ name, mae }) => `${name} ${mae.toFixed(1)}`)).toEqual([
		'ets 28.8',
		'theta 29.6',
		'mean 29.1',
		'naive 78.5',
		'seasonal naive 52.0',
	]);
	const { steps, interval } = forecastAuto(model, { horizon: 12, levels: [80] });
	expect(interval).toBe('conformal');
	expect(steps[0]?.mean).toBeCloseTo(440.9, 1);
	expect(steps[0]?.intervals[0]?.lower).toBeCloseTo(416.7, 1);
	expect(steps[0]?.intervals[0]?.upper).toBeCloseTo(465.2, 1);
});
