import { fitAutoForecast, forecastAuto, poolErrors } from '#models/auto-forecast/auto-forecast.ts';
import { fitEts, forecastEts } from '#models/ets/ets.ts';
import { intervalErrors, naiveScale, pointErrors } from '#models/forecast-evaluation/forecast-evaluation.ts';
import type { Forecast } from '#models/series/forecast.ts';
import { fitTheta, forecastTheta } from '#models/theta/theta.ts';
import { forecastingFolder, readCompetition, readPeer } from '../tests/models/series/competition-series.ts';
import type { CompetitionSeries } from '../tests/models/series/competition-series.ts';
import { quantile } from './measure.ts';

/** Means of named figures by group, in the order of their first appearance. */
class Averages {
	readonly #sums = new Map<string, Map<string, { sum: number; n: number }>>();

	add(groups: readonly string[], figures: Readonly<Record<string, number | null>>): void {
		for (const group of groups) {
			const held = this.#sums.get(group) ?? new Map<string, { sum: number; n: number }>();
			this.#sums.set(group, held);
			for (const [name, value] of Object.entries(figures)) {
				const { sum, n } = held.get(name) ?? { sum: 0, n: 0 };
				if (value !== null) held.set(name, { sum: sum + value, n: n + 1 });
			}
		}
	}

	print(title: string): void {
		console.log(title);
		for (const [group, figures] of this.#sums) {
			const words = Array.from(figures, ([name, { sum, n }]) => `${name} ${(sum / n).toFixed(3)}`);
			console.log(`  ${group.padEnd(10)} ${words.join('  ')}`);
		}
	}
}

const meansOf = ({ steps }: Forecast): number[] => steps.map(({ mean }) => mean);

/** Milliseconds of processor time so far: unlike the clock's, they do not grow while others use the machine. */
function processorTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

function timed<Result>(work: () => Result, times: number[]): Result {
	const began = processorTime();
	const result = work();
	times.push(processorTime() - began);
	return result;
}

const printTimes = (title: string, times: readonly number[]): void =>
	console.log(
		`${title}, processor time: median ${quantile(times, 0.5).toFixed(2)} ms, 95 % ${quantile(times, 0.95).toFixed(1)} ms, ` +
			`all ${times.length} ${(times.reduce((sum, time) => sum + time, 0) / 1000).toFixed(1)} s`,
	);

/** ETS, Theta and their mean on every series of the M3 competition, beside R's averages. */
function measureAccuracy(series: readonly CompetitionSeries[]): void {
	const averages = new Averages();
	const times: Record<string, number[]> = { ets: [], theta: [], 'ETS and Theta, monthly': [] };
	for (const { season, period, training, test } of series) {
		const horizon = test.length;
		const scale = naiveScale(training, season);
		const began = processorTime();
		const ets = meansOf(timed(() => forecastEts(fitEts(training, { season }), { horizon }), times.ets ?? []));
		const theta = meansOf(timed(() => forecastTheta(fitTheta(training, { season }), { horizon }), times.theta ?? []));
		if (period === 'MONTHLY') times['ETS and Theta, monthly']?.push(processorTime() - began);
		const both = ets.map((value, step) => (value + (theta[step] ?? 0)) / 2);
		for (const [name, forecast] of Object.entries({ ets, theta, mean: both })) {
			const { smape, mase } = pointErrors(test, forecast, scale);
			averages.add(['all', period], { [`${name} sMAPE`]: smape, [`${name} MASE`]: mase });
		}
	}
	averages.print(
		`M3, all ${series.length} series (R's averages: ets 13.067 / 1.425, thetaf 12.790 / 1.419, mean 12.450 / 1.351)`,
	);
	for (const [name, list] of Object.entries(times)) printTimes(name, list);
}

/** The automatic choice and its bounds, from each series' own errors and pooled by period. */
function measureBounds(title: string, series: readonly CompetitionSeries[]): void {
	const times: number[] = [];
	const fitted = series.map(({ season, period, training, test }) => {
		const model = timed(() => fitAutoForecast(training, { season, horizon: test.length }), times);
		return { season, period, training, test, model };
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
		const averages = new Averages();
		for (const { season, period, training, test, model } of fitted) {
			const pool = isPooled ? (pools.get(period) ?? null) : null;
			const forecast = forecastAuto(model, { horizon: test.length, levels: [80, 95], pool });
			const scale = naiveScale(training, season);
			const { smape, mase } = pointErrors(test, meansOf(forecast), scale);
			const held = [80, 95].map((level, place) => {
				const bounds = forecast.steps.map(({ intervals }) => intervals[place]);
				const lower = bounds.map((bound) => bound?.lower ?? Number.NaN);
				const upper = bounds.map((bound) => bound?.upper ?? Number.NaN);
				const { coverage, msis } = intervalErrors(test, { lower, upper }, level, scale);
				return { [`${level} % covers`]: coverage, [`MSIS ${level}`]: msis };
			});
			averages.add(['all', period], Object.assign({ sMAPE: smape, MASE: mase }, ...held) as Record<string, number>);
		}
		averages.print(`${title}, auto-forecast, bounds ${isPooled ? 'pooled by period' : "from each series' own errors"}`);
	}
	printTimes('auto-forecast', times);
}

/**
 * Forecasts the M3 competition: accuracy and time of ETS, Theta and their mean on all 3,003 series, choice and bounds on
 * the series that R was run on (R's ets there: 71.7 % in the 80 % band, 88.5 % in the 95 %, MSIS 10.71) and on 40 of M4.
 */
export function measureForecast(): void {
	if (forecastingFolder === null) {
		console.log('forecast: the competitions lie in no folder of examples, nothing measured');
		return;
	}
	const m3 = readCompetition('m3');
	const peer = readPeer('m3').series;
	measureAccuracy(m3);
	measureBounds(
		'M3, 317 series',
		m3.filter(({ id }) => peer[id] !== undefined),
	);
	measureBounds(
		'M3, 601 others',
		m3.filter(({ id }, index) => peer[id] === undefined && index % 4 === 1),
	);
	const weekly = readPeer('m4_weekly').series;
	measureBounds(
		'M4 weekly, 40 series',
		readCompetition('m4_weekly').filter(({ id }) => weekly[id] !== undefined),
	);
}
