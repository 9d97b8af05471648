import { invertedDiagonal } from '../math/cholesky.ts';
import { sigmoid } from '../math/sigmoid.ts';
import { ModelError } from '../model-error.ts';
import { encodeRows, predictRow } from './design.ts';
import { learnEncoding, nameOfTerm, termsOf } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { countRows } from './feature-column.ts';
import type { FeatureColumn } from './feature-column.ts';
import { minimizeLoss } from './newton.ts';
import { penaltyOf } from './penalized-likelihood.ts';

export interface LogisticOptions {
	/** The inverse of the penalty, > 0: the smaller, the closer to 0 are the coefficients. 1 by default. */
	readonly C?: number;
	/** How often each row counts, ≥ 0; once by default. */
	readonly weights?: Float64Array;
}

export interface Coefficient {
	/** `column`, or `column=level`. */
	readonly name: string;
	/** Log odds for one standard deviation of a number, or for the level instead of the first one. */
	readonly estimate: number;
	/** Square root of the diagonal of the inverted Hessian of the objective, penalty included. */
	readonly standardError: number;
}

/** A thing to know about a fit that is usable all the same. */
export interface LogisticWarning {
	/** `separation`: the columns (nearly) tell the classes apart; only the penalty keeps their coefficients finite. */
	readonly kind: 'separation';
	readonly columns: readonly string[];
}

/** A fitted model; plain JSON. */
export interface LogisticModel {
	readonly encoding: Encoding;
	readonly C: number;
	/** Rows of positive weight, and the weight of all and of those of class 1. */
	readonly n: number;
	readonly weight: number;
	readonly positiveWeight: number;
	readonly intercept: number;
	readonly interceptStandardError: number;
	/** Numbers first, then levels, each in the order of the columns. */
	readonly coefficients: readonly Coefficient[];
	/** Σ weight · log loss + |w|² / (2C), the intercept not penalised. */
	readonly objective: number;
	/** Without the penalty. */
	readonly logLikelihood: number;
	readonly iterations: number;
	/** Whether what is left to gain is below 1e-13 of the objective, or below what rounding lets be seen. */
	readonly converged: boolean;
	readonly warnings: readonly LogisticWarning[];
}

const MIN_ROWS = 10;
/** Odds of one to three million for one level or standard deviation: no such effect is measured, it is separation. */
const SEPARATED = 15;

/**
 * Fits a logistic regression with an L2 penalty by Newton's method: it minimises Σ weight · log loss + |w|² / (2C) over
 * z-scored numbers (training mean, population deviation) and a 0/1 column for each level but the first in sorted order;
 * the intercept is not penalised (Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2009, 4.4).
 * A constant column is left out and named in `encoding.constant`.
 * @param target 0 or 1 a row
 * @throws ModelError for fewer than 10 rows, a class without a row, columns of different lengths or names given twice,
 * numbers that are not finite, a column of more than 1,000 levels
 * @example
 * // Six of eight at level b are 1, two of eight at a: odds of 3 against 1/3, log odds of 2.197 apart.
 * const levels = [...'aaaaaaaabbbbbbbb'];
 * fitLogistic([{ name: 'level', kind: 'category', values: levels }], [1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0], {
 * 	C: 1e9,
 * }).coefficients; // [{ name: 'level=b', estimate: 2.197, standardError: 1.155 }]
 */
export function fitLogistic(
	columns: readonly FeatureColumn[],
	target: ArrayLike<number>,
	options: LogisticOptions = {},
): LogisticModel {
	const rows = countRows(columns);
	const C = options.C ?? 1;
	if (!(C > 0) || C === Infinity) throw new ModelError('input', `C is ${C} (expected a finite number above 0)`);
	const weights = weightsOf(options.weights, rows);
	const classes = classesOf(target, weights);
	const encoding = learnEncoding(columns, weights);
	const design = encodeRows(columns, encoding);
	const fit = minimizeLoss({ design, target: classes.target, weights, penalty: 1 / C });
	if (fit.factor === null) {
		throw new ModelError('convergence', `the classes are told apart by the columns and C = ${C} does not hold them`, {
			hint: 'take a smaller C',
		});
	}
	const errors = invertedDiagonal(fit.factor, design.parameters).map(Math.sqrt);
	const coefficients = termsOf(encoding).map((term, index) => ({
		name: nameOfTerm(term),
		estimate: fit.parameters[index + 1] ?? 0,
		standardError: errors[index + 1] ?? 0,
	}));
	return {
		encoding,
		C,
		n: classes.n,
		weight: classes.weight,
		positiveWeight: classes.positiveWeight,
		intercept: fit.parameters[0] ?? 0,
		interceptStandardError: errors[0] ?? 0,
		coefficients,
		objective: fit.objective,
		logLikelihood: penaltyOf(fit.parameters, 1 / C) - fit.objective,
		iterations: fit.iterations,
		converged: fit.converged,
		warnings: separationIn(coefficients),
	};
}

function weightsOf(given: Float64Array | undefined, rows: number): Float64Array {
	if (given === undefined) return new Float64Array(rows).fill(1);
	if (given.length !== rows) throw new ModelError('input', `received ${given.length} weights for ${rows} rows`);
	const index = given.findIndex((weight) => !(weight >= 0) || weight === Infinity);
	if (index >= 0) {
		throw new ModelError('input', `the weight at index ${index} is ${given[index] ?? NaN} (expected 0 or more)`);
	}
	return given;
}

interface Classes {
	readonly target: Float64Array;
	readonly n: number;
	readonly weight: number;
	readonly positiveWeight: number;
}

function classesOf(given: ArrayLike<number>, weights: Float64Array): Classes {
	if (given.length !== weights.length) {
		throw new ModelError(
			'input',
			`the target has ${given.length} rows, the columns ${weights.length} (expected as many)`,
		);
	}
	const target = new Float64Array(given.length);
	let [n, positives, weight, positiveWeight] = [0, 0, 0, 0];
	for (let row = 0; row < given.length; row += 1) {
		const value = given[row] ?? NaN;
		if (value !== 0 && value !== 1) {
			throw new ModelError('input', `the target is ${value} at index ${row} (expected 0 or 1)`);
		}
		target[row] = value;
		const rowWeight = weights[row] ?? 0;
		if (rowWeight === 0) continue;
		n += 1;
		positives += value;
		weight += rowWeight;
		positiveWeight += rowWeight * value;
	}
	if (n < MIN_ROWS) {
		throw new ModelError('input', `a logistic regression needs at least ${MIN_ROWS} rows, received ${n}`);
	}
	if (positives === 0 || positives === n) {
		throw new ModelError('input', `all ${n} rows are of class ${positives === 0 ? 0 : 1} (expected both classes)`);
	}
	return { target, n, weight, positiveWeight };
}

function separationIn(coefficients: readonly Coefficient[]): LogisticWarning[] {
	const columns = coefficients.filter(({ estimate }) => Math.abs(estimate) > SEPARATED).map(({ name }) => name);
	return columns.length === 0 ? [] : [{ kind: 'separation', columns }];
}

/** Intercept and coefficients as one vector, in the order of an encoded row. */
export function parametersOf(model: LogisticModel): Float64Array {
	return Float64Array.of(model.intercept, ...model.coefficients.map(({ estimate }) => estimate));
}

/**
 * The log odds of class 1 for each row.
 * @throws ModelError as `predictLogistic`
 */
export function predictLogOdds(model: LogisticModel, columns: readonly FeatureColumn[]): Float64Array {
	const design = encodeRows(columns, model.encoding);
	const parameters = parametersOf(model);
	return Float64Array.from({ length: design.rows }, (_, row) => predictRow(design, parameters, row));
}

/**
 * The probability of class 1 for each row. Columns are found by their names, in any order; more than those of the fit may
 * be given. A level that no training row had counts as the first level of its column.
 * @throws ModelError when a column of the fit is missing or of another kind, or a number is not finite
 */
export function predictLogistic(model: LogisticModel, columns: readonly FeatureColumn[]): Float64Array {
	return predictLogOdds(model, columns).map(sigmoid);
}
