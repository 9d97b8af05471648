import type { Connection } from '../database.ts';
import { join, rows, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import { searchWords } from './search-words.ts';

/** A customer that a search over everything finds. */
export interface FoundCustomer {
	readonly customer_id: string;
	/** Null where no source tells who the customer is. */
	readonly name: string | null;
	readonly email: string | null;
}

function holdsSql(text: string, words: readonly string[]): Sql {
	const conditions = words.map((word) => sql`contains(${unsafe(text)}, strip_accents(lower(${word})))`);
	return join(conditions, ' and ');
}

/**
 * Customers whose name, e-mail, number or city hold every word, at most so many: those whose text begins with the search
 * first, then by name. Unlike a list of customers it asks for no figure and for no count, so it is quick among a million.
 * An empty search finds nobody.
 */
export async function findCustomers(db: Connection, search: string, limit: number): Promise<FoundCustomer[]> {
	const words = searchWords(search);
	if (words.length === 0) return [];
	return rows<FoundCustomer>(
		db,
		sql`with found as (
			select customer_id, name, email, search_text from dim_people where ${holdsSql('search_text', words)}
			union all by name
			select customer_id, lower(customer_id) as search_text from dim_customers anti join dim_people using (customer_id)
			where ${holdsSql('lower(customer_id)', words)}
		)
		select customer_id, name, email from found
		order by not starts_with(search_text, strip_accents(lower(${search.trim()}))), lower(name) nulls last, customer_id
		limit ${limit}`,
	);
}
