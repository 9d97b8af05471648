import { error } from '@sveltejs/kit';
import { rejectedCsv } from '#lib/server/records/import.ts';
import type { RequestHandler } from './$types';

/** The refused rows as a file with the columns of the one that was imported. */
export const GET: RequestHandler = async ({ params }) => {
	const text = await rejectedCsv(params.id);
	if (text === null) error(404, 'not found');
	return new Response(`\uFEFF${text}`, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="rejected.csv"',
		},
	});
};
