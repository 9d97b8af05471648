import { getLocale } from '#lib/paraglide/runtime.js';
import type { FilterChip } from '#lib/server/filter-menus.ts';
import { valueName } from './value-name.ts';

/**
 * What is filtered, each in words with the filter that is left without it. A filter that says more than picked values
 * (`chips` null) is one of them, as it was written.
 */
export function pickedFilters(
	where: string,
	chips: readonly FilterChip[] | null,
): { readonly label: string; readonly where: string }[] {
	const locale = getLocale();
	if (chips === null) return [{ label: where, where: '' }];
	return chips.map(({ dimension, name, value, where: left }) => ({
		label: `${name[locale]}: ${valueName(dimension, value)}`,
		where: left,
	}));
}
