import { parseDifferenceQuery, readDifference } from '#lib/server/difference.ts';
import type { PageServerLoad } from './$types';

/** What differs between two kept snapshots: figures, and the rows that changed them. */
export const load: PageServerLoad = async ({ url }) => ({
	difference: await readDifference(parseDifferenceQuery(url)),
});
