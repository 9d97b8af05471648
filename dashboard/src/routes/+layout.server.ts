import { takeWords } from '#lib/server/records/said.ts';
import { isDemo } from '#lib/server/sources/page.ts';
import { parseTheme, themeCookie } from '#lib/theme.ts';
import type { LayoutServerLoad } from './$types';

/**
 * What every page needs: the theme, whose data it is, the day it reaches and when it was read (null before the first
 * snapshot), the zone of times, an earlier snapshot that the reader looks at (null for the
 * one in use), whether that is the demo company, and what the page before left to be said.
 */
export const load: LayoutServerLoad = async ({ cookies, locals }) => ({
	theme: parseTheme(cookies.get(themeCookie)),
	asOf: locals.snapshot?.facts.asOf ?? null,
	builtAt: locals.snapshot?.facts.builtAt ?? null,
	viewed:
		locals.asOf.viewedId === null || locals.snapshot === null
			? null
			: { id: locals.snapshot.id, publishedAt: locals.snapshot.publishedAt },
	isViewedGone: locals.asOf.isGone,
	zone: locals.snapshot?.facts.zone ?? 'UTC',
	said: takeWords(cookies),
	isDemo: await isDemo(),
	company: locals.snapshot ? `${locals.snapshot.facts.companyName} · ${locals.snapshot.facts.currency}` : null,
});
