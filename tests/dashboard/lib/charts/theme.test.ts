import { expect, test } from 'vitest';
import { valueTicks } from '#lib/charts/theme.ts';

test.each([
	[0, 442_000, 240, [0, 100_000, 200_000, 300_000, 400_000, 500_000]],
	[0, 324, 240, [0, 100, 200, 300, 400]],
	[0, 0.62, 240, [0, 0.2, 0.4, 0.6, 0.8]],
	[-120, 300, 240, [-200, -100, 0, 100, 200, 300]],
	[0, 0, 240, [0]],
	[0, 100, 90, [0, 50, 100]],
] as const)('from %d to %d the ticks are round, few, and hold zero', (low, high, height, wanted) => {
	const ticks = valueTicks(low, high, height);
	expect(ticks.slice(0, wanted.length)).toEqual(wanted);
	expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
	expect(ticks[0]).toBeLessThanOrEqual(low);
	expect(ticks.length).toBeLessThanOrEqual(7);
});
