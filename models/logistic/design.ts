import { ModelError } from '../model-error.ts';
import type { CategoryEncoding, Encoding, NumberEncoding } from './encoding.ts';
import { countRows, MISSING_LEVEL } from './feature-column.ts';
import type { CategoryColumn, FeatureColumn, NumberColumn } from './feature-column.ts';

/**
 * Rows as a linear model reads them, without the zeros of 0/1 columns. A row is 1 and its z-scored numbers (`dense`), and
 * for each category the parameter of its level (`flags`; −1 for the first level and for a level never seen in training).
 * Parameters are the intercept, the numbers, then the levels: the order of `termsOf`, after the intercept.
 */
export interface Design {
	readonly rows: number;
	readonly parameters: number;
	/** Numbers of a row, the leading 1 among them. */
	readonly denseWidth: number;
	/** Row by row. */
	readonly dense: Float64Array;
	/** Categories of a row. */
	readonly flagsWidth: number;
	/** Row by row. */
	readonly flags: Int32Array;
}

/**
 * Encodes rows. A level that was not in the training rows counts as the first level, as all its 0/1 columns are 0; columns
 * that the encoding does not know are passed over.
 * @throws ModelError when a column of the encoding is missing or of another kind, or as `countRows`
 */
export function encodeRows(columns: readonly FeatureColumn[], encoding: Encoding): Design {
	const rows = countRows(columns);
	const numbers = encoding.features.filter((feature) => feature.kind === 'number');
	const categories = encoding.features.filter((feature) => feature.kind === 'category');
	const denseWidth = 1 + numbers.length;
	const dense = new Float64Array(rows * denseWidth);
	for (let row = 0; row < rows; row += 1) dense[row * denseWidth] = 1;
	numbers.forEach((feature, index) => {
		scaleInto(dense, 1 + index, denseWidth, columnOf(columns, feature), feature);
	});
	const flagsWidth = categories.length;
	const flags = new Int32Array(rows * flagsWidth);
	let parameters = denseWidth;
	categories.forEach((feature, index) => {
		flagInto(flags, index, flagsWidth, columnOf(columns, feature), feature, parameters);
		parameters += feature.levels.length - 1;
	});
	return { rows, parameters, denseWidth, dense, flagsWidth, flags };
}

function columnOf(columns: readonly FeatureColumn[], feature: NumberEncoding): NumberColumn;
function columnOf(columns: readonly FeatureColumn[], feature: CategoryEncoding): CategoryColumn;
function columnOf(columns: readonly FeatureColumn[], { name, kind }: NumberEncoding | CategoryEncoding): FeatureColumn {
	const column = columns.find((each) => each.name === name);
	if (column === undefined) {
		const names = columns.map((each) => `"${each.name}"`).join(', ');
		throw new ModelError('input', `no column "${name}" (received ${names})`);
	}
	if (column.kind !== kind) {
		throw new ModelError('input', `column "${name}" holds a ${column.kind} (expected a ${kind}, as in training)`);
	}
	return column;
}

function scaleInto(
	dense: Float64Array,
	offset: number,
	width: number,
	{ values }: NumberColumn,
	{ mean, deviation }: NumberEncoding,
): void {
	for (let row = 0; row < values.length; row += 1) {
		dense[row * width + offset] = ((values[row] ?? 0) - mean) / deviation;
	}
}

function flagInto(
	flags: Int32Array,
	offset: number,
	width: number,
	{ values }: CategoryColumn,
	{ levels }: CategoryEncoding,
	firstParameter: number,
): void {
	const parameterOf = new Map(levels.map((level, index) => [level, index === 0 ? -1 : firstParameter + index - 1]));
	for (let row = 0; row < values.length; row += 1) {
		flags[row * width + offset] = parameterOf.get(values[row] ?? MISSING_LEVEL) ?? -1;
	}
}

/** The linear predictor of a row: intercept and terms, each by its parameter. */
export function predictRow(design: Design, parameters: Float64Array, row: number): number {
	const { dense, denseWidth, flags, flagsWidth } = design;
	const denseStart = row * denseWidth;
	let sum = 0;
	for (let k = 0; k < denseWidth; k += 1) sum += (dense[denseStart + k] ?? 0) * (parameters[k] ?? 0);
	const flagsStart = row * flagsWidth;
	for (let k = 0; k < flagsWidth; k += 1) {
		const parameter = flags[flagsStart + k] ?? -1;
		if (parameter >= 0) sum += parameters[parameter] ?? 0;
	}
	return sum;
}
