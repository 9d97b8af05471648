import type { Connection } from '../database.ts';
import type { ChangedKeys } from './changed-keys.ts';

/** What a recipe has to work with. Names of the last snapshot's relations begin with `previous_marts.main.`. */
export interface PartialWork {
	readonly connection: Connection;
	readonly limits: PartialLimits;
	/** What the relation is made of and is another than in the last snapshot. */
	readonly changed: ReadonlySet<string>;
	/** A transform's query. */
	readonly sqlOf: (name: string) => string;
	/** How many rows a query's `from …` gives. */
	readonly count: (from: string) => Promise<number>;
	/** What came to an entity's staging rows since; null where that cannot be told. */
	readonly changedKeys: (entity: string, key: string) => Promise<ChangedKeys | null>;
	/** A select of the rows of an entity whose keys stand in its table of wanted keys. */
	readonly wantedRows: (entity: string, key: string) => string;
	/** Where a relation that goes with the run lies as it is now: it is not made where it was kept and has not changed. */
	readonly now: (name: string) => Promise<string>;
	/** Where a relation that goes with the run lies as it was. */
	readonly before: (name: string) => string;
	/** Selects that recipes leave for those after them, by what they give. */
	readonly left: Map<LeftSelect, string>;
}

/**
 * Lines, as they are now, of the orders that affected lines are or were of; all orders of affected customers, as they were
 * and as they are. Where a recipe does not leave them they are read from the snapshots.
 */
export type LeftSelect = 'lines of orders' | 'orders of customers before' | 'orders of customers now';

/**
 * How a relation that is large can be made from what it was and from what changed, so that a run after ten thousand
 * changed lines does not join twenty million again. A recipe gives up, and everything is built, wherever it cannot prove
 * that the result is the same.
 */
export interface PartialRecipe {
	readonly relation: string;
	/** Intermediates it is computed through: their queries, too, must be those of the last snapshot. */
	readonly through: readonly string[];
	/** What may change without everything being built: anything else that does leads to the whole. */
	readonly follows: readonly string[];
	/** Relations that have to be made in part themselves in this run when they have changed. */
	readonly after: readonly string[];
	/** What goes with the run and is kept beside the snapshot, to be compared with next time. */
	readonly carries: readonly string[];
	/** Prepares the change and gives the query that makes the relation of it; null to build everything. */
	prepare(work: PartialWork): Promise<string | null>;
}

/** When relations are changed instead of built. */
export interface PartialLimits {
	/** Order lines of the last snapshot from which on. */
	readonly fromRows: number;
	/** The share of a relation's rows beyond which it is as quickly built anew. */
	readonly upToShare: number;
}

export const PARTIAL_LIMITS: PartialLimits = { fromRows: 1_000_000, upToShare: 0.3 };

/** Everything of the last snapshot's relation but some keys, and those rebuilt: two temporary tables of the recipe. */
export function exchangedSql(relation: string, key: string, affected: string, rebuilt: string): string {
	return `select * from previous_marts.main.${relation} anti join ${affected} using (${key})
union all by name
select * from ${rebuilt}`;
}

/** A query in which names mean other rows: those of the given selects, each of which may name those before it. */
export function narrowedSql(query: string, meanings: Readonly<Record<string, string>>): string {
	const tables = Object.entries(meanings).map(([name, select]) => `${name} as (\n${select}\n)`);
	return `with\n${tables.join(',\n')}\nselect * from (\n${query}\n)`;
}
