import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitEts, forecastEts } from '#models/ets/ets.ts';
import type { EtsModel } from '#models/ets/ets.ts';
import { createRandom } from '#models/math/random.ts';
import { ModelError } from '#models/model-error.ts';
import { AIR_PASSENGERS } from '../series/air-passengers.ts';
import { expectSoundSteps, SERIES } from '../series/sound-forecast.ts';

function fitted(series: Parameters<typeof fitEts>[0], options: Parameters<typeof fitEts>[1]): EtsModel {
	const model = fitEts(series, options);
	if (model.kind !== 'ets') throw new Error(`fell back to ${model.spec}`);
	return model;
}

// R forecast 8.20 on all 144 months. The file's tolerances: log-likelihood .05 (higher is fine), parameters .02.
test.each([
	[undefined, 'ETS(M,Ad,M)', -679.5832, 1400.6384, { alpha: 0.709552, beta: 0.0204089, gamma: 0.000100468, phi: 0.98 }],
	['MAM', 'ETS(M,A,M)', -682.4036, 1403.6644, { alpha: 0.394997, beta: 0.0107004, gamma: 0.399539 }],
	['AAA', 'ETS(A,A,A)', -765.9358, 1570.7288, { alpha: 0.99348, beta: 0.000191179, gamma: 0.000580033 }],
	['ANN', 'ETS(A,N,N)', -863.8934, 1733.9582, { alpha: 0.9999 }],
	['AAN', 'ETS(A,A,N)', -863.6473, 1737.7294, { alpha: 0.9999, beta: 0.000100019 }],
	['AAdN', 'ETS(A,Ad,N)', -863.7961, 1740.2053, { alpha: 0.999899, beta: 0.000100016, phi: 0.98 }],
] as const)('fits form %s to the airline passengers as R does', (form, spec, logLikelihood, aicc, parameters) => {
	const model = fitted(AIR_PASSENGERS, { season: 12, ...(form === undefined ? {} : { form }) });
	expect(model.spec).toBe(spec);
	expect(model.logLikelihood).toBeGreaterThan(logLikelihood - 0.05);
	expect(model.aicc).toBeLessThan(aicc + 0.1);
	expect(Object.keys(model.parameters)).toEqual(Object.keys(parameters));
	for (const [name, value] of Object.entries(parameters)) {
		expect(Math.abs(model.parameters[name as keyof typeof parameters] - value)).toBeLessThan(0.02);
	}
});

test('chooses the form that R chooses for the logarithms', () => {
	const model = fitted(AIR_PASSENGERS.map(Math.log), { season: 12 });
	expect(model.spec).toBe('ETS(M,A,M)');
	expect(Math.abs(model.logLikelihood - 121.1702)).toBeLessThan(0.05);
});

test("forecasts the last 12 months within 1 % of R's means and bounds", () => {
	const { steps } = forecastEts(fitted(AIR_PASSENGERS.slice(0, 132), { season: 12 }), { horizon: 12 });
	const means = [411.91148, 406.96937, 467.34858, 450.73859, 451.53272, 513.23144, 569.88679, 567.58735];
	const lower80 = [391.9778, 382.0344, 433.5448, 413.6375, 410.1879, 461.7576, 507.9846, 501.3865];
	const upper95 = [442.3974, 445.1041, 519.047, 507.4798, 514.7642, 591.9538, 664.558, 668.8328];
	means.forEach((mean, step) => {
		expect(Math.abs((steps[step]?.mean ?? 0) / mean - 1)).toBeLessThan(0.01);
		expect(Math.abs((steps[step]?.intervals[0]?.lower ?? 0) / (lower80[step] ?? 0) - 1)).toBeLessThan(0.01);
		expect(Math.abs((steps[step]?.intervals[1]?.upper ?? 0) / (upper95[step] ?? 0) - 1)).toBeLessThan(0.01);
	});
});

test('forecasts the same from a model that was stored', () => {
	const model = fitted(AIR_PASSENGERS, { season: 12 });
	const stored = JSON.parse(JSON.stringify(model)) as EtsModel;
	expect(stored).toEqual(model);
	expect(forecastEts(stored, { horizon: 30 })).toEqual(forecastEts(model, { horizon: 30 }));
});

test('says why it chose the form', () => {
	expect(fitted(AIR_PASSENGERS, { season: 12 }).reason).toBe('lowest AICc of 15 forms');
	expect(fitted(AIR_PASSENGERS, { season: 12, form: 'ANN' }).reason).toBe('the form asked for');
	expect(fitted(AIR_PASSENGERS.slice(0, 20), { season: 12 }).reason).toBe(
		'lowest AICc of 6 forms; 20 values are less than two seasons: no seasonal form was tried',
	);
	const withZero = AIR_PASSENGERS.map((value) => value - 104);
	expect(fitted(withZero, { season: 12 }).reason).toBe('lowest AICc of 6 forms');
	expect(fitted(withZero, { season: 12, form: 'MAM' }).reason).toBe(
		'ETS(M,A,M) was asked for, but it takes positive values only; lowest AICc of 6 forms',
	);
});

test('takes a season of more than 24 steps out before and gives it back', () => {
	const values = Array.from({ length: 160 }, (_, t) => (200 + t) * (1 + 0.5 * Math.sin((2 * Math.PI * t) / 52)));
	const model = fitted(values, { season: 52 });
	expect(model.spec).toMatch(/^ETS\(.*,N\) on seasonally adjusted values$/);
	expect(model.reason).toContain('a season of 52 is too long for a seasonal form and was taken out before');
	forecastEts(model, { horizon: 26 }).steps.forEach(({ mean }, step) => {
		const truth = (360 + step) * (1 + 0.5 * Math.sin((2 * Math.PI * (160 + step)) / 52));
		expect(Math.abs(mean / truth - 1)).toBeLessThan(0.05);
	});
	expect(() => fitEts(values, { season: 52, form: 'MAM' })).toThrow(
		'ETS(M,A,M) takes seasons of 2 to 24 steps, received 52',
	);
});

test('fills gaps and forecasts past the empty steps at the end', () => {
	const gappy = [null, ...AIR_PASSENGERS.map((value, t) => (t === 50 ? null : value)), null];
	const model = fitted(gappy, { season: 12 });
	const { steps, reason } = forecastEts(model, { horizon: 3 });
	const whole = forecastEts(fitted(AIR_PASSENGERS, { season: 12 }), { horizon: 4 }).steps;
	expect(reason).toBe(
		'lowest AICc of 15 forms; 1 gap filled in, 1 empty step at the beginning left out, 1 empty step at the end forecast as well',
	);
	steps.forEach(({ mean }, step) => expect(Math.abs(mean / (whole[step + 1]?.mean ?? 0) - 1)).toBeLessThan(0.06));
});

test('falls back by name where there is nothing to fit', () => {
	const spec = (series: readonly (number | null)[]): string => forecastEts(fitEts(series), { horizon: 2 }).spec;
	expect(spec([3])).toBe('naive');
	expect(spec([3, 4, 6])).toBe('naive');
	expect(spec([5, 5, 5, 5, 5, 5, 5, 5])).toBe('constant');
	expect(spec([0, 0, 0, 2, 0, 0, 1, 0, 0])).toBe('Croston (SBA)');
	expect(spec([1, null, null, 5, null, null, null, 4, null, 2, null, null, 6])).toBe('mean');
	expect(spec([1, 2, 4, 3, 5])).toMatch(/^ETS/);
});

test('refuses what is no series, no season and no form', () => {
	expect(() => fitEts([])).toThrow(ModelError);
	expect(() => fitEts([1, 2, 3, 4, 5, 6], { season: 1.5 })).toThrow(ModelError);
	expect(() => fitEts([1, 2, 3, 4, 5, 6], { form: 'XYZ' })).toThrow('unknown form of ets: "XYZ"');
	expect(() => fitEts([1, 2, 3, 4, 5, 6], { form: 'ANA' })).toThrow(
		'ETS(A,N,A) takes seasons of 2 to 24 steps, received 1',
	);
});

test('recovers the smoothing of a series that it would have made', () => {
	// standard errors at 1,000 values: about .03 and .015
	const random = createRandom(4);
	let level = 100;
	let slope = 1;
	const values = Array.from({ length: 1000 }, () => {
		const shock = random.normal();
		const value = level + slope + shock;
		level = level + slope + 0.3 * shock;
		slope += 0.1 * shock;
		return value;
	});
	const { parameters, sigma2 } = fitted(values, { form: 'AAN' });
	expect(Math.abs(parameters.alpha - 0.3)).toBeLessThan(0.09);
	expect(Math.abs((parameters.beta ?? 0) - 0.1)).toBeLessThan(0.045);
	expect(Math.abs(sigma2 - 1)).toBeLessThan(0.1);
});

test('gives a sound forecast or an error in words for any series', () => {
	const horizons = fc.integer({ min: 1, max: 30 });
	fc.assert(
		fc.property(SERIES, fc.constantFrom(1, 2, 4, 7, 12, 30), horizons, (series, season, horizon) => {
			try {
				const forecast = forecastEts(fitEts(series, { season }), { horizon, levels: [95, 50, 80] });
				expectSoundSteps(forecast, horizon);
			} catch (error) {
				expect(error).toBeInstanceOf(ModelError);
			}
		}),
		{ numRuns: 150 },
	);
});

test("does what the card's worked example says", () => {
	const sales = [62, 71, 58, 77, 66, 76, 63, 82, 70, 81, 67, 88, 75, 87, 72, 93];
	const model = fitEts(sales, { season: 4 });
	expect(model.spec).toBe('ETS(M,A,M)');
	const { steps } = forecastEts(model, { horizon: 4, levels: [80] });
	expect(steps.map(({ mean }) => Math.round(mean))).toEqual([80, 92, 75, 99]);
	expect(steps[0]?.intervals[0]?.lower).toBeCloseTo(78.9, 1);
	expect(steps[0]?.intervals[0]?.upper).toBeCloseTo(80.6, 1);
});
