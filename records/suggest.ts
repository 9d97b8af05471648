import { sql } from 'kysely';
import type { Records } from './database.ts';

/** A record that a field of another can name. */
export interface Suggestion {
	readonly id: string;
	readonly name: string;
	/** What tells it from others of its name; empty where nothing does. */
	readonly detail: string;
}

const KINDS = {
	company: { table: 'companies', key: 'company_id', name: 'name', detail: 'city' },
	contact: { table: 'contacts', key: 'contact_id', name: 'full_name', detail: 'job_title' },
	user: { table: 'users', key: 'user_id', name: 'name', detail: 'team' },
	product: { table: 'products', key: 'product_id', name: 'name', detail: 'sku' },
	campaign: { table: 'campaigns', key: 'campaign_id', name: 'name', detail: 'starts_on' },
	deal: { table: 'deals', key: 'deal_id', name: 'name', detail: 'currency' },
} as const;

export type SuggestedKind = keyof typeof KINDS;

/**
 * The first records of a kind whose name holds a text, those whose name begins with it first; without a text the first by
 * name.
 */
export async function suggestRecords(
	records: Records,
	kind: SuggestedKind,
	text: string,
	limit: number,
): Promise<Suggestion[]> {
	const { table, key, name, detail } = KINDS[kind];
	const wanted = text.trim().toLowerCase();
	const { rows } = await sql<Suggestion>`
		select ${sql.ref(key)} as id, ${sql.ref(name)} as name, coalesce(${sql.ref(detail)}, '') as detail
		from ${sql.table(table)}
		where deleted_at is null and (${wanted} = '' or instr(lower(${sql.ref(name)}), ${wanted}) > 0)
		order by instr(lower(${sql.ref(name)}), ${wanted}) > 1, ${sql.ref(name)} collate nocase, ${sql.ref(key)}
		limit ${limit}`.execute(records);
	return rows;
}
