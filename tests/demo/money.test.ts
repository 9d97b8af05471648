import { expect, test } from 'vitest';
import { amountBase, baseText, centsText, EUR_RATE, rateText } from '#demo/money.ts';

// Worked by hand, in ten-thousandths: cents x rate / 10,000.
test.each([
	['1234 cents of EUR are as many hundreds', 1234, EUR_RATE, 123_400],
	['12.35 x 1.043954 = 12.8928319', 1235, 1_043_954, 128_928],
	['a half goes away from zero: 0.01 x 1.005 = 0.01005', 1, 1_005_000, 101],
	['also below it: -0.01 x 1.005 = -0.01005', -1, 1_005_000, -101],
	['just below a half goes towards zero: 0.01 x 1.004999', 1, 1_004_999, 100],
	['nothing stays nothing', 0, 1_043_954, 0],
])('%s', (_, cents, rate, expected) => {
	expect(amountBase(cents, rate)).toBe(expected);
});

test.each([
	[0, '0.00'],
	[7, '0.07'],
	[-7, '-0.07'],
	[123_456, '1234.56'],
	[-100, '-1.00'],
])('%d cents are written %s', (cents, text) => {
	expect(centsText(cents)).toBe(text);
});

test('base amounts have four places and rates six', () => {
	expect(baseText(-50)).toBe('-0.0050');
	expect(baseText(1_234_500)).toBe('123.4500');
	expect(rateText(1_045_000)).toBe('1.045000');
	expect(rateText(999_999)).toBe('0.999999');
});
