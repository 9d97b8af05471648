import { expect, test } from 'vitest';
import { formatLanguage } from '#lib/format/language.ts';

test('languages have their names, and a tag that is none stays as it is', () => {
	expect(formatLanguage('pl', 'de')).toBe('Polnisch');
	expect(formatLanguage('en-GB', 'en')).toBe('British English');
	expect(formatLanguage('no language', 'en')).toBe('no language');
});
