import { expect, test } from 'vitest';
import { fitAutoForecast, forecastAuto, poolErrors } from '#models/auto-forecast/auto-forecast.ts';
import { fitEts, forecastEts } from '#models/ets/ets.ts';
import { intervalErrors, naiveScale, pointErrors } from '#models/forecast-evaluation/forecast-evaluation.ts';
import type { Forecast } from '#models/series/forecast.ts';
import {
	forecastingFolder,
	readCompetition,
	readPeer,
	readPeerForecasts,
} from '../../models/series/competition-series.ts';
import type { Competition, CompetitionSeries } from '../../models/series/competition-series.ts';

const readReference = (competition: Competition): readonly CompetitionSeries[] => {
	const { series } = readPeer(competition);
	return readCompetition(competition).filter(({ id }) => series[id] !== undefined);
};

/** Bounds by level of a forecast at 80 and 95 percent. */
function boundErrors(forecast: Forecast, truth: Float64Array, scale: number | null) {
	const [narrow, wide] = [80, 95].map((level, place) => {
		const bounds = forecast.steps.map(({ intervals }) => intervals[place]);
		const lower = bounds.map((bound) => bound?.lower ?? Number.NaN);
		const upper = bounds.map((bound) => bound?.upper ?? Number.NaN);
		return intervalErrors(truth, { lower, upper }, level, scale);
	});
	return { narrow: narrow?.coverage ?? Number.NaN, wide: wide?.coverage ?? Number.NaN, msis: wide?.msis ?? Infinity };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const meansOf = ({ steps }: Forecast): number[] => steps.map((step) => step.mean);

test.skipIf(forecastingFolder === null).each(['m3', 'm4_weekly'] as const)(
	"chooses R's form of ETS on all reference series of %s, and is as accurate",
	(competition) => {
		const peer = readPeer(competition);
		const forecasts = readPeerForecasts(competition);
		const smapes: number[] = [];
		const mases: number[] = [];
		const bounds: ReturnType<typeof boundErrors>[] = [];
		for (const { id, season, training, test: truth } of readReference(competition)) {
			const model = fitEts(training, { season });
			const forecast = forecastEts(model, { horizon: truth.length });
			const ets = meansOf(forecast);
			expect(model.spec, id).toBe(peer.series[id]?.ets.model);
			if (model.kind === 'ets') expect(model.aicc, id).toBeLessThan((peer.series[id]?.ets.aicc ?? 0) + 0.1);
			const worst = ets.map((value, step) => Math.abs(value / (forecasts.get(`${id} ets`)?.[step] ?? 0) - 1));
			expect(Math.max(...worst), id).toBeLessThan(0.01);
			const scale = naiveScale(training, season);
			const { smape, mase } = pointErrors(truth, ets, scale);
			bounds.push(boundErrors(forecast, truth, scale));
			smapes.push(smape);
			mases.push(mase ?? Number.NaN);
		}
		const average = peer.averages.ALL?.ets;
		expect(mean(smapes)).toBeLessThan(1.005 * (average?.smape ?? 0));
		expect(mean(mases)).toBeLessThan(1.005 * (average?.mase ?? 0));
		if (competition === 'm3') {
			// expected_intervals_m3.json: coverage to .01, MSIS to 2 %
			expect(Math.abs(mean(bounds.map(({ narrow }) => narrow)) - 0.7165)).toBeLessThan(0.01);
			expect(Math.abs(mean(bounds.map(({ wide }) => wide)) - 0.8851)).toBeLessThan(0.01);
			expect(Math.abs(mean(bounds.map(({ msis }) => msis)) / 10.709 - 1)).toBeLessThan(0.02);
		}
	},
);

test.skipIf(forecastingFolder === null)('holds its bands on the M3 reference series, closer than R does', () => {
	const fitted = readReference('m3').map((series) => {
		const { training, season, test: truth } = series;
		return { ...series, model: fitAutoForecast(training, { season, horizon: truth.length }) };
	});
	const pools = new Map(
		Array.from(
			Map.groupBy(fitted, ({ period }) => period),
			([period, alike]) => {
				const models = alike.map(({ model }) => model);
				return [period, poolErrors(models, alike[0]?.season ?? 1)];
			},
		),
	);
	for (const isPooled of [false, true]) {
		const figures = fitted.map(({ model, period, training, season, test: truth }) => {
			const pool = isPooled ? (pools.get(period) ?? null) : null;
			const forecast = forecastAuto(model, { horizon: truth.length, levels: [80, 95], pool });
			const scale = naiveScale(training, season);
			return { smape: pointErrors(truth, meansOf(forecast), scale).smape, ...boundErrors(forecast, truth, scale) };
		});
		// R 4.2.2, forecast 8.20 on these series: mean of ets, thetaf and auto.arima 11.946; ets covers 71.7 and 88.5 %, MSIS 10.709
		expect(mean(figures.map(({ smape }) => smape))).toBeLessThan(11.95);
		expect(Math.abs(mean(figures.map(({ narrow }) => narrow)) - 0.8)).toBeLessThan(0.03);
		expect(Math.abs(mean(figures.map(({ wide }) => wide)) - 0.95)).toBeLessThan(0.03);
		expect(mean(figures.map(({ msis }) => msis))).toBeLessThan(10.71);
	}
});
