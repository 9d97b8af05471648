import * as v from 'valibot';
import { candidateOf } from '#lib/scores/spec-name.ts';
import { parseJson } from './model-evidence.ts';

/** A parameter of a fitted model as its card lists it: a number, or several of one kind. */
export interface ModelParameter {
	/** A symbol of the formula, or a code that the page has a word for. */
	readonly name: string;
	/** What it belongs to where a model has parts: `stage` of `stage=Offer`, the part's name; null for the model itself. */
	readonly part: string | null;
	readonly values: readonly number[];
	readonly error: number | null;
}

const numbers = v.record(v.string(), v.number());
const errors = v.nullish(v.record(v.string(), v.nullable(v.number())));
const fitted = v.object({ model: v.string(), parameters: numbers, standardErrors: errors });

const valueSchema = v.object({
	purchases: fitted,
	spend: v.nullable(fitted),
	meanMoney: v.number(),
	pace: v.nullish(numbers),
	clock: v.nullish(v.unknown()),
});
const dealsSchema = v.object({
	model: v.object({
		intercept: v.number(),
		interceptStandardError: v.nullish(v.number()),
		coefficients: v.array(v.object({ name: v.string(), estimate: v.number(), standardError: v.nullish(v.number()) })),
	}),
});
const cutsSchema = v.object({
	recency: v.array(v.number()),
	frequency: v.array(v.number()),
	monetary: v.array(v.number()),
});

function partsOf({ model, parameters, standardErrors }: v.InferOutput<typeof fitted>): ModelParameter[] {
	return Object.entries(parameters).map(([name, value]) => ({
		name,
		part: model,
		values: [value],
		error: standardErrors?.[name] ?? null,
	}));
}

function valueParameters(stored: unknown): ModelParameter[] {
	const parsed = v.safeParse(valueSchema, stored);
	if (!parsed.success) return [];
	const { purchases, spend, meanMoney, pace } = parsed.output;
	return [
		...partsOf(purchases),
		...(spend === null ? [{ name: 'mean_money', part: null, values: [meanMoney], error: null }] : partsOf(spend)),
		...Object.entries(pace ?? {}).map(([name, value]) => ({ name, part: 'pace', values: [value], error: null })),
	];
}

function dealParameters(stored: unknown): ModelParameter[] {
	const parsed = v.safeParse(dealsSchema, stored);
	if (!parsed.success) return [];
	const { intercept, interceptStandardError, coefficients } = parsed.output.model;
	return [
		{ name: 'intercept', part: null, values: [intercept], error: interceptStandardError ?? null },
		...coefficients.map(({ name, estimate, standardError }) => {
			const [feature = name, level] = name.split(/=(.*)/s);
			return {
				name: level ?? feature,
				part: level === undefined ? null : feature,
				values: [estimate],
				error: standardError ?? null,
			};
		}),
	];
}

function cutParameters(stored: unknown): ModelParameter[] {
	const parsed = v.safeParse(cutsSchema, stored);
	if (!parsed.success) return [];
	const { recency, frequency, monetary } = parsed.output;
	return [
		// Recency counts backwards, so that the latest score the highest; people count days forwards.
		{ name: 'recency', part: 'cut', values: recency.map((days) => -days), error: null },
		{ name: 'frequency', part: 'cut', values: frequency, error: null },
		{ name: 'monetary', part: 'cut', values: monetary, error: null },
	];
}

/** The parameters that a model's card lists; none of a model that was not fitted, or of a shape that is not ours. */
export function modelParameters(model: string, text: string): ModelParameter[] {
	const stored = parseJson(text);
	switch (model) {
		case 'customer-value':
			return valueParameters(stored);
		case 'deal-win':
			return dealParameters(stored);
		case 'rfm-segments':
			return cutParameters(stored);
		default:
			return [];
	}
}

/** The candidate of a model's evidence that was chosen; null where the parameters do not tell. */
export function chosenCandidate(model: string, kind: string, text: string): string | null {
	if (model === 'deal-win') return kind;
	if (model === 'customer-value') {
		const parsed = v.safeParse(valueSchema, parseJson(text));
		return !parsed.success || parsed.output.clock === null ? kind : `${kind}:season`;
	}
	const total = seriesChoices(text).find(({ series, grain }) => series === 'total' && grain === 'week');
	return total === undefined ? null : candidateOf(total.spec);
}

const score = v.object({ name: v.string(), mae: v.number() });
const seriesSchema = v.object({
	models: v.array(
		v.object({
			series: v.string(),
			seriesValue: v.nullable(v.string()),
			grain: v.string(),
			model: v.object({
				spec: v.string(),
				evidence: v.object({
					origins: v.number(),
					scores: v.array(score),
					beatsBaselines: v.nullable(v.boolean()),
				}),
			}),
		}),
	),
});

/** How the model of one series was chosen. */
export interface SeriesChoice {
	readonly series: string;
	readonly seriesValue: string | null;
	readonly grain: string;
	/** The model as it calls itself. */
	readonly spec: string;
	/** Earlier moments at which the candidates were tried; 0 where the series is too short. */
	readonly origins: number;
	/** Mean absolute error of each candidate there. */
	readonly scores: readonly { readonly name: string; readonly mae: number }[];
	/** Whether it was closer than the naive forecasts there; null where nothing was tried. */
	readonly beatsBaselines: boolean | null;
}

/** How each series of the revenue forecast got its model. */
export function seriesChoices(text: string): SeriesChoice[] {
	const parsed = v.safeParse(seriesSchema, parseJson(text));
	if (!parsed.success) return [];
	return parsed.output.models.map(({ model: { spec, evidence }, ...key }) => ({ ...key, spec, ...evidence }));
}
