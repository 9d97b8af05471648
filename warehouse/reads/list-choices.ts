import type { Connection } from '../database.ts';
import { rows, sql, unsafe } from '../query.ts';

/** A value that a list's filter can pick, with how many customers have it where that is known. */
export interface ListChoice {
	/** Null stands for the customers without one. */
	readonly value: string | null;
	readonly name: string | null;
	readonly customers: number | null;
}

/** What there is to pick in a snapshot, the commonest first; categories and products by name. */
export interface ListChoices {
	readonly countries: readonly ListChoice[];
	readonly kinds: readonly ListChoice[];
	readonly categories: readonly ListChoice[];
	readonly products: readonly ListChoice[];
	/** Empty where the snapshot has no scores. */
	readonly segments: readonly ListChoice[];
	readonly statuses: readonly ListChoice[];
}

const MOST_PRODUCTS = 2_000;

async function countedValues(db: Connection, relation: string, column: string): Promise<ListChoice[]> {
	return rows<ListChoice>(
		db,
		sql`select ${unsafe(column)} as value, null as name, count(*) as customers
		from ${unsafe(relation)} group by all order by customers desc, value`,
	);
}

/** Reads what the filters of a list can pick. */
export async function listChoices(db: Connection, hasScores: boolean): Promise<ListChoices> {
	return {
		countries: await countedValues(db, 'dim_customers', 'country'),
		kinds: await countedValues(db, 'dim_customers', 'customer_kind'),
		categories: await rows<ListChoice>(
			db,
			sql`select distinct category as value, null as name, null as customers from dim_products
			where category is not null order by category`,
		),
		products: await rows<ListChoice>(
			db,
			sql`select product_id as value, name, null as customers from dim_products
			order by lower(coalesce(name, product_id)), product_id limit ${MOST_PRODUCTS}`,
		),
		segments: hasScores ? await countedValues(db, '(from customer_scores where segment is not null)', 'segment') : [],
		statuses: hasScores ? await countedValues(db, 'customer_scores', 'status') : [],
	};
}
