import { expect, test } from 'vitest';
import { timeTicks } from '#lib/charts/time-ticks.ts';

const months = (first: number, count: number): string[] =>
	Array.from({ length: count }, (_, index) => {
		const at = first + index;
		return `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
	});

test('labels every month where there is room, the year under its first', () => {
	expect(timeTicks(months(10, 4), 'month', 600, 'en').map(({ label }) => label)).toEqual([
		'Nov\n2025',
		'Dec',
		'Jan\n2026',
		'Feb',
	]);
});

test('keeps January when it has to leave out months', () => {
	const ticks = timeTicks(months(0, 36), 'month', 300, 'de');
	expect(ticks.map(({ label }) => label)).toEqual(['Jan\n2025', 'Jul', 'Jan\n2026', 'Jul', 'Jan\n2027', 'Jul']);
	expect(ticks.map(({ index }) => index)).toEqual([0, 6, 12, 18, 24, 30]);
});

test('spaces days evenly', () => {
	const days = Array.from({ length: 30 }, (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}`);
	const ticks = timeTicks(days, 'day', 360, 'en');
	expect(ticks.map(({ index }) => index)).toEqual([0, 5, 10, 15, 20, 25]);
	expect(ticks[1]?.label).toBe('6 Nov');
});

test('quarters and years are named as such', () => {
	expect(timeTicks(['2026-04-01', '2026-07-01'], 'quarter', 300, 'en').map(({ label }) => label)).toEqual([
		'Q2\n2026',
		'Q3',
	]);
	expect(timeTicks(['2025-01-01', '2026-01-01'], 'year', 300, 'en').map(({ label }) => label)).toEqual([
		'2025',
		'2026',
	]);
});
