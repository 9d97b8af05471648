import { ModelError } from '../model-error.ts';
import { MISSING_LEVEL } from './feature-column.ts';
import type { CategoryColumn, FeatureColumn, NumberColumn } from './feature-column.ts';

/** A number as the model sees it: z = (value − mean) / deviation. */
export interface NumberEncoding {
	readonly name: string;
	readonly kind: 'number';
	/** Of the training rows. */
	readonly mean: number;
	/** Population standard deviation of the training rows. */
	readonly deviation: number;
}

/** A set of words as the model sees it: a 0/1 column for each level but the first. */
export interface CategoryEncoding {
	readonly name: string;
	readonly kind: 'category';
	/** Sorted by code unit. The first has no column: it is the level that the others are compared with. */
	readonly levels: readonly string[];
	/** The share of the training rows at each level. */
	readonly shares: readonly number[];
}

export type FeatureEncoding = NumberEncoding | CategoryEncoding;

/** How feature columns become the columns of a linear model, learned on training rows. */
export interface Encoding {
	readonly features: readonly FeatureEncoding[];
	/** Columns with one value in all training rows: they tell nothing. */
	readonly constant: readonly string[];
}

/** More 0/1 columns than this are no categories but identifiers or free text. */
const MAX_LEVELS = 1_000;

/**
 * Learns from training rows how to encode feature columns. A weight counts a row that often; rows of weight 0 teach
 * nothing, not even a level.
 * @throws ModelError for a number too large to be squared, or more than 1,000 levels in a column
 */
export function learnEncoding(columns: readonly FeatureColumn[], weights: Float64Array): Encoding {
	const features: FeatureEncoding[] = [];
	const constant: string[] = [];
	for (const column of columns) {
		const feature = column.kind === 'number' ? learnNumber(column, weights) : learnCategory(column, weights);
		if (feature === null) constant.push(column.name);
		else features.push(feature);
	}
	return { features, constant };
}

/** Null for a column that is constant in the training rows. */
function learnNumber({ name, values }: NumberColumn, weights: Float64Array): NumberEncoding | null {
	let [total, mean, squares, least, most] = [0, 0, 0, Infinity, -Infinity];
	for (let row = 0; row < values.length; row += 1) {
		const weight = weights[row] ?? 0;
		if (weight === 0) continue;
		const value = values[row] ?? 0;
		// Welford's updates: sums of squares would lose the digits of a column such as a year.
		total += weight;
		const step = value - mean;
		mean += (step * weight) / total;
		squares += weight * step * (value - mean);
		if (value < least) least = value;
		if (value > most) most = value;
	}
	if (least >= most) return null;
	const deviation = Math.sqrt(squares / total);
	if (!Number.isFinite(mean) || !Number.isFinite(deviation) || deviation === 0) {
		throw new ModelError(
			'input',
			`column "${name}" goes from ${least} to ${most} (expected numbers that can be scaled)`,
		);
	}
	return { name, kind: 'number', mean, deviation };
}

/** Null for a column that is constant in the training rows. */
function learnCategory({ name, values }: CategoryColumn, weights: Float64Array): CategoryEncoding | null {
	const sums = new Map<string, number>();
	let total = 0;
	values.forEach((value, row) => {
		const weight = weights[row] ?? 0;
		if (weight === 0) return;
		const level = value ?? MISSING_LEVEL;
		sums.set(level, (sums.get(level) ?? 0) + weight);
		total += weight;
	});
	if (sums.size < 2) return null;
	if (sums.size > MAX_LEVELS) {
		throw new ModelError('input', `column "${name}" has ${sums.size} levels (expected at most ${MAX_LEVELS})`, {
			hint: 'leave out identifiers and free text',
		});
	}
	const levels = [...sums.keys()].sort();
	return { name, kind: 'category', levels, shares: levels.map((level) => (sums.get(level) ?? 0) / total) };
}

/** A column of the linear model: a z-scored number, or whether a category is at a level. */
export interface Term {
	readonly feature: string;
	/** Null for a number. */
	readonly level: string | null;
}

/** The columns of the linear model in the order of its coefficients: numbers first, then levels, each by column. */
export function termsOf({ features }: Encoding): Term[] {
	const numbers = features.filter((feature) => feature.kind === 'number');
	const categories = features.filter((feature) => feature.kind === 'category');
	return [
		...numbers.map(({ name }) => ({ feature: name, level: null })),
		...categories.flatMap(({ name, levels }) => levels.slice(1).map((level) => ({ feature: name, level }))),
	];
}

/** `column`, or `column=level`. */
export function nameOfTerm({ feature, level }: Term): string {
	return level === null ? feature : `${feature}=${level}`;
}
