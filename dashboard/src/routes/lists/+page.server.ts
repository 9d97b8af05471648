import { readLists } from '#lib/server/records/lists.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** Every list, counted as it is now. */
export const load: PageServerLoad = async ({ locals }) => ({ lists: await readLists(requireSnapshot(locals)) });
