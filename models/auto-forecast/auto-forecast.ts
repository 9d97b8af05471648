import { fitEts } from '../ets/ets.ts';
import type { EtsModel } from '../ets/ets.ts';
import { checkRequest, stepWithin } from '../series/forecast.ts';
import type { Expectation, Forecast, ForecastRequest, ForecastStep } from '../series/forecast.ts';
import { joinReasons, prepareSeries } from '../series/prepare-series.ts';
import type { Series } from '../series/prepare-series.ts';
import type { SimpleModel } from '../series/simple-forecast.ts';
import { fitTheta } from '../theta/theta.ts';
import type { ThetaModel } from '../theta/theta.ts';
import { chooseWidths } from './conformal.ts';
import type { PooledErrors } from './conformal.ts';
import { expectFitted, meanOf, testAtOrigins } from './rolling-origin.ts';
import type { CandidateName, OriginScore, OriginTest } from './rolling-origin.ts';

/** What was chosen for a series, what it is made of, and how it did on the series' own past. */
export interface AutoModel {
	readonly kind: 'auto';
	/** `mean of ETS(M,Ad,M) and Theta`, one of them, or a fallback's name. */
	readonly spec: string;
	/** Why this one, as words. */
	readonly reason: string;
	readonly season: number;
	/** The horizon that the choice was made for. */
	readonly horizon: number;
	/** One model, or two whose mean is the forecast. */
	readonly parts: readonly (EtsModel | ThetaModel | SimpleModel)[];
	/** Whether no value was below 0: then no forecast is. */
	readonly isNonNegative: boolean;
	readonly evidence: {
		/** Origins of the test; 0 where the series is too short for one. */
		readonly origins: number;
		/** Each candidate and each baseline at those origins. */
		readonly scores: readonly OriginScore[];
		/** Whether the chosen one's absolute error is below every baseline's; null without a test. */
		readonly beatsBaselines: boolean | null;
	};
	/** The chosen one's absolute errors at the origins over its standard deviations there. */
	readonly scaledErrors: readonly number[];
}

/** The mean is hard to beat: another one must have been better by this much. */
const MARGIN = 0.1;

/**
 * Chooses among ETS, Theta and their mean by what each did at several origins in the series' past: their mean, unless
 * one of the two was better by a tenth of its absolute error. The form of ETS is chosen once, by AICc on all values.
 * Gaps, and series that are no matter for a model: as in fitEts.
 *
 * @throws ModelError (input) as fitEts does, and for a horizon out of range
 * @example fitAutoForecast(passengers, { season: 12, horizon: 12 }).spec // 'mean of ETS(M,Ad,M) and Theta on seasonally adjusted values'
 */
export function fitAutoForecast(
	series: Series,
	{ season = 1, horizon }: { readonly season?: number; readonly horizon: number },
): AutoModel {
	checkRequest({ horizon });
	const { values, known, note } = prepareSeries(series, season);
	const common = { kind: 'auto', season, horizon, isNonNegative: known.every((value) => value >= 0) } as const;
	const ets = fitEts(series, { season });
	const theta = fitTheta(series, { season });
	if (ets.kind === 'simple' || theta.kind === 'simple') {
		const only = ets.kind === 'simple' ? theta : ets;
		const evidence = { origins: 0, scores: [], beatsBaselines: null };
		return {
			...common,
			spec: only.spec,
			reason: joinReasons(only.reason, note),
			parts: [only],
			evidence,
			scaledErrors: [],
		};
	}
	const test = testAtOrigins(values, season, horizon, ets.form);
	const name = test === null ? 'mean' : chooseCandidate(test.scores);
	const parts = name === 'mean' ? [ets, theta] : [name === 'ets' ? ets : theta];
	const specs = parts.map(({ spec }) => spec);
	return {
		...common,
		spec: specs.length === 1 ? specs.join('') : `mean of ${specs.join(' and ')}`,
		reason: joinReasons(reasonFor(name, test), ...parts.map((part) => `${shortName(part)}: ${part.reason}`), note),
		parts,
		evidence: {
			origins: test?.origins.length ?? 0,
			scores: test?.scores ?? [],
			beatsBaselines: test === null ? null : beatsBaselines(name, test.scores),
		},
		scaledErrors: test?.scaledErrors[name] ?? [],
	};
}

function chooseCandidate(scores: readonly OriginScore[]): CandidateName {
	const ets = errorOf('ets', scores);
	const theta = errorOf('theta', scores);
	const best = ets <= theta ? 'ets' : 'theta';
	return Math.min(ets, theta) < (1 - MARGIN) * errorOf('mean', scores) ? best : 'mean';
}

const errorOf = (name: OriginScore['name'], scores: readonly OriginScore[]): number =>
	scores.find((score) => score.name === name)?.mae ?? Infinity;

const beatsBaselines = (name: CandidateName, scores: readonly OriginScore[]): boolean =>
	errorOf(name, scores) < Math.min(errorOf('naive', scores), errorOf('seasonal naive', scores));

function reasonFor(name: CandidateName, test: OriginTest | null): string {
	if (test === null) return 'too short for a test on its own past, so the mean of both';
	const { origins, scores } = test;
	const baseline = beatsBaselines(name, scores) ? '' : ', though a naive forecast did no worse';
	if (name === 'mean') return `neither was a tenth better than their mean at ${origins.length} origins${baseline}`;
	const gain = Math.round(100 * (1 - errorOf(name, scores) / errorOf('mean', scores)));
	return `its error at ${origins.length} origins was ${gain} % below that of the mean of both${baseline}`;
}

const shortName = ({ kind }: EtsModel | ThetaModel | SimpleModel): string => (kind === 'ets' ? 'ETS' : 'Theta');

export interface AutoForecastRequest extends ForecastRequest {
	/** The errors of the series that were fitted together (see poolErrors); without them only the series' own. */
	readonly pool?: PooledErrors | null;
}

/**
 * The forecast of a chosen model. Its bounds reach as many of the model's standard deviations as the errors at the
 * origins say (see chooseWidths): `pooled` over the series of a file where a pool is given, `conformal` from the series'
 * own, `model` where there are too few for the widest level, and for fallbacks.
 *
 * @throws ModelError (input) for a horizon or a level out of range
 */
export function forecastAuto(model: AutoModel, request: AutoForecastRequest): Forecast {
	const { horizon, levels } = checkRequest(request);
	const expected = expectParts(model, horizon);
	const isFallback = model.parts.some(({ kind }) => kind === 'simple');
	const { widths, source } = chooseWidths(levels, model.scaledErrors, isFallback ? null : (request.pool ?? null));
	const steps = Array.from(expected.means, (mean, step) => {
		const deviation = expected.deviations[step] ?? 0;
		const found = stepWithin(
			mean,
			widths.map((width) => width * deviation),
			levels,
		);
		return model.isNonNegative ? notBelowZero(found) : found;
	});
	return { steps, interval: source, spec: model.spec, reason: model.reason };
}

function expectParts({ parts }: AutoModel, horizon: number): Expectation {
	const [first, second] = parts.map((part) => expectFitted(part, horizon));
	if (first === undefined) return { means: new Float64Array(0), deviations: new Float64Array(0) };
	return second === undefined ? first : meanOf(first, second);
}

const notBelowZero = ({ mean, intervals }: ForecastStep): ForecastStep => ({
	mean: Math.max(0, mean),
	intervals: intervals.map(({ level, lower, upper }) => ({
		level,
		lower: Math.max(0, lower),
		upper: Math.max(0, upper),
	})),
});

/**
 * The scaled errors of all models of one season, to be shared by their forecasts: bounds that no single short series
 * could give.
 */
export function poolErrors(models: readonly AutoModel[], season: number): PooledErrors {
	const alike = models.filter((model) => model.season === season && model.scaledErrors.length > 0);
	const errors = Float64Array.from(alike.flatMap(({ scaledErrors }) => scaledErrors)).sort();
	return { season, series: alike.length, errors: Array.from(errors) };
}
