import { error } from '@sveltejs/kit';
import { entityByName } from '#warehouse/entities/entities.ts';
import { templateCsv } from '#warehouse/entities/template.ts';
import type { RequestHandler } from './$types';

/** A CSV file to fill in for an entity: its columns, and a line as an example. */
export const GET: RequestHandler = ({ params }) => {
	const entity = entityByName(params.entity);
	if (entity === null) error(404, 'no such entity');
	return new Response(templateCsv(entity), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${entity.name}.csv"`,
		},
	});
};
