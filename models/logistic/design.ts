import { ModelError } from '../model-error.ts';
import type { CategoryEncoding, Encoding, NumberEncoding } from './encoding.ts';
import { countRows, MISSING_LEVEL } from './feature-column.ts';
import type { CategoryColumn, FeatureColumn, NumberColumn } from './feature-column.ts';

/**
 * Rows as a linear model reads them, without the zeros of 0/1 columns. A row is 1 and its z-scored numbers (`dense`), and
 * the parameters of the 0/1 columns that are 1 (`flags`, ascending). Parameters are the intercept, the numbers, then the
 * levels: the order of `termsOf`, after the intercept.
 */
export interface Design {
	readonly rows: number;
	readonly parameters: number;
	/** Numbers of a row, the leading 1 among them. */
	readonly denseWidth: number;
	/** Row by row. */
	readonly dense: Float64Array;
	/** Row by row, from `flagStarts[row]` to `flagStarts[row + 1]`. */
	readonly flags: Int32Array;
	/** One more than rows. */
	readonly flagStarts: Int32Array;
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
	let parameters = denseWidth;
	const flagColumns = categories.map((feature) => {
		const column = flagsOf(columnOf(columns, feature), feature, parameters);
		parameters += feature.levels.length - 1;
		return column;
	});
	return { rows, parameters, denseWidth, dense, ...joinFlags(flagColumns, rows) };
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

/** The parameter of each row's level; 0 for the first level and for an unknown one, which have none. */
function flagsOf({ values }: CategoryColumn, { levels }: CategoryEncoding, firstParameter: number): Int32Array {
	const parameterOf = new Map(levels.map((level, index) => [level, index === 0 ? 0 : firstParameter + index - 1]));
	const parameters = new Int32Array(values.length);
	values.forEach((value, row) => {
		parameters[row] = parameterOf.get(value ?? MISSING_LEVEL) ?? 0;
	});
	return parameters;
}

function joinFlags(columns: readonly Int32Array[], rows: number): Pick<Design, 'flags' | 'flagStarts'> {
	const flags = new Int32Array(rows * columns.length);
	const flagStarts = new Int32Array(rows + 1);
	let count = 0;
	for (let row = 0; row < rows; row += 1) {
		for (const column of columns) {
			const parameter = column[row] ?? 0;
			if (parameter > 0) flags[count++] = parameter;
		}
		flagStarts[row + 1] = count;
	}
	return { flags: flags.subarray(0, count), flagStarts };
}

/** The linear predictor of a row: intercept and terms, each by its parameter. */
export function predictRow(design: Design, parameters: Float64Array, row: number): number {
	const { dense, denseWidth, flags, flagStarts } = design;
	const denseStart = row * denseWidth;
	let sum = 0;
	for (let k = 0; k < denseWidth; k += 1) sum += (dense[denseStart + k] ?? 0) * (parameters[k] ?? 0);
	const flagsEnd = flagStarts[row + 1] ?? 0;
	for (let k = flagStarts[row] ?? 0; k < flagsEnd; k += 1) sum += parameters[flags[k] ?? 0] ?? 0;
	return sum;
}

/** A design of rows 0, stride, 2 · stride, … */
export function everyNthRow(design: Design, stride: number): Design {
	const { denseWidth } = design;
	const rows = Math.ceil(design.rows / stride);
	const dense = new Float64Array(rows * denseWidth);
	const flagStarts = new Int32Array(rows + 1);
	const flags: number[] = [];
	for (let row = 0; row < rows; row += 1) {
		const from = row * stride;
		dense.set(design.dense.subarray(from * denseWidth, (from + 1) * denseWidth), row * denseWidth);
		flags.push(...design.flags.subarray(design.flagStarts[from], design.flagStarts[from + 1]));
		flagStarts[row + 1] = flags.length;
	}
	return { ...design, rows, dense, flags: Int32Array.from(flags), flagStarts };
}
