import type { Connection } from '../database.ts';
import { row, unsafe } from '../query.ts';
import { rawTable } from '../raw.ts';
import { loadedCondition } from '../staging.ts';
import type { StagingView } from '../staging.ts';
import { viewHash } from './staged-state.ts';
import type { StagedStates } from './staged-state.ts';

/** What came to an entity's staging rows since a snapshot. */
export interface ChangedKeys {
	/** The temporary table with the keys of rows that came since: new ones, and those that took the place of another. */
	readonly table: string;
	/** How many rows of then are there no more, whether another one took their place or not. */
	readonly gone: number;
	/** A select of the staging rows of those keys, where what came can be read by its loads alone; else null. */
	readonly rowsSql: string | null;
}

async function count(connection: Connection, from: string): Promise<number> {
	return (await row<{ count: number }>(connection, unsafe(`select count(*) as count ${from}`)))?.count ?? 0;
}

/**
 * Finds which rows of an entity came since a snapshot, by the loads that brought them: what is in raw under a load's id is
 * never changed there, only taken out. So a row of then is either there as it was, or counted as gone.
 *
 * Null where that cannot be told: the mapping changed, a source came or went, rows have no key, or a row that went may
 * have uncovered an older one of its key.
 */
export async function findChangedKeys(
	connection: Connection,
	entity: string,
	key: string,
	views: readonly StagingView[],
	before: StagedStates,
	now: StagedStates,
): Promise<ChangedKeys | null> {
	const union = views.find((view) => view.source === null && view.entity === entity);
	if (union === undefined || before[union.name]?.sql !== viewHash(union)) return null;
	const table = `changed_${entity}`;
	await connection.run(`create or replace temp table ${table} (${key} varchar)`);
	let gone = 0;
	const loads: string[] = [];
	for (const view of views) {
		if (view.source === null || view.entity !== entity) continue;
		const [then, is] = [before[view.name], now[view.name]];
		if (view.keys === null || then === undefined || then.sql !== is?.sql) return null;
		const known = new Set(then.loads);
		const fresh = is.loads.filter((load) => !known.has(load));
		const isFresh = loadedCondition(fresh);
		loads.push(...fresh);
		const came = await count(connection, `from ${rawTable(view.source).text} where ${isFresh}`);
		const went = then.rows - (is.rows - came);
		if (went < 0 || (went > 0 && !view.keys.isUnique)) return null;
		gone += went;
		if (came === 0) continue;
		await connection.run(`insert into ${table} select distinct ${key} from (${view.keys.sql}) where ${isFresh}`);
	}
	return (await count(connection, `from ${table} where ${key} is null`)) > 0
		? null
		: { table, gone, rowsSql: union.keys?.loadedSql?.(loads) ?? null };
}
