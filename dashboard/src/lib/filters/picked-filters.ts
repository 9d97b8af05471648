import { getLocale } from '#lib/paraglide/runtime.js';
import type { FilterMenu } from '#lib/server/filter-menus.ts';
import { valueName } from './value-name.ts';
import { toSearch, type ViewOptions, type ViewState } from './view-state.ts';

/** Each picked value in words, with the address without it. */
export function pickedFilters(
	view: ViewState,
	menus: readonly FilterMenu[],
	options: ViewOptions = {},
): { label: string; removeHref: string }[] {
	const locale = getLocale();
	return menus.flatMap((menu) =>
		menu.values
			.filter(({ isPicked }) => isPicked)
			.map(({ value, where }) => ({
				label: `${menu.name[locale]}: ${valueName(menu.dimension, value)}`,
				removeHref: toSearch({ ...view, where, page: 1 }, options),
			})),
	);
}
