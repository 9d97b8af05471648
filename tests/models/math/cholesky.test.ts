import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorCholesky, invertedDiagonal, solveCholesky } from '#models/math/cholesky.ts';

/** [[4, 12, -16], [12, 37, -43], [-16, -43, 98]] = L Lᵀ with L = [[2, 0, 0], [6, 1, 0], [-8, 5, 3]], by hand. */
const MATRIX = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
const LOWER = Float64Array.of(2, 0, 0, 6, 1, 0, -8, 5, 3);

describe('Cholesky', () => {
	it('factors a matrix worked out by hand', () => {
		expect(factorCholesky(MATRIX, 3)).toEqual(LOWER);
	});

	it('reads the lower triangle alone', () => {
		expect(factorCholesky(Float64Array.of(4, 99, 99, 12, 37, 99, -16, -43, 98), 3)).toEqual(LOWER);
	});

	it('solves for x = (1, 2, 3)', () => {
		// 4 + 24 − 48, 12 + 74 − 129, −16 − 86 + 294.
		expect(solveCholesky(LOWER, Float64Array.of(-20, -43, 192))).toEqual(Float64Array.of(1, 2, 3));
	});

	it('gives the diagonal of the inverse', () => {
		// The inverse has cofactors 37·98 − 43², 4·98 − 16², 4·37 − 12² over the determinant (2·1·3)² = 36.
		const diagonal = [...invertedDiagonal(LOWER, 3)];
		[1777 / 36, 136 / 36, 4 / 36].forEach((value, index) => expect(diagonal[index]).toBeCloseTo(value, 12));
	});

	it('gives null for what is not positive definite or not finite', () => {
		expect(factorCholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
		expect(factorCholesky(Float64Array.of(1, 1, 1, 1), 2)).toBeNull();
		expect(factorCholesky(Float64Array.of(0), 1)).toBeNull();
		expect(factorCholesky(Float64Array.of(NaN), 1)).toBeNull();
		expect(factorCholesky(Float64Array.of(Infinity), 1)).toBeNull();
	});

	it('solves any well conditioned system', () => {
		const system = fc.integer({ min: 1, max: 6 }).chain((size) =>
			fc.record({
				roots: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
					minLength: size * size,
					maxLength: size * size,
				}),
				x: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: size, maxLength: size }),
			}),
		);
		fc.assert(
			fc.property(system, ({ roots, x }) => {
				const size = x.length;
				// B Bᵀ + I has no eigenvalue below 1.
				const matrix = Float64Array.from({ length: size * size }, (_, at) => {
					const [i, j] = [Math.floor(at / size), at % size];
					let sum = i === j ? 1 : 0;
					for (let k = 0; k < size; k += 1) sum += (roots[i * size + k] ?? 0) * (roots[j * size + k] ?? 0);
					return sum;
				});
				const right = Float64Array.from(x, (_, i) => x.reduce((sum, v, j) => sum + (matrix[i * size + j] ?? 0) * v, 0));
				const lower = factorCholesky(matrix, size);
				expect(lower).not.toBeNull();
				const solved = solveCholesky(lower ?? new Float64Array(), right);
				x.forEach((value, index) => expect(solved[index]).toBeCloseTo(value, 8));
			}),
		);
	});
});
