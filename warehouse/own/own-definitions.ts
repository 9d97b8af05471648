import type { Check } from '../checks/check.ts';
import type { Connection } from '../database.ts';
import type { Transform } from '../graph.ts';
import type { OwnMetric } from '../metrics/metric.ts';
import { row, rows, sql } from '../query.ts';
import { toMetric } from './own-metric.ts';
import type { OwnMetricDefinition } from './own-metric.ts';

/** What people added to a snapshot: its own transforms, metrics and checks, as they were when it was built. */
export interface OwnDefinitions {
	readonly transforms: readonly Transform[];
	readonly metrics: readonly OwnMetricDefinition[];
	/** Those that can be asked of a published snapshot. */
	readonly checks: readonly Check[];
}

export const NOTHING_OWN: OwnDefinitions = { transforms: [], metrics: [], checks: [] };

/**
 * Keeps what people added with the snapshot being built, as `own_definitions`: one row per transform, metric and check.
 * So pages, the command line and an earlier snapshot that is shown again mean what the figures were computed by.
 */
export async function writeOwnDefinitions(connection: Connection, own: OwnDefinitions): Promise<void> {
	await connection.run(
		'create table marts.main.own_definitions (position integer, kind varchar, id varchar, definition varchar)',
	);
	const statement = await connection.prepare('insert into marts.main.own_definitions values ($1, $2, $3, $4)');
	const all = [
		...own.transforms.map((each) => ['transform', each.name, each] as const),
		...own.metrics.map((each) => ['metric', each.id, each] as const),
		...own.checks.map((each) => ['check', each.name, each] as const),
	];
	for (const [position, [kind, id, definition]] of all.entries()) {
		statement.bind([position, kind, id, JSON.stringify(definition)]);
		await statement.run();
	}
}

async function read(db: Connection, kind: 'transform' | 'metric' | 'check'): Promise<unknown[]> {
	const table = sql`select 1 as found from duckdb_tables()
		where table_name = 'own_definitions'
			and (list_contains(string_split(current_setting('search_path'), ','), database_name || '.main')
				or (current_setting('search_path') = '' and database_name = current_database()))`;
	// Snapshots of before hold none.
	if ((await row(db, table)) === null) return [];
	const found = await rows<{ definition: string }>(
		db,
		sql`select definition from own_definitions where kind = ${kind} order by position`,
	);
	return found.map(({ definition }) => JSON.parse(definition) as unknown);
}

/** Somebody's own metrics that the connection's snapshot was built with. */
export async function ownMetrics(db: Connection): Promise<OwnMetric[]> {
	return ((await read(db, 'metric')) as OwnMetricDefinition[]).map(toMetric);
}

/** Somebody's own checks that the connection's snapshot was held against, without those that only a run can ask. */
export async function ownChecks(db: Connection): Promise<Check[]> {
	return (await read(db, 'check')) as Check[];
}

/** Somebody's own transforms that the connection's snapshot was built with. */
export async function builtOwnTransforms(db: Connection): Promise<Transform[]> {
	return (await read(db, 'transform')) as Transform[];
}
