import { expect, test } from 'vitest';
import { sparkline } from '#lib/charts/sparkline.ts';

test('spreads values over the width, the largest at the top, and marks the last', () => {
	expect(sparkline([0, 10, 5], 100, 20)).toEqual({
		line: 'M0 20L50 0L100 10',
		area: 'M0 20L50 0L100 10V20H0Z',
		last: { x: 100, y: 10 },
	});
});

test('breaks where a value is missing', () => {
	expect(sparkline([0, null, 10, 10], 90, 20).line).toBe('M0 20M60 0L90 0');
});

test('a level series is a line in the middle, a single value a point at the end', () => {
	expect(sparkline([7, 7], 100, 20).line).toBe('M0 10L100 10');
	expect(sparkline([7], 100, 20).last).toEqual({ x: 100, y: 10 });
});

test('nothing known is nothing drawn', () => {
	expect(sparkline([], 100, 20)).toEqual({ line: '', area: '', last: null });
	expect(sparkline([null, null], 100, 20)).toEqual({ line: '', area: '', last: null });
});
