import * as v from 'valibot';
import { findAll, suggest } from '#lib/server/records/search.ts';
import type { RequestHandler } from './$types';

const kindParam = v.picklist(['company', 'contact', 'user', 'product', 'campaign', 'deal']);
const MOST_LETTERS = 200;
const PER_KIND = 4;

/** What a text may mean: records of the kind that is asked for, else a few of everything that holds it. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const text = (url.searchParams.get('q') ?? '').slice(0, MOST_LETTERS);
	const kind = v.safeParse(kindParam, url.searchParams.get('kind'));
	return Response.json(
		kind.success ? await suggest(kind.output, text) : await findAll(locals.snapshot, text, PER_KIND),
	);
};
