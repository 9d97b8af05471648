import { expect, test } from 'vitest';
import { parseSpan } from '#warehouse/business-hours.ts';

test('a span is minutes after midnight from which to which a day is open', () => {
	expect(parseSpan('09:00-17:30')).toEqual({ opens: 540, closes: 1050 });
	expect(parseSpan('00:00-24:00')).toEqual({ opens: 0, closes: 1440 });
});

test.each([
	'',
	'9:00-17:00',
	'09:00-25:00',
	'17:00-09:00',
	'09:00-09:00',
	'24:00-24:00',
	'09:60-17:00',
	'09:00 - 17:00',
])('"%s" is none', (text) => {
	expect(parseSpan(text)).toBeNull();
});
