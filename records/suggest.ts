import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Records } from './database.ts';
import { findWords } from './listing/search.ts';
import { foldText } from './values/search-text.ts';

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

/** So many of what holds the text are put into order; they are never looked through to the end. */
const MOST_ORDERED = 200;

/** The records of a kind that a text finds, as a condition: those that are searched by their words, others by their name. */
async function wantedSql(records: Records, kind: SuggestedKind, text: string): Promise<RawBuilder<unknown>> {
	const { table, key, name } = KINDS[kind];
	if (table === 'users' || table === 'products') {
		return sql`instr(lower(${sql.ref(name)}), ${text.trim().toLowerCase()}) > 0`;
	}
	const found = await findWords(records, table, text);
	const conditions = sql.join([sql`deleted_at is null`, ...(found?.conditions ?? [])], sql` and `);
	return sql`${sql.ref(key)} in (
		select ${sql.ref(key)} from ${sql.table(table)} where ${conditions} limit ${MOST_ORDERED})`;
}

/**
 * The first records of a kind that hold a text, those whose name begins with it first; without a text the first by name.
 */
export async function suggestRecords(
	records: Records,
	kind: SuggestedKind,
	text: string,
	limit: number,
): Promise<Suggestion[]> {
	const { table, key, name, detail } = KINDS[kind];
	const folded = foldText(text);
	const wanted = folded === '' ? sql`1` : await wantedSql(records, kind, text);
	const byBeginning = folded === '' ? sql`` : sql`instr(lower(${sql.ref(name)}), ${text.trim().toLowerCase()}) <> 1,`;
	const { rows } = await sql<Suggestion>`
		select ${sql.ref(key)} as id, ${sql.ref(name)} as name, coalesce(${sql.ref(detail)}, '') as detail
		from ${sql.table(table)} where deleted_at is null and ${wanted}
		order by ${byBeginning} ${sql.ref(name)} collate nocase, ${sql.ref(key)} limit ${limit}`.execute(records);
	return rows;
}
