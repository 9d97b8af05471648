import type { Kysely, RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** The tables that have a `search_text`, with their keys. */
const SEARCHED: readonly (readonly [table: string, key: string])[] = [
	['companies', 'company_id'],
	['contacts', 'contact_id'],
	['leads', 'lead_id'],
	['deals', 'deal_id'],
	['tickets', 'ticket_id'],
	['campaigns', 'campaign_id'],
];

/** What keeps the index in step with a table, whoever writes it: live records are in it with the text they have. */
function followingSql(table: string, key: string): RawBuilder<unknown>[] {
	const name = sql.raw(table);
	const index = sql.raw(`search_${table}`);
	const literal = sql.lit(table);
	const id = sql.ref(key);
	const document = (row: 'new' | 'old') =>
		sql`(select doc_id from search_docs where table_name = ${literal} and record_id = ${sql.raw(row)}.${id})`;
	return [
		sql`create virtual table ${index} using fts5 (words, tokenize = 'trigram', columnsize = 0)`,
		sql`create trigger ${sql.raw(`${table}_search_insert`)} after insert on ${name} begin
			insert into search_docs (table_name, record_id) values (${literal}, new.${id});
			insert into ${index} (rowid, words) select ${document('new')}, new.search_text where new.deleted_at is null;
		end`,
		sql`create trigger ${sql.raw(`${table}_search_update`)} after update of search_text, deleted_at on ${name}
			when old.search_text <> new.search_text or (old.deleted_at is null) <> (new.deleted_at is null) begin
			delete from ${index} where rowid = ${document('old')};
			insert into ${index} (rowid, words) select ${document('new')}, new.search_text where new.deleted_at is null;
		end`,
		sql`create trigger ${sql.raw(`${table}_search_delete`)} after delete on ${name} begin
			delete from ${index} where rowid = ${document('old')};
			delete from search_docs where table_name = ${literal} and record_id = old.${id};
		end`,
	];
}

/**
 * What searches look in: every live record's `search_text` by groups of three letters, an index for each table: a word that
 * all contacts have costs a search of the deals nothing. Text that has gone is cleared out of it as its parts are merged, by and by, or at once by its `optimize` command: whoever erases a
 * person has to give that. (Its `secure-delete` clears at each change and takes 2 ms for it; a deleted record keeps its row
 * anyway.)
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table search_docs (
			doc_id integer primary key,
			table_name text not null,
			record_id text not null,
			unique (table_name, record_id)
		) strict`,
		...SEARCHED.flatMap(([table, key]) => followingSql(table, key)),
	]) {
		await statement.execute(db);
	}
}
