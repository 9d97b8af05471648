import { isDay } from '#lib/filters/period.ts';
import { readSegments } from '#lib/server/segments.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** The segments, compared with the earlier day that the address names. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const snapshot = requireSnapshot(locals);
	const asked = url.searchParams.get('since');
	const wanted = asked !== null && isDay(asked) ? asked : null;
	const page = await readSegments(snapshot, wanted);
	const isDropped = asked !== null && page !== null && asked !== page.since;
	return {
		page,
		dropped: isDropped ? [{ key: 'since', value: asked }] : [],
		currency: snapshot.facts.currency,
		asOf: snapshot.facts.asOf,
	};
};
