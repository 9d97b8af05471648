import type { Connection } from '../database.ts';
import { ident, join, row, rows, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import { searchWords } from './search-words.ts';

/** One customer in a list; money in base currency, rounded to cents. */
export interface CustomerListRow {
	readonly customer_id: string;
	/** Null where no source tells who the customer is. */
	readonly name: string | null;
	readonly email: string | null;
	readonly customer_kind: string | null;
	readonly country: string | null;
	/** Days of the first and last sale; null where there was none. */
	readonly first_order_on: string | null;
	readonly last_order_on: string | null;
	/** From the last sale to the analysis date; a sale on the day before it was 1 day ago. */
	readonly days_since_last_order: number | null;
	/** Orders with a sale. */
	readonly orders_count: number;
	readonly sales_revenue: number;
	readonly returns_revenue: number;
	readonly net_revenue: number;
	/** Null without an order. */
	readonly average_order_value: number | null;
	/** What models say, null where nothing can be said or the snapshot has no scores; see `customerScore`. */
	readonly score_status: string | null;
	readonly segment: string | null;
	readonly p_alive: number | null;
	readonly expected_revenue: number | null;
	readonly value_at_risk: number | null;
}

export interface CustomerList {
	readonly rows: readonly CustomerListRow[];
	/** Customers that the search and the filters leave. */
	readonly count: number;
	/** Customers there are. */
	readonly all: number;
}

const SCORE_SORTS = ['p_alive', 'expected_revenue', 'value_at_risk'] as const;

export const CUSTOMER_SORTS = [
	'net_revenue',
	'sales_revenue',
	'orders_count',
	'average_order_value',
	'last_order_on',
	'first_order_on',
	'name',
	'country',
	'customer_kind',
	'customer_id',
	...SCORE_SORTS,
] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

/** Limits include their ends; null and left out do not restrict. */
export interface CustomerFilters {
	/** Null in the list means without a country. */
	readonly countries?: readonly (string | null)[];
	readonly kinds?: readonly (string | null)[];
	readonly minOrders?: number | null;
	readonly maxOrders?: number | null;
	/** Net revenue in base currency. */
	readonly minRevenue?: number | null;
	readonly maxRevenue?: number | null;
	/** Days since the last sale. */
	readonly minDaysSinceLastOrder?: number | null;
	readonly maxDaysSinceLastOrder?: number | null;
	/** Segments and states of the score; these and the limits below find nobody in a snapshot without scores. */
	readonly segments?: readonly string[];
	readonly statuses?: readonly string[];
	/** The chance that they are still customers, 0 to 1; who has none is left out by a limit. */
	readonly minPAlive?: number | null;
	readonly maxPAlive?: number | null;
	/** In base currency, within 365 days. */
	readonly minExpectedRevenue?: number | null;
	readonly maxExpectedRevenue?: number | null;
}

export interface CustomerListOptions extends CustomerFilters {
	/** Words that all have to occur in name, e-mail, number or city; capitals and accents do not matter. */
	readonly search?: string;
	readonly sort?: CustomerSort;
	readonly direction?: 'asc' | 'desc';
	readonly limit?: number;
	readonly offset?: number;
	/** Whether the snapshot has scores, as `hasScores` says; nobody has one unless it does. */
	readonly isScored?: boolean;
}

const LARGEST_PAGE = 1_000;

/**
 * A page of customers, sorted by one column (net revenue, largest first, by default; customers without a value stand
 * last either way, equal ones by number), with how many there are. Names and e-mails come from people alone.
 */
export async function listCustomers(db: Connection, options: CustomerListOptions = {}): Promise<CustomerList> {
	const words = searchWords(options.search ?? '');
	const all = await countOf(db, sql`from dim_customers`);
	if (words.length > 0) return { ...(await listFound(db, words, options)), all };
	const conditions = filterConditions(options);
	const count =
		conditions.length === 0
			? all
			: await countOf(db, sql`from dim_customers as customers ${scoresOfAll(options)} ${whereSql(conditions)}`);
	return { rows: await rows<CustomerListRow>(db, pageSql(conditions, options)), count, all };
}

async function countOf(db: Connection, from: Sql): Promise<number> {
	return (await row<{ count: number }>(db, sql`select count(*) as count ${from}`))?.count ?? 0;
}

function withoutKey<Row extends object, Key extends keyof Row>(row: Row, key: Key): Omit<Row, Key> {
	return Object.fromEntries(Object.entries(row).filter(([name]) => name !== key)) as Omit<Row, Key>;
}

/** Looking for words reads all people: it is done once, for the page and for the count. */
async function listFound(
	db: Connection,
	words: readonly string[],
	options: CustomerListOptions,
): Promise<Pick<CustomerList, 'rows' | 'count'>> {
	const order = orderSql(options);
	const matching = sql`
		from dim_customers as customers ${PEOPLE} ${scoresOfAll(options)}
		${whereSql([...filterConditions(options), ...wordConditions(words)])}`;
	const page = await rows<CustomerListRow & { readonly matching: number }>(
		db,
		sql`with found as materialized (
			select customers.customer_id, ${ident(options.sort ?? DEFAULT_SORT)} ${matching}
		),
		page as (
			select customer_id from found order by ${order} ${limitSql(options)}
		)
		select ${COLUMNS}, (select count(*) from found) as matching
		from dim_customers as customers ${PEOPLE} ${scoresSql(options)}
		where customers.customer_id in (select customer_id from page)
		order by ${order}`,
	);
	const count = page[0]?.matching ?? (await countOf(db, matching));
	return { rows: page.map((customer) => withoutKey(customer, 'matching')), count };
}

const PEOPLE = unsafe('left join dim_people as people using (customer_id)');
const SEARCHED = unsafe('coalesce(people.search_text, lower(customers.customer_id))');
const DEFAULT_SORT = 'net_revenue';
const COLUMNS = unsafe(`customer_id, name, email, customer_kind, country, first_order_on, last_order_on,
	datediff('day', last_order_on, (select as_of from snapshot_info)) as days_since_last_order, orders_count,
	cast(sales_revenue as double) as sales_revenue, cast(returns_revenue as double) as returns_revenue,
	cast(net_revenue as double) as net_revenue, cast(average_order_value as double) as average_order_value,
	score_status, segment, p_alive, expected_revenue, value_at_risk`);
const SCORES = unsafe(`left join (
		select customer_id, status as score_status, segment, p_alive, expected_revenue, value_at_risk from customer_scores
	) as scores using (customer_id)`);
/** What stands in for scores in a snapshot from before them: nobody has one. */
const NO_SCORES = unsafe(`left join (
		select null::varchar as customer_id, null::varchar as score_status, null::varchar as segment, null::double as p_alive,
			null::double as expected_revenue, null::double as value_at_risk where false
	) as scores using (customer_id)`);

/**
 * Who the customers are, and how they score, is looked up for the rows of the page only, unless the order or the filters
 * need it of all: joining a million people to show fifty takes longer than everything else.
 */
function pageSql(conditions: readonly Sql[], options: CustomerListOptions): Sql {
	const needsPeople = options.sort === 'name';
	const withScores = needsScores(options);
	const order = orderSql(options);
	const nothing = unsafe('');
	return sql`with page as (
		select customers.* ${unsafe(needsPeople ? ', people.name, people.email' : '')}
			${unsafe(withScores ? ', scores.* exclude (customer_id)' : '')}
		from dim_customers as customers ${needsPeople ? PEOPLE : nothing} ${scoresOfAll(options)}
		${whereSql(conditions)}
		order by ${order} ${limitSql(options)}
	)
	select ${COLUMNS}
	from page ${needsPeople ? nothing : PEOPLE} ${withScores ? nothing : scoresSql(options)}
	order by ${order}`;
}

function scoresSql({ isScored = false }: CustomerListOptions): Sql {
	return isScored ? SCORES : NO_SCORES;
}

/** The scores of all customers, where order or filters need them. */
function scoresOfAll(options: CustomerListOptions): Sql {
	return needsScores(options) ? scoresSql(options) : unsafe('');
}

function needsScores(options: CustomerListOptions): boolean {
	return SCORE_SORTS.some((sort) => sort === options.sort) || scoreConditions(options).length > 0;
}

function limitSql({ limit = 50, offset = 0 }: CustomerListOptions): Sql {
	return sql`limit ${Math.min(Math.max(Math.trunc(limit), 0), LARGEST_PAGE)} offset ${Math.max(Math.trunc(offset), 0)}`;
}

function orderSql({ sort = DEFAULT_SORT, direction = 'desc' }: CustomerListOptions): Sql {
	const column = sort === 'name' ? unsafe('lower(name)') : ident(sort);
	return sql`${column} ${unsafe(direction === 'asc' ? 'asc' : 'desc')} nulls last, customer_id`;
}

/** The searched text is kept without accents; taking them off a million texts anew would take a second a word. */
function wordConditions(words: readonly string[]): Sql[] {
	return words.map((word) => sql`contains(${SEARCHED}, strip_accents(lower(${word})))`);
}

function filterConditions(filters: CustomerFilters): Sql[] {
	const daysSince = unsafe("datediff('day', last_order_on, (select as_of from snapshot_info))");
	return [
		...oneOf(unsafe('customers.country'), filters.countries),
		...oneOf(unsafe('customers.customer_kind'), filters.kinds),
		...between(unsafe('orders_count'), filters.minOrders, filters.maxOrders),
		...between(unsafe('net_revenue'), filters.minRevenue, filters.maxRevenue),
		...between(daysSince, filters.minDaysSinceLastOrder, filters.maxDaysSinceLastOrder),
		...scoreConditions(filters),
	];
}

function scoreConditions(filters: CustomerFilters): Sql[] {
	return [
		...oneOf(unsafe('scores.segment'), filters.segments),
		...oneOf(unsafe('scores.score_status'), filters.statuses),
		...between(unsafe('scores.p_alive'), filters.minPAlive, filters.maxPAlive),
		...between(unsafe('scores.expected_revenue'), filters.minExpectedRevenue, filters.maxExpectedRevenue),
	];
}

function oneOf(column: Sql, values: readonly (string | null)[] | undefined): Sql[] {
	if (values === undefined || values.length === 0) return [];
	const known = values.filter((value) => value !== null).map((value) => sql`${value}`);
	const terms = known.length === 0 ? [] : [sql`${column} in (${join(known)})`];
	if (known.length < values.length) terms.push(sql`${column} is null`);
	return [sql`(${join(terms, ' or ')})`];
}

function between(value: Sql, least: number | null | undefined, most: number | null | undefined): Sql[] {
	return [
		...(least === null || least === undefined ? [] : [sql`${value} >= ${least}`]),
		...(most === null || most === undefined ? [] : [sql`${value} <= ${most}`]),
	];
}

function whereSql(conditions: readonly Sql[]): Sql {
	return conditions.length === 0 ? unsafe('') : sql`where ${join(conditions, ' and ')}`;
}
