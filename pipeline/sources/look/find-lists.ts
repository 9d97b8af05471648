/** A list of objects in an answer. */
export interface FoundList {
	/** The keys on the way to it with dots between; empty where the answer is the list. */
	readonly path: string;
	readonly items: readonly object[];
	/** Whether it is called so as lists of rows mostly are. */
	readonly isNamedSo: boolean;
}

const MAX_DEPTH = 4;

/** The likeliest first. */
const NAMES = [
	'data',
	'items',
	'results',
	'result',
	'records',
	'rows',
	'value',
	'values',
	'entries',
	'elements',
	'list',
	'content',
	'docs',
	'hits',
	'objects',
];

function isRow(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lists of objects within a value; not those within rows. */
function listsIn(value: unknown, path: string, depth: number): { path: string; items: object[] }[] {
	if (Array.isArray(value)) {
		const items = value.filter(isRow);
		return items.length > 0 && items.length * 2 > value.length ? [{ path, items }] : [];
	}
	if (!isRow(value) || depth >= MAX_DEPTH) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		listsIn(inner, path === '' ? key : `${path}.${key}`, depth + 1),
	);
}

function nameRank(path: string, wanted: string): number {
	const name = path.split('.').at(-1)?.toLowerCase() ?? '';
	if (path === '' || (wanted !== '' && name === wanted.toLowerCase())) return 0;
	const place = NAMES.indexOf(name);
	return place < 0 ? NAMES.length + 1 : place + 1;
}

/**
 * The lists of objects in an answer, the likeliest to be its rows first: by name, then by how many there are.
 * @param wanted what the address calls them: orders of /api/orders
 */
export function findLists(body: unknown, wanted: string): FoundList[] {
	return listsIn(body, '', 0)
		.map((list) => ({ ...list, rank: nameRank(list.path, wanted) }))
		.sort((left, right) => left.rank - right.rank || right.items.length - left.items.length)
		.map(({ path, items, rank }) => ({ path, items, isNamedSo: rank <= NAMES.length }));
}
