import { expect, test } from 'vitest';
import { previewedValue } from '#lib/sources/previewed-value.ts';

test.each([
	[null, 'text', 'en', '–'],
	['Ada', 'text', 'en', 'Ada'],
	['1249.500000', 'decimal', 'de', '1.249,5'],
	['1249.500000', 'decimal', 'en', '1,249.5'],
	[12000, 'integer', 'de', '12.000'],
	[true, 'boolean', 'en', 'true'],
	['2026-02-01', 'date', 'de', '01.02.2026'],
	// An instant is written as the file has it: no zone is guessed.
	['2026-02-01T00:00:00Z', 'timestamp', 'de', '01.02.2026'],
	['2026-02-01T23:15:00Z', 'timestamp', 'de', '01.02.2026, 23:15'],
] as const)('%j of type %s in %s is %s', (value, type, locale, written) => {
	expect(previewedValue(value, type, locale)).toBe(written);
});
