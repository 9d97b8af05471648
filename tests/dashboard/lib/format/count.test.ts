import { expect, test } from 'vitest';
import { formatCount, formatCountCompact, formatDecimal, formatFixed } from '#lib/format/count.ts';

test('marks thousands as each language does', () => {
	expect(formatCount(5214, 'en')).toBe('5,214');
	expect(formatCount(5214, 'de')).toBe('5.214');
	expect(formatCount(-3, 'de')).toBe('\u22123');
	expect(formatCount(null, 'de')).toBe('–');
});

test('shortens to three digits and a step, and moves up a step where rounding does', () => {
	expect(formatCountCompact(541_909, 'en')).toBe('542\u202fk');
	expect(formatCountCompact(541_909, 'de')).toBe('542\u202fTsd.');
	expect(formatCountCompact(999_999, 'en')).toBe('1\u202fM');
	expect(formatCountCompact(999, 'en')).toBe('999');
	expect(formatCountCompact(0, 'en')).toBe('0');
});

test('writes decimals with the language’s mark and no trailing zeros', () => {
	expect(formatDecimal(1.75, 1, 'de')).toBe('1,8');
	expect(formatDecimal(2, 1, 'en')).toBe('2');
});

test('writes all decimals where numbers stand below each other', () => {
	expect(formatFixed(1, 2, 'en')).toBe('1.00');
	expect(formatFixed(0.6, 2, 'de')).toBe('0,60');
	expect(formatFixed(null, 2, 'en')).toBe('–');
});
