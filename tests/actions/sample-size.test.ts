import { describe, expect, it } from 'vitest';
import { peopleNeeded, smallestVisible } from '#actions/sample-size.ts';

describe('peopleNeeded', () => {
	it('needs what R’s power.prop.test says for equal groups', () => {
		// power.prop.test(p1 = 0.10, p2 = 0.15, power = 0.8): n = 685.6 in each group;
		// power.prop.test(p1 = 0.50, p2 = 0.75, power = 0.9) has no fellow here, for power is 80 %;
		// power.prop.test(p1 = 0.05, p2 = 0.06, power = 0.8): n = 8158.
		expect(peopleNeeded({ baseline: 0.1, share: 0.5 }, 0.5)).toBe(2 * 686);
		expect(peopleNeeded({ baseline: 0.05, share: 0.5 }, 0.2)).toBe(2 * 8158);
	});

	it('needs more people, the smaller the holdout, and fewer, the larger the lift', () => {
		const half = peopleNeeded({ baseline: 0.05, share: 0.5 }, 0.25) ?? 0;
		const tenth = peopleNeeded({ baseline: 0.05, share: 0.1 }, 0.25) ?? 0;
		expect(tenth).toBeGreaterThan(half);
		expect(peopleNeeded({ baseline: 0.05, share: 0.1 }, 0.5)).toBeLessThan(tenth);
	});

	it('says nothing where nothing can be seen', () => {
		expect(peopleNeeded({ baseline: 0.05, share: 0 }, 0.25)).toBeNull();
		expect(peopleNeeded({ baseline: 0.05, share: 1 }, 0.25)).toBeNull();
		expect(peopleNeeded({ baseline: 0, share: 0.1 }, 0.25)).toBeNull();
		expect(peopleNeeded({ baseline: 0.9, share: 0.1 }, 0.25)).toBeNull();
		expect(peopleNeeded({ baseline: 0.1, share: 0.1 }, 0)).toBeNull();
	});
});

describe('smallestVisible', () => {
	it('is the other way round', () => {
		expect(smallestVisible({ baseline: 0.1, share: 0.5 }, 2 * 686)).toBeCloseTo(0.15, 4);
		const people = peopleNeeded({ baseline: 0.05, share: 0.1 }, 0.25) ?? 0;
		expect(smallestVisible({ baseline: 0.05, share: 0.1 }, people)).toBeCloseTo(0.0625, 4);
	});

	it('is nothing where even everybody ordering would not be seen', () => {
		expect(smallestVisible({ baseline: 0.5, share: 0.1 }, 4)).toBeNull();
		expect(smallestVisible({ baseline: 0, share: 0.1 }, 1000)).toBeNull();
	});
});
