import { expect, test } from 'vitest';
import { percentOfShare, shareOfPercent, typedDecimal } from '#lib/records/typed-decimal.ts';

test('a comma before the last one or two digits is a decimal comma', () => {
	expect(typedDecimal(' 12,5 ')).toBe('12.5');
	expect(typedDecimal('-0,25')).toBe('-0.25');
});

test('what could mark thousands stays as it was typed', () => {
	expect(typedDecimal('1,234')).toBe('1,234');
	expect(typedDecimal('1.234,50')).toBe('1.234,50');
	expect(typedDecimal('12.50')).toBe('12.50');
});

test.each([
	['10', '0.1'],
	['12,5', '0.125'],
	['5', '0.05'],
	['100', '1'],
	['0', '0'],
	['120', '1.2'],
])('%s per cent is the share %s', (percent, share) => {
	expect(shareOfPercent(percent)).toBe(share);
});

test.each([
	['0.1', '10'],
	['0.125', '12.5'],
	['0.05', '5'],
	['1', '100'],
	[0.75, '75'],
	['0.0025', '0.25'],
])('the share %s is %s per cent', (share, percent) => {
	expect(percentOfShare(share)).toBe(percent);
});

test('what is no number stays as it was typed, for the server to refuse', () => {
	expect(shareOfPercent('ten')).toBe('ten');
	expect(shareOfPercent('')).toBe('');
});
