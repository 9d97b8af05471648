import { error } from '@sveltejs/kit';
import { priceOfProduct } from '#lib/server/records/deals.ts';
import type { RequestHandler } from './$types';

/** What the product `?product=` costs: a line takes it over when the product is picked. */
export const GET: RequestHandler = async ({ url }) => {
	const price = await priceOfProduct(url.searchParams.get('product') ?? '');
	if (price === null) error(404, 'not found');
	return Response.json(price);
};
