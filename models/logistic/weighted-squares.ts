import type { Design } from './design.ts';

/** XᵀWX, row by row, lower triangle; W is the diagonal of `factors`, one a row of X. */
export function weightedSquares(design: Design, factors: Float64Array): Float64Array {
	const squares = new Float64Array(design.parameters * design.parameters);
	for (let row = 0; row < design.rows; row += 4) addDenseOfFour(design, row, factors, squares);
	if (design.flags.length > 0) {
		for (let row = 0; row < design.rows; row += 1) addFlags(design, row, factors[row] ?? 0, squares);
	}
	return squares;
}

/** Adds the numbers of rows r to r + 3: an entry is read and written once for four products, which halves the time. */
function addDenseOfFour(
	{ rows, dense, denseWidth, parameters }: Design,
	row: number,
	factors: Float64Array,
	squares: Float64Array,
): void {
	const last = (rows - 1) * denseWidth;
	const start0 = row * denseWidth;
	// Behind the last row the factor is 0, and any row will do.
	const start1 = Math.min(start0 + denseWidth, last);
	const start2 = Math.min(start1 + denseWidth, last);
	const start3 = Math.min(start2 + denseWidth, last);
	const factor0 = factors[row] ?? 0;
	const factor1 = factors[row + 1] ?? 0;
	const factor2 = factors[row + 2] ?? 0;
	const factor3 = factors[row + 3] ?? 0;
	for (let i = 0; i < denseWidth; i += 1) {
		const scaled0 = factor0 * (dense[start0 + i] ?? 0);
		const scaled1 = factor1 * (dense[start1 + i] ?? 0);
		const scaled2 = factor2 * (dense[start2 + i] ?? 0);
		const scaled3 = factor3 * (dense[start3 + i] ?? 0);
		const at = i * parameters;
		for (let j = 0; j <= i; j += 1) {
			squares[at + j] =
				(squares[at + j] ?? 0) +
				scaled0 * (dense[start0 + j] ?? 0) +
				scaled1 * (dense[start1 + j] ?? 0) +
				scaled2 * (dense[start2 + j] ?? 0) +
				scaled3 * (dense[start3 + j] ?? 0);
		}
	}
}

/** Adds the products that have a flag in them: flags with numbers, and flags with flags. */
function addFlags(
	{ dense, denseWidth, flags, flagStarts, parameters }: Design,
	row: number,
	factor: number,
	squares: Float64Array,
): void {
	const denseStart = row * denseWidth;
	const flagsStart = flagStarts[row] ?? 0;
	const flagsEnd = flagStarts[row + 1] ?? 0;
	for (let i = flagsStart; i < flagsEnd; i += 1) {
		const at = (flags[i] ?? 0) * parameters;
		for (let j = 0; j < denseWidth; j += 1) {
			squares[at + j] = (squares[at + j] ?? 0) + factor * (dense[denseStart + j] ?? 0);
		}
		for (let j = flagsStart; j <= i; j += 1) {
			const other = at + (flags[j] ?? 0);
			squares[other] = (squares[other] ?? 0) + factor;
		}
	}
}
