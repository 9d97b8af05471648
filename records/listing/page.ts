import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { KEY_COLUMNS } from '../changes/tracked-tables.ts';
import type { TrackedTable } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { findWords } from './search.ts';
import type { SearchedTable } from './search.ts';

/** What a list is asked for; what is left out is the list's own default. */
export interface ListQuery<Filters, Sort extends string> {
	/** Words that a record has to hold, each of them. */
	readonly search?: string | undefined;
	readonly filters?: Filters | undefined;
	readonly sort?: { readonly by: Sort; readonly isDescending?: boolean } | undefined;
	/** From 1. */
	readonly page?: number | undefined;
	readonly pageSize?: number | undefined;
}

export interface ListPage<Row> {
	readonly rows: readonly Row[];
	/** How many there are on all pages. */
	readonly total: number;
}

type Condition = RawBuilder<unknown>;

/** A table whose live records are listed. */
export interface Listing<Sort extends string> {
	readonly table: TrackedTable;
	/** What each order compares. */
	readonly orders: Readonly<Record<Sort, RawBuilder<unknown>>>;
	readonly defaultSort: { readonly by: Sort; readonly isDescending?: boolean };
	/** The same table where its records are found by words, else null. */
	readonly searched: SearchedTable | null;
}

export interface IdPage {
	readonly ids: readonly string[];
	readonly total: number;
}

const DEFAULT_PAGE_SIZE = 50;
const LARGEST_PAGE = 1000;

function all(conditions: readonly Condition[]): Condition {
	return sql.join([sql`deleted_at is null`, ...conditions], sql` and `);
}

/** The ids of one page of a list in their order, and how many there are in all. */
export async function readIdPage<Filters, Sort extends string>(
	records: Records,
	listing: Listing<Sort>,
	query: ListQuery<Filters, Sort>,
	filters: readonly Condition[],
): Promise<IdPage> {
	const table = sql.table(listing.table);
	const key = sql.ref(KEY_COLUMNS[listing.table]);
	const found = listing.searched === null ? null : await findWords(records, listing.searched, query.search ?? '');
	const where = all([...filters, ...(found?.conditions ?? [])]);
	const { by, isDescending } = query.sort ?? listing.defaultSort;
	const direction = isDescending === true ? sql`desc` : sql`asc`;
	const size = Math.min(Math.max(Math.trunc(query.pageSize ?? DEFAULT_PAGE_SIZE), 1), LARGEST_PAGE);
	const offset = (Math.max(Math.trunc(query.page ?? 1), 1) - 1) * size;
	const { rows } = await sql<{ id: string }>`select ${key} as id from ${table} where ${where}
		order by ${listing.orders[by]} ${direction}, ${key} ${direction} limit ${size} offset ${offset}`.execute(records);
	const from = filters.length === 0 ? (found?.from ?? table) : table;
	const counted = await sql<{ total: number }>`select count(*) as total from ${from} where ${where}`.execute(records);
	return { ids: rows.map(({ id }) => id), total: counted.rows[0]?.total ?? 0 };
}

/** Rows in the order of their ids; ids without a row are left out. */
export function inOrder<Row extends object>(ids: readonly string[], rows: readonly Row[], key: keyof Row): Row[] {
	const byId = new Map(rows.map((row) => [row[key] as unknown, row]));
	return ids.flatMap((id) => byId.get(id) ?? []);
}
