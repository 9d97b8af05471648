import * as v from 'valibot';
import type { QuarantineCount, QuarantineEntry } from '#records/quarantine.ts';
import { countQuarantine, listQuarantine } from '#records/quarantine.ts';
import { records } from './records.ts';

const ROWS_PER_PAGE = 50;

const nameSchema = v.fallback(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), null);
const pageSchema = v.fallback(v.pipe(v.string(), v.regex(/^[1-9]\d{0,6}$/), v.transform(Number)), 1);

/** Which rows of the quarantine are asked for; null is all. */
export interface QuarantineFilter {
	readonly source: string | null;
	readonly reason: string | null;
	readonly page: number;
}

export interface Quarantine {
	readonly filter: QuarantineFilter;
	readonly rows: readonly QuarantineEntry[];
	/** Of everything set aside, whatever the filter. */
	readonly counts: readonly QuarantineCount[];
	/** Rows that fit the filter. */
	readonly total: number;
	readonly pages: number;
}

/** Reads the filter out of an address: `?source=…&reason=…&page=2`; what cannot be read is left out. */
export function parseQuarantineFilter(search: Pick<URLSearchParams, 'get'>): QuarantineFilter {
	return {
		source: v.parse(nameSchema, search.get('source')),
		reason: v.parse(nameSchema, search.get('reason')),
		page: v.parse(pageSchema, search.get('page')),
	};
}

/** The rows set aside that fit a filter, a page of them; a page past the last one is the last one. */
export async function readQuarantine(
	filter: QuarantineFilter,
	rowsPerPage: number = ROWS_PER_PAGE,
): Promise<Quarantine> {
	const db = await records();
	const counts = await countQuarantine(db);
	const total = counts
		.filter(({ source }) => filter.source === null || source === filter.source)
		.filter(({ reason }) => filter.reason === null || reason === filter.reason)
		.reduce((sum, { rows }) => sum + rows, 0);
	const pages = Math.max(1, Math.ceil(total / rowsPerPage));
	const page = Math.min(filter.page, pages);
	const rows = await listQuarantine(db, {
		limit: rowsPerPage,
		offset: (page - 1) * rowsPerPage,
		...(filter.source === null ? {} : { source: filter.source }),
		...(filter.reason === null ? {} : { reason: filter.reason }),
	});
	return { filter: { ...filter, page }, rows, counts, total, pages };
}
