import type { ListPage, ListQuery } from '#records/listing/page.ts';
import type { Records } from '#records/database.ts';
import type { ListState } from '#lib/records/list-state.ts';

const PER_PAGE = 50;

type Read<Row, Filters, Sort extends string> = (
	records: Records,
	query: ListQuery<Filters, Sort>,
) => Promise<ListPage<Row>>;

/** A page of a list as its address asks for it; a page past the end, as an old link may name it, shows the last one. */
export async function readListPage<Row, Filters, Sort extends string>(
	records: Records,
	state: ListState,
	read: Read<Row, Filters, Sort>,
	filters: Filters,
): Promise<{ rows: readonly Row[]; total: number; pages: number; page: number }> {
	const query = {
		search: state.q,
		filters,
		sort: { by: state.sort as Sort, isDescending: state.dir === 'desc' },
		pageSize: PER_PAGE,
	};
	const asked = await read(records, { ...query, page: state.page });
	const pages = Math.max(1, Math.ceil(asked.total / PER_PAGE));
	const page = Math.min(state.page, pages);
	const { rows, total } = page === state.page ? asked : await read(records, { ...query, page });
	return { rows, total, pages, page };
}

/** A filter's picked value as the lists of records take it. */
export function picked(state: ListState, name: string): string[] | undefined {
	const value = state.filters[name];
	return value === undefined ? undefined : [value];
}
