import { sql } from 'kysely';
import { KEY_COLUMNS } from './changes/tracked-tables.ts';
import type { Records } from './database.ts';
import type { SubjectType } from './schema/changes.ts';
import { foldText } from './values/search-text.ts';
import { findWords } from './listing/search.ts';

export interface FoundRecord {
	readonly type: Exclude<SubjectType, 'customer'>;
	readonly id: string;
	readonly title: string;
	/** What tells it from others of its name: a company's domain, a contact's address, a ticket's number; null when nothing. */
	readonly detail: string | null;
}

/** For each kind of record what it is called and what stands beside it. */
const KINDS = [
	{ type: 'company', table: 'companies', title: sql`name`, detail: sql`coalesce(domain, city)` },
	{
		type: 'contact',
		table: 'contacts',
		title: sql`full_name`,
		detail: sql`(select value from contact_points where contact_points.contact_id = contacts.contact_id
			and kind = 'email' and contact_points.deleted_at is null order by is_primary desc limit 1)`,
	},
	{ type: 'lead', table: 'leads', title: sql`full_name`, detail: sql`coalesce(company_name, email)` },
	{ type: 'deal', table: 'deals', title: sql`name`, detail: sql`amount || ' ' || currency` },
	{ type: 'ticket', table: 'tickets', title: sql`subject`, detail: sql`'#' || number` },
	{ type: 'campaign', table: 'campaigns', title: sql`name`, detail: sql`starts_on` },
] as const;

/**
 * Records that hold every word of a text, at most so many of each kind: those whose search text begins with it first. An
 * empty text finds nothing.
 */
export async function searchAll(records: Records, text: string, limitPerType = 5): Promise<FoundRecord[]> {
	const found: FoundRecord[] = [];
	for (const { type, table, title, detail } of KINDS) {
		const words = await findWords(records, table, text);
		if (words === null) return [];
		const key = sql.ref(KEY_COLUMNS[table]);
		const where = sql.join([sql`deleted_at is null`, ...words.conditions], sql` and `);
		const { rows } = await sql<Omit<FoundRecord, 'type'>>`
			select ${key} as id, ${title} as title, ${detail} as detail from ${sql.table(table)}
			where ${key} in (select ${key} from ${sql.table(table)} where ${where} limit ${limitPerType * 20})
			order by instr(search_text, ${foldText(text)}) <> 1, title collate nocase, ${key}
			limit ${limitPerType}`.execute(records);
		found.push(...rows.map((row) => ({ type, ...row })));
	}
	return found;
}
