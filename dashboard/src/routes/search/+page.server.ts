import { findAll } from '#lib/server/records/search.ts';
import type { PageServerLoad } from './$types';

const PER_KIND = 25;
const MOST_LETTERS = 200;

/** Everything that holds the words of the address. */
export const load: PageServerLoad = async ({ url, locals }) => {
	const text = (url.searchParams.get('q') ?? '').slice(0, MOST_LETTERS).trim();
	return { text, found: await findAll(locals.snapshot, text, PER_KIND) };
};
