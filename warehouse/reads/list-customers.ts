import type { Connection } from '../database.ts';
import { join, row, rows, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import { fittingSql, idsSql, takenAwaySql } from './list-selection.ts';
import type { Selection } from './list-selection.ts';

/** How many customers a selection has, and how many of them the records cannot have a contact of. */
export interface SelectionCounts {
	readonly matching: number;
	readonly excluded: number;
	/** Neither a contact nor a company of the records is this customer. */
	readonly unlinked: number;
	/** Of those who are not taken away: whoever ordered within 30 days before the analysis date. */
	readonly ordered_lately: number;
}

/** A record that is a customer of the selection. */
export interface CustomerLink {
	readonly customer_id: string;
	readonly entity: 'contacts' | 'companies';
	readonly source_id: string;
}

/** Whether the snapshot has scores of customers: the first ones come with the run after an update. */
export async function hasScores(db: Connection): Promise<boolean> {
	const found = await rows(
		db,
		sql`select 1 from duckdb_tables() where table_name = 'customer_scores' and database_name = current_database()`,
	);
	return found.length > 0;
}

/** The customers who fit, each with whether they are taken away and which records they are. */
function selectedSql(selection: Selection, isScored: boolean): Sql {
	const takenAway = takenAwaySql(selection, isScored);
	return sql`with fitting as (${fittingSql(selection, isScored)}),
		excluded as (${takenAway ?? unsafe('select null as customer_id where false')}),
		selected as (
			select customers.*, excluded.customer_id is not null as is_excluded
			from dim_customers as customers
			semi join fitting on customers.customer_id = fitting.customer_id
			left join (select distinct customer_id from excluded) as excluded on customers.customer_id = excluded.customer_id
		),
		links as (
			select customer_id, entity, source_id from identity_links
			where source = 'records' and entity in ('contacts', 'companies')
		)`;
}

/** Counts a selection; see `SelectionCounts`. */
export async function countSelection(
	db: Connection,
	selection: Selection,
	isScored: boolean,
): Promise<SelectionCounts> {
	const counts = await row<SelectionCounts>(
		db,
		sql`${selectedSql(selection, isScored)}
		select count(*) as matching, count(*) filter (where is_excluded) as excluded,
			count(*) filter (where not is_excluded and customer_id not in (select customer_id from links)) as unlinked,
			count(*) filter (where not is_excluded and last_order_on >= (select as_of - 30 from snapshot_info))
				as ordered_lately
		from selected`,
	);
	return counts ?? { matching: 0, excluded: 0, unlinked: 0, ordered_lately: 0 };
}

/**
 * The records that are the customers of a selection, whoever bought most first, for each customer contacts before
 * companies. Customers who are taken away are left out.
 */
export async function linksOfSelection(
	db: Connection,
	selection: Selection,
	isScored: boolean,
): Promise<CustomerLink[]> {
	return rows<CustomerLink>(
		db,
		sql`${selectedSql(selection, isScored)}
		select customer_id, entity, source_id
		from selected join links using (customer_id)
		where not is_excluded
		order by net_revenue desc, customer_id, entity = 'companies', source_id`,
	);
}

/** A page of the customers of a selection who are taken away, or whom no record is; whoever bought most first. */
export async function unreachedOfSelection(
	db: Connection,
	selection: Selection,
	isScored: boolean,
	page: { readonly reason: 'excluded_list' | 'no_contact'; readonly limit: number; readonly offset: number },
): Promise<string[]> {
	const where =
		page.reason === 'excluded_list'
			? 'is_excluded'
			: 'not is_excluded and customer_id not in (select customer_id from links)';
	const found = await rows<{ customer_id: string }>(
		db,
		sql`${selectedSql(selection, isScored)}
		select customer_id from selected where ${unsafe(where)}
		order by net_revenue desc, customer_id limit ${page.limit} offset ${page.offset}`,
	);
	return found.map(({ customer_id }) => customer_id);
}

/** What a file may say of a customer, and what a draw tells apart; money in base currency. */
export interface CustomerFigures {
	readonly customer_id: string;
	/** Of the customer, who may be a company; null where no source tells. */
	readonly name: string | null;
	readonly country: string | null;
	readonly customer_kind: string | null;
	readonly orders_count: number;
	readonly net_revenue: number;
	readonly last_order_on: string | null;
	/** Null where the snapshot has no scores, as the three that follow. */
	readonly segment: string | null;
	readonly p_alive: number | null;
	readonly expected_revenue: number | null;
	readonly value_at_risk: number | null;
}

const SCORE_COLUMNS = ['segment', 'p_alive', 'expected_revenue', 'value_at_risk'];

/** Figures of customers by their ids, in no order; ids that the snapshot does not know are left out. */
export async function figuresOfCustomers(
	db: Connection,
	customerIds: readonly string[],
	isScored: boolean,
): Promise<ReadonlyMap<string, CustomerFigures>> {
	const scores = SCORE_COLUMNS.map((name) => unsafe(isScored ? `scores.${name}` : `null as ${name}`));
	const found = await rows<CustomerFigures>(
		db,
		sql`select customers.customer_id, people.name, customers.country, customers.customer_kind, customers.orders_count,
			cast(customers.net_revenue as double) as net_revenue, customers.last_order_on, ${join(scores)}
		from dim_customers as customers
		semi join (${idsSql(customerIds)}) as wanted on customers.customer_id = wanted.customer_id
		left join dim_people as people on customers.customer_id = people.customer_id
		${unsafe(isScored ? 'left join customer_scores as scores on customers.customer_id = scores.customer_id' : '')}`,
	);
	return new Map(found.map((figures) => [figures.customer_id, figures]));
}
