import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { KEY_COLUMNS } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { searchWords } from '../values/search-text.ts';

/** Tables whose records are found by words. */
export type SearchedTable = 'companies' | 'contacts' | 'leads' | 'deals' | 'tickets' | 'campaigns';

/** The index knows groups of three letters; shorter words are looked for in the records themselves. */
const SHORTEST_INDEXED = 3;

/** So many are few enough to be named one by one. */
const FEW = 2000;

/** Indexes that hold all a search for words has to look at, where the records themselves would take several times as long. */
const WORD_INDEXES: Readonly<Record<SearchedTable, string>> = {
	companies: 'companies_by_name',
	contacts: 'contacts_by_name',
	leads: 'leads_by_name',
	deals: 'deals_by_name',
	tickets: 'tickets_by_subject',
	campaigns: 'campaigns_by_name',
};

/** Words to search for. */
interface Search {
	readonly words: readonly string[];
	/** What the index is asked, in its own language; null when all words are too short for it. */
	readonly match: string | null;
	/** The words that it cannot be asked for. */
	readonly shortWords: readonly string[];
}

/** A text as a search; null when there is no word in it. */
function parseSearch(text: string): Search | null {
	const words = searchWords(text);
	if (words.length === 0) return null;
	const indexed = words.filter((word) => Array.from(word).length >= SHORTEST_INDEXED);
	const quoted = indexed.map((word) => `"${word.replaceAll('"', '""')}"`);
	return {
		words,
		match: quoted.length === 0 ? null : quoted.join(' AND '),
		shortWords: words.filter((word) => !indexed.includes(word)),
	};
}

/** That a record's `search_text` holds words. */
function holdsSql(words: readonly string[]): RawBuilder<unknown>[] {
	return words.map((word) => sql`instr(search_text, ${word}) > 0`);
}

/** The table by the index that holds its words. */
function byWordsSql(table: SearchedTable): RawBuilder<unknown> {
	return sql`${sql.table(table)} indexed by ${sql.ref(WORD_INDEXES[table])}`;
}

/** Live records of the table that a search finds, at most so many, in no order. */
function foundSql(table: SearchedTable, search: Search, limit: number): RawBuilder<{ id: string }> {
	if (search.match !== null) {
		const index = sql.ref(`search_${table}`);
		return sql`select search_docs.record_id as id
			from ${index} join search_docs on search_docs.doc_id = ${index}.rowid
			where ${index} match ${search.match} limit ${limit}`;
	}
	const live = sql.join([sql`deleted_at is null`, ...holdsSql(search.words)], sql` and `);
	return sql`select ${sql.ref(KEY_COLUMNS[table])} as id from ${byWordsSql(table)} where ${live} limit ${limit}`;
}

/** What a search finds, as far as a query has to know. */
export interface Found {
	readonly conditions: readonly RawBuilder<unknown>[];
	/** Where its records are best counted, when nothing else is asked of them. */
	readonly from: RawBuilder<unknown>;
}

/**
 * What a search comes to as conditions on the records of its table; null where there is no word in it. Where it finds few
 * they are named, for then nothing else has to be looked at; where it finds more, the words are looked for in the records,
 * for then any order soon finds a page of them.
 */
export async function findWords(records: Records, table: SearchedTable, text: string): Promise<Found | null> {
	const search = parseSearch(text);
	if (search === null) return null;
	const { rows } = await foundSql(table, search, FEW + 1).execute(records);
	if (rows.length > FEW) return { conditions: holdsSql(search.words), from: byWordsSql(table) };
	const ids = rows.map(({ id }) => id);
	const conditions = [amongSql(KEY_COLUMNS[table], ids), ...holdsSql(search.shortWords)];
	return { conditions, from: sql.table(table) };
}

/** The ids of a JSON list, as a condition on a key. */
export function amongSql(column: string, ids: readonly string[]): RawBuilder<unknown> {
	return sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`;
}
