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

/** Words to search for. */
export interface Search {
	readonly words: readonly string[];
	/** What the index is asked, in its own language; null when all words are too short for it. */
	readonly match: string | null;
	/** The words that it cannot be asked for. */
	readonly shortWords: readonly string[];
}

/** A text as a search of a table; null when there is no word in it. */
export function parseSearch(table: SearchedTable, text: string): Search | null {
	const words = searchWords(text);
	if (words.length === 0) return null;
	const indexed = words.filter((word) => Array.from(word).length >= SHORTEST_INDEXED);
	const quoted = indexed.map((word) => `"${word.replaceAll('"', '""')}"`);
	return {
		words,
		match: quoted.length === 0 ? null : `${table} : (${quoted.join(' AND ')})`,
		shortWords: words.filter((word) => !indexed.includes(word)),
	};
}

/** That a record's `search_text` holds words. */
export function holdsSql(words: readonly string[]): RawBuilder<unknown>[] {
	return words.map((word) => sql`instr(search_text, ${word}) > 0`);
}

/** Live records of the table that a search finds, at most so many, in no order. */
function foundSql(table: SearchedTable, search: Search, limit: number): RawBuilder<{ id: string }> {
	if (search.match !== null) {
		return sql`select search_docs.record_id as id
			from search_index join search_docs on search_docs.doc_id = search_index.rowid
			where search_index match ${search.match} limit ${limit}`;
	}
	const live = sql.join([sql`deleted_at is null`, ...holdsSql(search.words)], sql` and `);
	return sql`select ${sql.ref(KEY_COLUMNS[table])} as id from ${sql.table(table)} where ${live} limit ${limit}`;
}

/**
 * What a search comes to as conditions on the records of its table. Where it finds few they are named, for then nothing
 * else has to be looked at; where it finds more, the words are looked for in the records, for then any order soon finds a
 * page of them.
 */
export async function foundConditions(
	records: Records,
	table: SearchedTable,
	text: string,
): Promise<RawBuilder<unknown>[]> {
	const search = parseSearch(table, text);
	if (search === null) return [];
	const { rows } = await foundSql(table, search, FEW + 1).execute(records);
	if (rows.length > FEW) return holdsSql(search.words);
	const ids = rows.map(({ id }) => id);
	return [amongSql(KEY_COLUMNS[table], ids), ...holdsSql(search.shortWords)];
}

/** The ids of a JSON list, as a condition on a key. */
export function amongSql(column: string, ids: readonly string[]): RawBuilder<unknown> {
	return sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(ids)}))`;
}
