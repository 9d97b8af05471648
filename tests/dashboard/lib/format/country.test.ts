import { expect, test } from 'vitest';
import { countryName } from '#lib/format/country.ts';

test('a country is named in the reader’s language, whether the source wrote a code or a name', () => {
	expect(countryName('Germany', 'de')).toBe('Deutschland');
	expect(countryName('Deutschland', 'en')).toBe('Germany');
	expect(countryName('united kingdom', 'de')).toBe('Vereinigtes Königreich');
	expect(countryName('AT', 'de')).toBe('Österreich');
	expect(countryName('Netherlands', 'en')).toBe('Netherlands');
});

test('what no country is called so stays as the source wrote it', () => {
	expect(countryName('EIRE', 'de')).toBe('EIRE');
	expect(countryName('Channel Islands', 'de')).toBe('Channel Islands');
	expect(countryName('QX', 'en')).toBe('QX');
});
