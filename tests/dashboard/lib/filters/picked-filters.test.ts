import { expect, it } from 'vitest';
import { pickedFilters } from '#lib/filters/picked-filters.ts';

it('names each picked value in words, with the filter left without it', () => {
	const chips = [
		{ dimension: 'country', name: { en: 'Country', de: 'Land' }, value: 'Austria', where: 'is_identified' },
		{ dimension: 'country', name: { en: 'Country', de: 'Land' }, value: null, where: '' },
		{ dimension: 'is_identified', name: { en: 'Customer known', de: 'Kunde bekannt' }, value: true, where: '' },
	] as const;
	expect(pickedFilters('', chips)).toEqual([
		{ label: 'Country: Austria', where: 'is_identified' },
		{ label: 'Country: Not given', where: '' },
		{ label: 'Customer known: Known', where: '' },
	]);
});

it('shows a filter that picking cannot say as it was written', () => {
	expect(pickedFilters("country != 'Austria'", null)).toEqual([{ label: "country != 'Austria'", where: '' }]);
});
