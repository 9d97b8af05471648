/** What a list of records shows, as its address says it. */
export interface ListState {
	/** Words searched for, empty for none. */
	readonly q: string;
	readonly sort: string;
	readonly dir: 'asc' | 'desc';
	/** From 1. */
	readonly page: number;
	/** Picked value by filter; a filter that is not there is not picked. */
	readonly filters: Readonly<Record<string, string>>;
}

/** What a list takes: the columns it can sort by (it begins with the first) and its filters. */
export interface ListOptions {
	readonly sorts: readonly string[];
	readonly dir?: 'asc' | 'desc';
	readonly filters: readonly string[];
}

const LONGEST = 200;

/** Reads a list's address; what cannot be read takes its default. */
export function parseListState(url: { readonly searchParams: URLSearchParams }, options: ListOptions): ListState {
	const params = url.searchParams;
	const [first = ''] = options.sorts;
	const named = params.get('sort') ?? '';
	const sort = options.sorts.includes(named) ? named : first;
	const dir = params.get('dir');
	const page = params.get('page') ?? '';
	return {
		q: (params.get('q') ?? '').slice(0, LONGEST).trim(),
		sort,
		dir: dir === 'asc' || dir === 'desc' ? dir : (options.dir ?? 'asc'),
		page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
		filters: Object.fromEntries(
			options.filters.flatMap((name) => {
				const value = params.get(name)?.slice(0, LONGEST) ?? '';
				return value === '' ? [] : [[name, value]];
			}),
		),
	};
}

/** The address of a list; only what differs from its defaults is written. */
export function listSearch(state: ListState, options: ListOptions): string {
	const params = new URLSearchParams();
	if (state.q !== '') params.set('q', state.q);
	for (const [name, value] of Object.entries(state.filters)) if (value !== '') params.set(name, value);
	if (state.sort !== options.sorts[0]) params.set('sort', state.sort);
	if (state.dir !== (options.dir ?? 'asc')) params.set('dir', state.dir);
	if (state.page !== 1) params.set('page', String(state.page));
	return `?${params.toString()}`;
}

/** The address after sorting by a column: turned where it is sorted by already. */
export function listSortSearch(state: ListState, sort: string, options: ListOptions): string {
	const dir = state.sort === sort && state.dir === 'asc' ? 'desc' : 'asc';
	return listSearch({ ...state, sort, dir, page: 1 }, options);
}

/** The address after picking a filter's value, or none. */
export function listFilterSearch(state: ListState, name: string, value: string, options: ListOptions): string {
	return listSearch({ ...state, filters: { ...state.filters, [name]: value }, page: 1 }, options);
}
