import type { Connection } from '../../database.ts';
import type { BothCatalogs } from '../../hub.ts';
import { row, rows, sql, unsafe } from '../../query.ts';
import { FACTS } from './facts.ts';
import type { Fact, FactId } from './facts.ts';

export type RowChange = 'added' | 'removed' | 'changed';

/** How the rows of a fact differ between two snapshots. */
export interface FactDifference {
	readonly fact: FactId;
	readonly added: number;
	readonly removed: number;
	readonly changed: number;
	/** By how much their money together changed, in base currency; null for a fact without any. */
	readonly money: number | null;
	/** Columns that only one of the two has, or that changed their type: they are not compared. */
	readonly otherColumns: readonly string[];
}

/** One row that differs. */
export interface ChangedRow {
	readonly key: string;
	readonly change: RowChange;
	readonly day: string | null;
	/** What changed; for a row that came or went what it says, with null on the side where it is not. */
	readonly values: readonly {
		readonly column: string;
		readonly before: string | null;
		readonly after: string | null;
	}[];
}

/** Which rows are compared: all of a fact where nothing restricts them. */
export interface RowScope {
	/** A condition of SQL on the fact's columns, from the catalogue alone. */
	readonly only?: string | null;
	/** Rows of one month alone, by a column of the fact. */
	readonly month?: { readonly column: string; readonly first: string } | null;
}

/** What changes with every run whatever the data say. */
const VOLATILE = new Set(['model_version']);

interface Columns {
	readonly common: readonly string[];
	readonly others: readonly string[];
}

/** The columns that both snapshots have of a relation, by name and type; null where either does not have the relation. */
async function columnsOf(db: Connection, both: BothCatalogs, relation: string): Promise<Columns | null> {
	const found = await rows<{ catalog: string; name: string; type: string }>(
		db,
		sql`select database_name as catalog, column_name as name, data_type as type from duckdb_columns()
			where table_name = ${relation} and schema_name = 'main' and database_name in (${both.before}, ${both.after})
			order by column_index`,
	);
	const of = (catalog: string): Map<string, string> =>
		new Map(found.filter((each) => each.catalog === catalog).map(({ name, type }) => [name, type]));
	const [before, after] = [of(both.before), of(both.after)];
	if (before.size === 0 || after.size === 0) return null;
	const common = [...after.keys()].filter((name) => before.get(name) === after.get(name));
	const others = [...new Set([...before.keys(), ...after.keys()])].filter((name) => !common.includes(name));
	return { common: common.filter((name) => !VOLATILE.has(name)), others };
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Whether the month is a first of a month: it stands in SQL as it is. */
function monthCondition(scope: RowScope): string {
	const { month } = scope;
	if (!month || !/^\d{4}-\d{2}-01$/.test(month.first)) return 'true';
	return `${quoted(month.column)} >= date '${month.first}' and ${quoted(month.column)} < date '${month.first}' + interval 1 month`;
}

/**
 * The rows that differ, as a query that begins with `with`: both sides meet by key, each row as one hash of its columns, so
 * that a million rows take a third of a second.
 */
function differingSql(both: BothCatalogs, fact: Fact, columns: readonly string[], scope: RowScope): string {
	const has = (name: string | null): name is string => name !== null && columns.includes(name);
	const key = fact.key.map(quoted).join(', ');
	const side = (catalog: string): string => `(
		select ${key}, hash(${columns.map(quoted).join(', ')}) as row_hash,
			${has(fact.day) ? quoted(fact.day) : 'null::date'} as row_day,
			${has(fact.money) ? `${quoted(fact.money)}::double` : 'null::double'} as row_money
		from "${catalog}".main.${fact.relation}
		where (${scope.only ?? 'true'}) and ${monthCondition(scope)}
	)`;
	return `with differing as materialized (
	select ${key},
		case when gone.row_hash is null then 'added' when come.row_hash is null then 'removed' else 'changed' end as change,
		coalesce(come.row_day, gone.row_day) as row_day,
		coalesce(come.row_money, 0) - coalesce(gone.row_money, 0) as row_money
	from ${side(both.before)} as gone full join ${side(both.after)} as come using (${key})
	where gone.row_hash is distinct from come.row_hash
)`;
}

/**
 * How the rows of a fact differ between two snapshots; null where either does not have the fact. `both` are the catalogues
 * of the connection that hold them.
 */
export async function factDifference(
	db: Connection,
	both: BothCatalogs,
	id: FactId,
	scope: RowScope = {},
): Promise<FactDifference | null> {
	const fact: Fact = FACTS[id];
	const columns = await columnsOf(db, both, fact.relation);
	if (columns === null) return null;
	const counts = await row<{ added: number; removed: number; changed: number; money: number }>(
		db,
		unsafe(`${differingSql(both, fact, columns.common, scope)}
select count(*) filter (change = 'added') as added, count(*) filter (change = 'removed') as removed,
	count(*) filter (change = 'changed') as changed, round(coalesce(sum(row_money), 0), 2)::double as money
from differing`),
	);
	return {
		fact: id,
		added: counts?.added ?? 0,
		removed: counts?.removed ?? 0,
		changed: counts?.changed ?? 0,
		money: fact.money === null ? null : (counts?.money ?? 0),
		otherColumns: columns.others,
	};
}

/** The first rows of a fact that differ, the newest first, those without a day last; null where either lacks the fact. */
export async function changedRows(
	db: Connection,
	both: BothCatalogs,
	id: FactId,
	scope: RowScope & { readonly limit: number },
): Promise<ChangedRow[] | null> {
	const fact: Fact = FACTS[id];
	const columns = await columnsOf(db, both, fact.relation);
	if (columns === null) return null;
	const key = fact.key.map(quoted).join(', ');
	const side = (name: 'before' | 'after'): string =>
		`(select ${[...fact.key.map(quoted), `to_json(struct_pack(${columns.common.map((column) => `${quoted(column)} := ${quoted(column)}::varchar`).join(', ')})) as json`].join(', ')}
		from "${both[name]}".main.${fact.relation}
		where (${key}) in (select (${key}) from first_rows)) as ${name}_rows`;
	const found = await rows<{
		key: string;
		change: RowChange;
		day: string | null;
		before: string | null;
		after: string | null;
	}>(
		db,
		unsafe(`${differingSql(both, fact, columns.common, scope)},
first_rows as materialized (
	select * from differing order by row_day desc nulls last, ${key} limit ${Math.min(Math.max(Math.trunc(scope.limit), 1), 1000)}
)
select concat_ws(' · ', ${fact.key.map((name) => `first_rows.${quoted(name)}::varchar`).join(', ')}) as key, change, row_day as day,
	before_rows.json::varchar as before, after_rows.json::varchar as after
from first_rows left join ${side('before')} using (${key}) left join ${side('after')} using (${key})
order by row_day desc nulls last, ${key}`),
	);
	return found.map(({ before, after, ...rest }) => ({
		...rest,
		values: valuesOf(fact, rest.change, parse(before), parse(after)),
	}));
}

type RowValues = Readonly<Record<string, string | null>>;

function parse(json: string | null): RowValues {
	return json === null ? {} : (JSON.parse(json) as RowValues);
}

function valuesOf(fact: Fact, change: RowChange, before: RowValues, after: RowValues): ChangedRow['values'] {
	// A row that counts for a figure in one of the two alone is in both all the same: what changed says why.
	const isInBoth = Object.keys(before).length > 0 && Object.keys(after).length > 0;
	const names =
		change === 'changed' || isInBoth
			? Object.keys(after).filter((name) => before[name] !== after[name])
			: fact.shown.filter((name) => name in before || name in after);
	return names.map((column) => ({ column, before: before[column] ?? null, after: after[column] ?? null }));
}
