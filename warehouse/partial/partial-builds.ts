import type { Connection } from '../database.ts';
import type { OrderedTransform } from '../graph.ts';
import { row, rows, sql, unsafe } from '../query.ts';
import { versionOf } from '../relation-versions.ts';
import type { RelationVersions } from '../relation-versions.ts';
import { wantedTable } from '../staging.ts';
import type { StagingView } from '../staging.ts';
import { findChangedKeys } from './changed-keys.ts';
import type { ChangedKeys } from './changed-keys.ts';
import { CUSTOMERS } from './customers.ts';
import { ORDER_LINES } from './order-lines.ts';
import { ORDERS } from './orders.ts';
import type { LeftSelect, PartialLimits, PartialRecipe, PartialWork } from './recipe.ts';
import { COHORTS_BY_MONTH, ORDER_LINES_BY_DAY } from './rollups.ts';
import type { StagedStates } from './staged-state.ts';

/** The fact that all of the recipes hang on. */
export const LARGE_FACT = 'fct_order_lines';

const RECIPES: ReadonlyMap<string, PartialRecipe> = new Map(
	[ORDER_LINES, ORDERS, CUSTOMERS, ORDER_LINES_BY_DAY, COHORTS_BY_MONTH].map((recipe) => [recipe.relation, recipe]),
);

/** Intermediates as large as the fact, or nearly. */
export const LARGE_INTERMEDIATES: ReadonlySet<string> = new Set(ORDERS.through);

export interface PartialOptions {
	/** `PARTIAL_LIMITS` but in tests. */
	readonly limits: PartialLimits;
	readonly views: readonly StagingView[];
	/** How staging stood when the last snapshot was made. */
	readonly stagedBefore: StagedStates;
	readonly stagedNow: StagedStates;
}

/** What the build of a snapshot lends. */
export interface PartialContext {
	readonly connection: Connection;
	readonly transforms: readonly OrderedTransform[];
	readonly engine: string;
	readonly previous: RelationVersions;
	readonly options: PartialOptions;
	/** The version that something has in the snapshot being built. */
	versionNow(name: string): string | undefined;
	/** Makes what goes with the run, unless it is there. */
	make(names: readonly string[]): Promise<void>;
}

export interface PartialBuilds {
	/** A query that makes a relation from what it was and what changed; null where it has to be built. */
	find(name: string): Promise<string | null>;
	/** Keeps beside the snapshot what a later run compares with; to be called once the relation is there. */
	carry(name: string, rows: number): Promise<void>;
}

/** Opens the part of a build that changes relations instead of making them. */
export function openPartialBuilds(context: PartialContext): PartialBuilds {
	const { connection, transforms, previous, options } = context;
	const byName = new Map(transforms.map((transform) => [transform.name, transform]));
	const done = new Set<string>();
	const left = new Map<LeftSelect, string>();
	let isLarge: boolean | null = null;

	async function count(from: string): Promise<number> {
		return (await row<{ count: number }>(connection, unsafe(`select count(*) as count ${from}`)))?.count ?? 0;
	}

	async function tablesOf(catalog: string, schema: string): Promise<Set<string>> {
		const found = await rows<{ name: string }>(
			connection,
			sql`select table_name as name from duckdb_tables() where database_name = ${catalog} and schema_name = ${schema}`,
		);
		return new Set(found.map(({ name }) => name));
	}

	async function isLargeFact(): Promise<boolean> {
		const isThere = (await tablesOf('previous_marts', 'main')).has(LARGE_FACT);
		isLarge ??= isThere && (await count(`from previous_marts.main.${LARGE_FACT}`)) >= options.limits.fromRows;
		return isLarge;
	}

	function transformOf(name: string): OrderedTransform {
		const transform = byName.get(name);
		if (transform === undefined) throw new RangeError(`no transform "${name}"`);
		return transform;
	}

	/** Whether engine and query are those of the last snapshot: its version was made of them and of what it read then. */
	function isSameQuery(name: string): boolean {
		const transform = byName.get(name);
		if (transform === undefined) return false;
		const { sql: query, reads, inputs } = transform;
		const readThen = [...reads, ...inputs].map((each) => previous[each]?.version ?? `no ${each}`);
		return previous[name]?.inputs === versionOf([context.engine, query, readThen]);
	}

	const isChanged = (name: string): boolean => context.versionNow(name) !== previous[name]?.version;

	/** What a relation is made of, through its own intermediates, that is another than in the last snapshot. */
	function changedOf({ relation, through }: PartialRecipe): string[] {
		const made = [relation, ...through];
		const read = made.flatMap((name) => [...transformOf(name).reads, ...transformOf(name).inputs]);
		return [...new Set(read)].filter((name) => !made.includes(name) && isChanged(name));
	}

	function workOf(changed: ReadonlySet<string>): PartialWork {
		const keys = new Map<string, Promise<ChangedKeys | null>>();
		return {
			connection,
			limits: options.limits,
			changed,
			count,
			sqlOf: (name) => transformOf(name).sql,
			changedKeys: (entity, key) => {
				const { views, stagedBefore, stagedNow } = options;
				const found = keys.get(entity) ?? findChangedKeys(connection, entity, key, views, stagedBefore, stagedNow);
				keys.set(entity, found);
				return found;
			},
			wantedRows: (entity, key) =>
				options.views.find((view) => view.source === null && view.entity === entity)?.keys?.wantedSql ??
				`select * from temp.main.stg_${entity} where ${key} in (select ${key} from ${wantedTable(entity)})`,
			left,
			before: (name) => `previous_marts.carried.${name}`,
			now: async (name) => {
				if (!isChanged(name)) return `previous_marts.carried.${name}`;
				await context.make([name]);
				return `temp.main.${name}`;
			},
		};
	}

	return {
		async find(name) {
			const recipe = RECIPES.get(name);
			if (recipe === undefined || previous[name] === undefined || !(await isLargeFact())) return null;
			const carried = await tablesOf('previous_marts', 'carried');
			const changed = changedOf(recipe);
			const isFollowed =
				[name, ...recipe.through].every(isSameQuery) &&
				changed.every((each) => recipe.follows.includes(each)) &&
				recipe.after.every((each) => !changed.includes(each) || done.has(each)) &&
				ORDER_LINES.carries.every((each) => carried.has(each));
			const query = isFollowed ? await recipe.prepare(workOf(new Set(changed))) : null;
			if (query !== null) done.add(name);
			return query;
		},
		async carry(name, made) {
			const names = RECIPES.get(name)?.carries ?? [];
			if (names.length === 0 || made < options.limits.fromRows) return;
			const carried = await tablesOf('previous_marts', 'carried');
			await connection.run('create schema marts.carried');
			for (const each of names) {
				const isThere = !isChanged(each) && carried.has(each);
				if (!isThere) await context.make([each]);
				const from = isThere ? `previous_marts.carried.${each}` : `temp.main.${each}`;
				await connection.run(`create table marts.carried.${each} as select * from ${from}`);
			}
		},
	};
}
