import { parseTheme, themeCookie } from '#lib/theme.ts';
import type { LayoutServerLoad } from './$types';

/** What every page needs: the theme, whose data it is and the day it reaches (null before the first snapshot). */
export const load: LayoutServerLoad = ({ cookies, locals }) => ({
	theme: parseTheme(cookies.get(themeCookie)),
	asOf: locals.snapshot?.facts.asOf ?? null,
	company: locals.snapshot ? `${locals.snapshot.facts.companyName} · ${locals.snapshot.facts.currency}` : null,
});
