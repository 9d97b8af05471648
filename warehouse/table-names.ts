import type { Connection } from './database.ts';
import { QueryError, row, sql } from './query.ts';

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

/**
 * The tables and views that a query names, sorted, without its own CTEs: from DuckDB's syntax tree, so that they need not
 * exist. (DuckDB's getTableNames gives an empty list, and no error, for a query with `using` or an `asof join`.)
 * @throws QueryError when the query does not parse
 */
export async function tableNames(connection: Connection, query: string): Promise<string[]> {
	const answer = await row<{ tree: string }>(
		connection,
		sql`select json_serialize_sql(${query}::varchar)::varchar as tree`,
	);
	const tree = JSON.parse(answer?.tree ?? '{}') as { readonly error?: boolean; readonly error_message?: string };
	if (tree.error !== false) throw new QueryError(`query does not parse: ${tree.error_message ?? ''}`, query);
	const found: Found = { tables: new Set(), ctes: new Set() };
	collect(tree, found);
	return [...found.tables].filter((name) => !found.ctes.has(name)).sort();
}
