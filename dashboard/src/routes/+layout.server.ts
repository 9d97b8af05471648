import { parseTheme, themeCookie } from '#lib/theme.ts';
import type { LayoutServerLoad } from './$types';

/** What every page needs: the theme, and the day the data reaches (null before the first snapshot). */
export const load: LayoutServerLoad = ({ cookies, locals }) => ({
	theme: parseTheme(cookies.get(themeCookie)),
	asOf: locals.snapshot?.facts.asOf ?? null,
});
