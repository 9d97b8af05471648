import type { Connection } from './database.ts';
import { QueryError, rows, sql } from './query.ts';

interface Found {
	readonly tables: Set<string>;
	readonly ctes: Set<string>;
}

function collect(part: unknown, found: Found): void {
	if (Array.isArray(part)) {
		for (const each of part as unknown[]) collect(each, found);
		return;
	}
	if (typeof part !== 'object' || part === null) return;
	const node = part as { readonly type?: unknown; readonly table_name?: unknown; readonly cte_map?: unknown };
	if (node.type === 'BASE_TABLE') found.tables.add(String(node.table_name));
	const { map = [] } = (node.cte_map ?? {}) as { readonly map?: readonly { readonly key: string }[] };
	for (const { key } of map) found.ctes.add(key);
	for (const value of Object.values(part)) collect(value, found);
}

function namesIn(query: string, text: string): string[] {
	const tree = JSON.parse(text) as { readonly error?: boolean; readonly error_message?: string };
	if (tree.error !== false) throw new QueryError(`query does not parse: ${tree.error_message ?? ''}`, query);
	const found: Found = { tables: new Set(), ctes: new Set() };
	collect(tree, found);
	return [...found.tables].filter((name) => !found.ctes.has(name)).sort();
}

/**
 * The tables and views that each of some queries names, sorted, without its own CTEs: from DuckDB's syntax tree, so that
 * they need not exist. Asked for all at once, for a question costs DuckDB more than a tree. (Its getTableNames gives an
 * empty list, and no error, for a query with `using` or an `asof join`.)
 * @throws QueryError when a query does not parse
 */
export async function tableNames(connection: Connection, queries: readonly string[]): Promise<string[][]> {
	const trees = await rows<{ tree: string }>(
		connection,
		sql`with given as (
			select from_json(${JSON.stringify(queries)}::json, '["varchar"]') as queries
		), numbered as (
			select unnest(queries) as query, generate_subscripts(queries, 1) as place from given
		)
		select json_serialize_sql(query)::varchar as tree from numbered order by place`,
	);
	return trees.map(({ tree }, index) => namesIn(queries[index] ?? '', tree));
}
