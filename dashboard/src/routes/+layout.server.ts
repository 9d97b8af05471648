import { takeWords } from '#lib/server/records/said.ts';
import { parseTheme, themeCookie } from '#lib/theme.ts';
import type { LayoutServerLoad } from './$types';

/**
 * What every page needs: the theme, whose data it is, the day it reaches and when it was read (null before the first
 * snapshot), the zone of times, and what the page before left to be said.
 */
export const load: LayoutServerLoad = ({ cookies, locals }) => ({
	theme: parseTheme(cookies.get(themeCookie)),
	asOf: locals.snapshot?.facts.asOf ?? null,
	builtAt: locals.snapshot?.facts.builtAt ?? null,
	zone: locals.snapshot?.facts.zone ?? 'UTC',
	said: takeWords(cookies),
	company: locals.snapshot ? `${locals.snapshot.facts.companyName} · ${locals.snapshot.facts.currency}` : null,
});
