import { expect, test } from 'vitest';
import { formatMoney, formatMoneyCompact, formatMoneyRounded } from '#lib/format/money.ts';

// U+202F binds number and unit, U+2212 is the minus; written as . and − here so that the table can be read.
const readable = (text: string): string => text.replaceAll('\u202f', '·');

test.each([
	['1234.5', '€·1,234.50', '1.234,50·€'],
	['-1234.5', '−€·1,234.50', '−1.234,50·€'],
	['0', '€·0.00', '0,00·€'],
	// Beyond what a double holds: digits of a decimal stay as they are.
	['12345678901234567.89', '€·12,345,678,901,234,567.89', '12.345.678.901.234.567,89·€'],
])('writes %s to the cent', (value, en, de) => {
	expect(readable(formatMoney(value, 'EUR', 'en'))).toBe(en);
	expect(readable(formatMoney(value, 'EUR', 'de'))).toBe(de);
});

test.each([
	[4_312_345, '£·4.31·M', '4,31·Mio.·£'],
	[412_345, '£·412·k', '412·Tsd.·£'],
	[-180_000, '−£·180·k', '−180·Tsd.·£'],
	[86.4, '£·86.40', '86,40·£'],
	[999.4, '£·999.40', '999,40·£'],
	[999_950, '£·1·M', '1·Mio.·£'],
	[2_500_000_000, '£·2.5·B', '2,5·Mrd.·£'],
])('shortens %d with its step, keeping cents below a thousand', (value, en, de) => {
	expect(readable(formatMoneyCompact(value, 'GBP', 'en'))).toBe(en);
	expect(readable(formatMoneyCompact(value, 'GBP', 'de'))).toBe(de);
});

test('puts a plus before what grew only when asked, and none before zero', () => {
	expect(readable(formatMoneyCompact(96_000, 'EUR', 'en', { signed: true }))).toBe('+€·96·k');
	expect(readable(formatMoneyRounded(0, 'EUR', 'de', { signed: true }))).toBe('0·€');
});

test('a currency without a sign of its own keeps its code', () => {
	expect(readable(formatMoneyRounded(48_200, 'CHF', 'en'))).toBe('CHF·48,200');
});

test('no amount is a dash', () => {
	expect(formatMoney(null, 'EUR', 'en')).toBe('–');
	expect(formatMoneyRounded(null, 'EUR', 'de')).toBe('–');
	expect(formatMoneyCompact(null, 'EUR', 'de')).toBe('–');
});
