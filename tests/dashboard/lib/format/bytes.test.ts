import { expect, test } from 'vitest';
import { formatBytes } from '#lib/format/bytes.ts';

test.each([
	[0, '0 B'],
	[812, '812 B'],
	[999.9, '1 kB'],
	[3_250_000, '3.25 MB'],
	[17_800_000_000, '17.8 GB'],
])('%d bytes is %s', (bytes, text) => {
	expect(formatBytes(bytes, 'en').replaceAll('\u202f', ' ')).toBe(text);
});

test('German takes its comma, no size its dash', () => {
	expect(formatBytes(3_250_000, 'de')).toBe('3,25\u202fMB');
	expect(formatBytes(null, 'de')).toBe('–');
});
