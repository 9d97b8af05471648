import { error } from '@sveltejs/kit';
import { templateOf } from '#lib/server/sources/template.ts';
import type { RequestHandler } from './$types';

/** A CSV file to fill in for an entity: its columns, and a line as an example. */
export const GET: RequestHandler = ({ params }) => {
	const template = templateOf(params.entity);
	if (template === null) error(404, 'no such entity');
	return new Response(template, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${params.entity}.csv"`,
		},
	});
};
