import { setImmediate } from 'node:timers/promises';
import * as v from 'valibot';
import { forecastAuto, poolErrors } from '#models/auto-forecast/auto-forecast.ts';
import type { AutoModel } from '#models/auto-forecast/auto-forecast.ts';
import { ETS_FORMS } from '#models/ets/forms.ts';
import { ModelError } from '#models/model-error.ts';
import type { Forecast, ForecastStep } from '#models/series/forecast.ts';
import { figureTable } from './figure-table.ts';
import { FORECAST_MODELS } from './forecast-models.ts';
import type { ForecastModelName } from './forecast-models.ts';
import type { InputTable } from './input-table.ts';
import { modelFit } from './model-fit.ts';
import type { FitResult, ModelFit } from './model-fit.ts';
import { whole } from './options.ts';
import { seriesOf } from './series-input.ts';
import type { InputSeries } from './series-input.ts';

const level = v.pipe(
	v.number(),
	v.gtValue(0, 'expected percents above 0 and below 100'),
	v.ltValue(100, 'expected percents above 0 and below 100'),
);
const common = {
	season: v.optional(whole(1, 10_000), 1),
	horizon: whole(1, 10_000),
	levels: v.optional(v.pipe(v.array(level), v.minLength(1, 'expected at least one level')), () => [80, 95]),
};
const forms = ETS_FORMS.map(({ error, trend, season }) => error + trend + season);

/** Only ets has forms to choose from. */
const forecastOptions = {
	ets: v.strictObject({ ...common, model: v.optional(v.nullable(v.picklist(forms)), null) }),
	theta: v.strictObject({ ...common, model: v.optional(v.null(), null) }),
	'auto-forecast': v.strictObject({ ...common, model: v.optional(v.null(), null) }),
} as const;

type Options = v.InferOutput<(typeof forecastOptions)['ets']>;

const COLUMNS = ['series', 't', 'value'];

/** Forecasts of the series of a file in long form. */
export function forecastFit(name: ForecastModelName): ModelFit {
	return modelFit({
		options: forecastOptions[name],
		isWanted: (column) => COLUMNS.includes(column),
		fit: (table, options) => fitSeries(name, table, options),
	});
}

interface FittedSeries extends InputSeries {
	readonly model: AutoModel;
}

async function fitSeries(name: ForecastModelName, table: InputTable, options: Options): Promise<FitResult> {
	const began = performance.now();
	const fitted: FittedSeries[] = [];
	for (const series of seriesOf(table)) {
		fitted.push({ ...series, model: fitOne(name, series, options) });
		// Lets an interruption through: a file may hold thousands of series.
		await setImmediate();
	}
	const seconds = (performance.now() - began) / 1000;
	const pool = poolErrors(
		fitted.map(({ model }) => model),
		options.season,
	);
	const series = fitted.map((each) =>
		seriesFigures(each, forecastAuto(each.model, { horizon: options.horizon, levels: options.levels, pool })),
	);
	const parts = fitted.flatMap(({ model }) => model.parts);
	const specs = new Set(parts.map((part) => (part.kind === 'simple' ? part.spec : null)));
	const [onlySpec = null] = specs.size === 1 ? specs : [];
	return {
		answer: {
			n: fitted.reduce((sum, { values }) => sum + values.filter((value) => value !== null).length, 0),
			seconds,
			converged: parts.every((part) => part.kind === 'simple' || part.converged),
			degenerate: onlySpec,
			series,
		},
		text: series.map(seriesText),
		notes: [],
	};
}

function fitOne(name: ForecastModelName, { name: series, values }: InputSeries, options: Options): AutoModel {
	try {
		return FORECAST_MODELS[name](values, options);
	} catch (cause) {
		if (!(cause instanceof ModelError)) throw cause;
		throw new ModelError(cause.kind, `series "${series}": ${cause.message}`, { cause });
	}
}

function seriesFigures({ name, model }: FittedSeries, forecast: Forecast) {
	const [only] = model.parts.length === 1 ? model.parts : [];
	return {
		series: name,
		spec: forecast.spec,
		reason: forecast.reason,
		parameters: parametersOf(model),
		logLikelihood: only?.kind === 'ets' ? only.logLikelihood : null,
		aicc: only?.kind === 'ets' ? only.aicc : null,
		interval: forecast.interval,
		...(model.evidence.origins > 0 && { evidence: model.evidence }),
		forecast: forecast.steps.map(stepFigures),
	};
}

/** Of one model by their names, of two by the names of the models. */
function parametersOf({ parts }: AutoModel): Readonly<Record<string, unknown>> {
	const [first] = parts;
	if (parts.length === 1) return first?.kind === 'simple' ? {} : { ...first?.parameters };
	return Object.fromEntries(parts.flatMap((part) => (part.kind === 'simple' ? [] : [[part.kind, part.parameters]])));
}

function stepFigures({ mean, intervals }: ForecastStep, index: number): Readonly<Record<string, number>> {
	const figures: Record<string, number> = { step: index + 1, mean };
	for (const { level: percent, lower, upper } of intervals) {
		figures[`lower${percent}`] = lower;
		figures[`upper${percent}`] = upper;
	}
	return figures;
}

function seriesText({ series, spec, interval, reason, forecast }: ReturnType<typeof seriesFigures>): string {
	const title = `${series}: ${spec}, bounds: ${interval} (${reason})`;
	return `${title}\n${figureTable(Object.keys(forecast[0] ?? {}), forecast.map(Object.values))}`;
}
