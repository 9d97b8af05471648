import type { Connection } from '../database.ts';
import { join, rows, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';

/** A relation of the snapshot that pages and queries read. */
export interface RelationRow {
	readonly relation: string;
	/** `people` holds personal data and is out of the SQL console's reach. */
	readonly store: 'marts' | 'people';
	readonly rows_count: number;
	readonly columns_count: number;
}

interface TableRow {
	readonly catalog: string;
	readonly relation: string;
	readonly columns_count: number;
}

/** The relations of the connection's snapshot by name, with their rows counted. */
export async function relations(db: Connection): Promise<RelationRow[]> {
	const tables = await rows<TableRow>(
		db,
		sql`select database_name as catalog, table_name as relation, column_count as columns_count
		from duckdb_tables()
		where list_contains(string_split(current_setting('search_path'), ','), database_name || '.main')
			or (current_setting('search_path') = '' and database_name = current_database())
		order by table_name`,
	);
	if (tables.length === 0) return [];
	const counts = await rows<{ relation: string; rows_count: number }>(db, countsSql(tables));
	const counted = new Map(counts.map(({ relation, rows_count }) => [relation, rows_count]));
	return tables.map(({ relation, columns_count }) => ({
		relation,
		store: relation === 'dim_people' ? 'people' : 'marts',
		rows_count: counted.get(relation) ?? 0,
		columns_count,
	}));
}

/** The columns of one of them with their types, in their order; none where there is no such relation. */
export async function columnsOfRelation(
	db: Connection,
	relation: string,
): Promise<{ readonly name: string; readonly type: string }[]> {
	return rows(
		db,
		sql`select column_name as name, lower(data_type) as type from duckdb_columns()
		where table_name = ${relation}
			and (list_contains(string_split(current_setting('search_path'), ','), database_name || '.main')
				or (current_setting('search_path') = '' and database_name = current_database()))
		order by column_index`,
	);
}

/** How many rows one of them has; null where there is no such relation. */
export async function countRows(db: Connection, relation: string): Promise<number | null> {
	return (await relations(db)).find((each) => each.relation === relation)?.rows_count ?? null;
}

/** The names come from DuckDB's own list of tables; quoted, for they may be any. */
function countsSql(tables: readonly TableRow[]): Sql {
	const counts = tables.map(
		({ relation }) =>
			sql`select ${relation} as relation, count(*) as rows_count from ${unsafe(`"${relation.replaceAll('"', '""')}"`)}`,
	);
	return join(counts, ' union all ');
}
