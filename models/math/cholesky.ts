/**
 * The lower triangle L of a symmetric positive definite matrix A = L Lᵀ (Golub & Van Loan, Matrix Computations, 4.2), row
 * by row in one `Float64Array` of size². Only the lower triangle of `matrix` is read. Null when the matrix is not positive
 * definite or holds a value that is not finite.
 * @example factorCholesky(Float64Array.of(4, 0, 2, 5), 2) // [2, 0, 1, 2], for [[4, 2], [2, 5]]
 */
export function factorCholesky(matrix: Float64Array, size: number): Float64Array | null {
	const lower = new Float64Array(size * size);
	for (let row = 0; row < size; row += 1) {
		const rowStart = row * size;
		for (let column = 0; column < row; column += 1) {
			const columnStart = column * size;
			const sum = dotOfRows(lower, rowStart, columnStart, column);
			lower[rowStart + column] = ((matrix[rowStart + column] ?? 0) - sum) / (lower[columnStart + column] ?? 0);
		}
		const pivot = (matrix[rowStart + row] ?? 0) - dotOfRows(lower, rowStart, rowStart, row);
		if (!(pivot > 0) || pivot === Infinity) return null;
		lower[rowStart + row] = Math.sqrt(pivot);
	}
	return lower;
}

function dotOfRows(lower: Float64Array, first: number, second: number, length: number): number {
	let sum = 0;
	for (let k = 0; k < length; k += 1) sum += (lower[first + k] ?? 0) * (lower[second + k] ?? 0);
	return sum;
}

/**
 * The x of A x = b, where A = L Lᵀ: forward, then backward substitution.
 * @example solveCholesky(Float64Array.of(2, 0, 1, 2), Float64Array.of(8, 12)) // [1, 2]: 4 + 2·2 = 8, 2 + 5·2 = 12
 */
export function solveCholesky(lower: Float64Array, rightHandSide: Float64Array): Float64Array {
	const size = rightHandSide.length;
	const x = Float64Array.from(rightHandSide);
	for (let row = 0; row < size; row += 1) {
		let sum = x[row] ?? 0;
		for (let k = 0; k < row; k += 1) sum -= (lower[row * size + k] ?? 0) * (x[k] ?? 0);
		x[row] = sum / (lower[row * size + row] ?? 0);
	}
	for (let row = size - 1; row >= 0; row -= 1) {
		let sum = x[row] ?? 0;
		for (let k = row + 1; k < size; k += 1) sum -= (lower[k * size + row] ?? 0) * (x[k] ?? 0);
		x[row] = sum / (lower[row * size + row] ?? 0);
	}
	return x;
}

/**
 * The diagonal of A⁻¹, where A = L Lᵀ: the squared lengths of the columns of L⁻¹.
 * @example invertedDiagonal(Float64Array.of(2, 0, 1, 2), 2) // [0.3125, 0.25]: [[5, -2], [-2, 4]] / 16
 */
export function invertedDiagonal(lower: Float64Array, size: number): Float64Array {
	const diagonal = new Float64Array(size);
	const column = new Float64Array(size);
	for (let unit = 0; unit < size; unit += 1) {
		let squares = 0;
		for (let row = unit; row < size; row += 1) {
			let sum = row === unit ? 1 : 0;
			for (let k = unit; k < row; k += 1) sum -= (lower[row * size + k] ?? 0) * (column[k] ?? 0);
			const value = sum / (lower[row * size + row] ?? 0);
			column[row] = value;
			squares += value * value;
		}
		diagonal[unit] = squares;
	}
	return diagonal;
}
