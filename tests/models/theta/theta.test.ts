import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import { fitTheta, forecastTheta } from '#models/theta/theta.ts';
import type { ThetaModel } from '#models/theta/theta.ts';
import { AIR_PASSENGERS } from '../series/air-passengers.ts';
import { forecastingFolder, readCompetition, readPeer, readPeerForecasts } from '../series/competition-series.ts';
import { expectSoundSteps, SERIES } from '../series/sound-forecast.ts';

function fitted(series: Parameters<typeof fitTheta>[0], season = 1): ThetaModel {
	const model = fitTheta(series, { season });
	if (model.kind !== 'theta') throw new Error(`fell back to ${model.spec}`);
	return model;
}

test("forecasts the airline passengers with the means and bounds of R's thetaf", () => {
	// R forecast 8.20, thetaf on all 144 months
	const means = [440.07819, 428.38428, 489.7071, 475.70463, 479.67039, 545.36627, 602.752, 601.10076];
	const lower95 = [418.9967, 400.8826, 457.0229, 438.554, 438.5355, 500.6003, 554.6282, 549.8385];
	const model = fitted(AIR_PASSENGERS, 12);
	expect(model.spec).toBe('Theta on seasonally adjusted values');
	const { steps } = forecastTheta(model, { horizon: 12 });
	means.forEach((mean, step) => {
		expect(Math.abs((steps[step]?.mean ?? 0) / mean - 1)).toBeLessThan(0.005);
		expect(Math.abs((steps[step]?.intervals[1]?.lower ?? 0) / (lower95[step] ?? 0) - 1)).toBeLessThan(0.005);
	});
});

test.skipIf(forecastingFolder === null).each(['m3', 'm4_weekly'] as const)(
	"forecasts all reference series of %s within .5 %% of R's thetaf",
	(competition) => {
		const forecasts = readPeerForecasts(competition);
		const peer = readPeer(competition);
		for (const { id, season, training, test: truth } of readCompetition(competition)) {
			if (peer.series[id] === undefined) continue;
			forecastTheta(fitTheta(training, { season }), { horizon: truth.length }).steps.forEach(({ mean }, step) => {
				const forecast = forecasts.get(`${id} theta`)?.[step] ?? 0;
				expect(Math.abs(mean / forecast - 1), `${id}, step ${step + 1}`).toBeLessThan(0.005);
			});
		}
	},
);

test('follows a line at half its slope', () => {
	// alpha is as large as it may be, so the level is the last value; the drift is half of 2, from one step behind
	const { parameters, level } = fitted(Array.from({ length: 40 }, (_, t) => 10 + 2 * t));
	expect(parameters.drift).toBeCloseTo(1, 10);
	expect(parameters.alpha).toBeCloseTo(0.9999, 3);
	expect(level).toBeCloseTo(88, 2);
	const { steps } = forecastTheta(fitted(Array.from({ length: 40 }, (_, t) => 10 + 2 * t)), { horizon: 3 });
	expect(steps[0]?.mean).toBeCloseTo(89, 2);
	expect(steps[2]?.mean).toBeCloseTo(91, 2);
});

test('takes an additive season out of values that fall to 0 and below', () => {
	const season = [-12, 4, 8, 0];
	const values = Array.from({ length: 40 }, (_, t) => 8 + (season[t % 4] ?? 0) + (((t * 7919) % 13) - 6) / 30);
	const model = fitted(values, 4);
	expect(model.adjustment?.kind).toBe('additive');
	forecastTheta(model, { horizon: 4 }).steps.forEach(({ mean }, step) => {
		expect(Math.abs(mean - 8 - (season[step] ?? 0))).toBeLessThan(0.5);
	});
});

test('forecasts the same from a model that was stored, past empty steps too', () => {
	const model = fitted([...AIR_PASSENGERS, null, null], 12);
	const stored = JSON.parse(JSON.stringify(model)) as ThetaModel;
	const { steps, reason } = forecastTheta(stored, { horizon: 6 });
	expect(steps).toEqual(forecastTheta(fitted(AIR_PASSENGERS, 12), { horizon: 8 }).steps.slice(2));
	expect(reason).toBe('a season of 12 shows and was taken out before; 2 empty steps at the end forecast as well');
});

test('falls back by name where there is nothing to fit', () => {
	const spec = (series: readonly (number | null)[]): string => forecastTheta(fitTheta(series), { horizon: 2 }).spec;
	expect(spec([3])).toBe('naive');
	expect(spec([5, 5, 5, 5, 5, 5, 5, 5])).toBe('constant');
	expect(spec([0, 0, 0, 2, 0, 0, 1, 0, 0])).toBe('Croston (SBA)');
	expect(spec([1, 2, 4, 3, 5])).toBe('Theta');
	expect(() => fitTheta([])).toThrow(ModelError);
});

test('gives a sound forecast or an error in words for any series', () => {
	const horizons = fc.integer({ min: 1, max: 30 });
	fc.assert(
		fc.property(SERIES, fc.constantFrom(1, 2, 4, 7, 12, 30), horizons, (series, season, horizon) => {
			try {
				expectSoundSteps(forecastTheta(fitTheta(series, { season }), { horizon, levels: [95, 50, 80] }), horizon);
			} catch (error) {
				expect(error).toBeInstanceOf(ModelError);
			}
		}),
		{ numRuns: 300 },
	);
});

test("does what the card's worked example says", () => {
	const model = fitted([3, 5, 4, 6, 5, 7, 6, 8]);
	expect(model.parameters.alpha).toBeCloseTo(0.595, 3);
	expect(model.parameters.drift).toBeCloseTo(4 / 7 / 2, 10);
	const { steps } = forecastTheta(model, { horizon: 2, levels: [80] });
	expect(steps.map(({ mean }) => mean.toFixed(2))).toEqual(['7.71', '7.99']);
});
