import { expect, test } from 'vitest';
import { formatPercent, formatPoints } from '#lib/format/percent.ts';

test('writes a ratio as per cent with its decimals, so that columns line up', () => {
	expect(formatPercent(0.618, 'en')).toBe('61.8\u202f%');
	expect(formatPercent(0.6, 'de')).toBe('60,0\u202f%');
	expect(formatPercent(0.419, 'en', { digits: 0 })).toBe('42\u202f%');
	expect(formatPercent(0.082, 'en', { signed: true })).toBe('+8.2\u202f%');
});

test('a difference of ratios is in points, never in per cent', () => {
	expect(formatPoints(-0.012, 'en', { signed: true })).toBe('\u22121.2\u202fpts');
	expect(formatPoints(-0.012, 'de', { signed: true })).toBe('\u22121,2\u202fPp.');
});

test('nothing to divide by is a dash', () => {
	expect(formatPercent(null, 'en')).toBe('–');
	expect(formatPoints(null, 'de')).toBe('–');
});
