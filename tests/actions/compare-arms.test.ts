import { describe, expect, it } from 'vitest';
import { compareMeans, compareShares } from '#actions/compare-arms.ts';

describe('compareShares', () => {
	// Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10, four decimals.
	it.each([
		[56, 70, 48, 80, 0.2, 0.0524, 0.3339],
		[9, 10, 3, 10, 0.6, 0.1705, 0.809],
		[6, 7, 2, 7, 0.5714, 0.0582, 0.8062],
		[5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
		[0, 10, 0, 20, 0, -0.1611, 0.2775],
		[10, 10, 0, 10, 1, 0.6075, 1],
	])('gives %i of %i against %i of %i the interval of the paper', (a, m, b, n, value, lower, upper) => {
		const difference = compareShares({ count: a, of: m }, { count: b, of: n });
		expect(difference?.value).toBeCloseTo(value, 4);
		expect(difference?.lower).toBeCloseTo(lower, 4);
		expect(difference?.upper).toBeCloseTo(upper, 4);
	});

	it('compares with nobody not at all', () => {
		expect(compareShares({ count: 0, of: 0 }, { count: 1, of: 2 })).toBeNull();
		expect(compareShares({ count: 1, of: 2 }, { count: 0, of: 0 })).toBeNull();
	});
});

describe('compareMeans', () => {
	it('gives the difference with the groups’ own variances', () => {
		// 1, 2, 3, 4 against 2, 2: means 2.5 and 2, variances 5/3 and 0: 1.96 × sqrt(5/12) = 1.2652.
		const difference = compareMeans({ people: 4, sum: 10, squares: 30 }, { people: 2, sum: 4, squares: 8 });
		expect(difference?.value).toBeCloseTo(0.5, 12);
		expect(difference?.lower).toBeCloseTo(0.5 - 1.26515, 4);
		expect(difference?.upper).toBeCloseTo(0.5 + 1.26515, 4);
	});

	it('needs two people in each group', () => {
		expect(compareMeans({ people: 1, sum: 1, squares: 1 }, { people: 9, sum: 9, squares: 9 })).toBeNull();
	});
});
