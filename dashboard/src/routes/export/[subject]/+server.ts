import { error } from '@sveltejs/kit';
import { exportedSubject, exportList } from '#lib/server/records/export.ts';
import type { RequestHandler } from './$types';

/** A list as its page shows it, as a CSV file. */
export const GET: RequestHandler = async ({ params, url }) => {
	const subject = exportedSubject(params.subject);
	if (subject === null) error(404, 'not found');
	const text = await exportList(subject, url);
	const day = new Date().toISOString().slice(0, 10);
	return new Response(`\uFEFF${text}`, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${subject}-${day}.csv"`,
		},
	});
};
