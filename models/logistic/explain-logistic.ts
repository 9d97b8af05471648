import { sigmoid } from '../math/sigmoid.ts';
import { ModelError } from '../model-error.ts';
import { termsOf } from './encoding.ts';
import type { FeatureEncoding } from './encoding.ts';
import { MISSING_LEVEL } from './feature-column.ts';
import type { FeatureColumn } from './feature-column.ts';
import type { LogisticModel } from './logistic.ts';

/** What one column of a row does to its score. */
export interface Reason {
	readonly feature: string;
	/** What the row has there; `missing` for a null. */
	readonly value: number | string;
	/** Log odds more (or fewer) than the average training row has from this column. */
	readonly contribution: number;
	readonly direction: 'raises' | 'lowers' | 'neutral';
	/** A level that no training row had, taken for the first one. */
	readonly isUnknownLevel: boolean;
}

export interface Explanation {
	readonly probability: number;
	/** `average` and all contributions add up to it. */
	readonly logOdds: number;
	/** The log odds of a row that is average in every column. */
	readonly average: number;
	/** The strongest first. */
	readonly reasons: readonly Reason[];
}

/**
 * Why a row has its score: for each column, the log odds that it adds to those of the average training row (the linear
 * model's own additive parts; for independent columns they are its Shapley values: Štrumbelj & Kononenko 2014).
 * @param row index into the columns
 * @throws ModelError as `predictLogistic`, or when there is no such row
 * @example explainLogistic(model, columns, 0).reasons[0]
 * // { feature: 'tenure', value: 1, contribution: 1.78, direction: 'raises', isUnknownLevel: false }
 */
export function explainLogistic(model: LogisticModel, columns: readonly FeatureColumn[], row: number): Explanation {
	const weights = weightsByTerm(model);
	const reasons: Reason[] = [];
	let { intercept: average } = model;
	for (const feature of model.encoding.features) {
		const mean = averageOf(feature, weights);
		const value = valueAt(columns, feature, row);
		average += mean;
		reasons.push(reasonOf(feature, value, weights, mean));
	}
	reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
	const logOdds = reasons.reduce((sum, { contribution }) => sum + contribution, average);
	return { probability: sigmoid(logOdds), logOdds, average, reasons };
}

/** Coefficients by feature and level: names may hold a "=", so that `column=level` would not tell them apart. */
type TermWeights = ReadonlyMap<string, ReadonlyMap<string | null, number>>;

function weightsByTerm({ encoding, coefficients }: LogisticModel): TermWeights {
	const weights = new Map<string, Map<string | null, number>>();
	termsOf(encoding).forEach((term, index) => {
		const ofFeature = weights.get(term.feature) ?? new Map<string | null, number>();
		ofFeature.set(term.level, coefficients[index]?.estimate ?? 0);
		weights.set(term.feature, ofFeature);
	});
	return weights;
}

/** What a feature adds to the log odds of an average training row: nothing where it is a z-score. */
function averageOf(feature: FeatureEncoding, weights: TermWeights): number {
	if (feature.kind === 'number') return 0;
	const { name, levels, shares } = feature;
	return levels.reduce((sum, level, index) => sum + (shares[index] ?? 0) * (weights.get(name)?.get(level) ?? 0), 0);
}

function valueAt(columns: readonly FeatureColumn[], { name, kind }: FeatureEncoding, row: number): number | string {
	const column = columns.find((each) => each.name === name && each.kind === kind);
	if (column === undefined) throw new ModelError('input', `no column "${name}" that holds a ${kind}`);
	const value = column.values[row];
	if (value === undefined) throw new ModelError('input', `no row ${row} (received ${column.values.length})`);
	if (typeof value === 'number' && !Number.isFinite(value)) {
		throw new ModelError('input', `column "${name}" is ${value} at index ${row} (expected a finite number)`);
	}
	return value ?? MISSING_LEVEL;
}

function reasonOf(feature: FeatureEncoding, value: number | string, weights: TermWeights, mean: number): Reason {
	const ofFeature = weights.get(feature.name);
	const part =
		feature.kind === 'number'
			? (ofFeature?.get(null) ?? 0) * ((Number(value) - feature.mean) / feature.deviation)
			: (ofFeature?.get(String(value)) ?? 0);
	const contribution = part - mean;
	return {
		feature: feature.name,
		value,
		contribution,
		direction: contribution > 0 ? 'raises' : contribution < 0 ? 'lowers' : 'neutral',
		isUnknownLevel: feature.kind === 'category' && !feature.levels.includes(String(value)),
	};
}
