import type { Connection } from '../database.ts';
import { row, rows, sql, unsafe } from '../query.ts';
import { rawTable, rawTableName } from '../raw.ts';
import { versionOf } from '../relation-versions.ts';
import type { StagingView } from '../staging.ts';

/** What a staging view showed when a snapshot was made of it: enough for a later run to tell which rows came since. */
export interface StagedState {
	/** A hash of its SQL, and of the columns of raw that it reads. */
	readonly sql: string;
	/** The loads that there were of its source, sorted. */
	readonly loads: readonly string[];
	/** How many rows raw had of its source. */
	readonly rows: number;
}

/** By name of the view. */
export type StagedStates = Readonly<Record<string, StagedState>>;

/** Entities whose facts are built in part. */
const FOLLOWED: readonly string[] = ['order_lines', 'orders'];

/** A hash of the SQL of a view. */
export function viewHash(view: StagingView): string {
	return versionOf([view.sql]);
}

/** Every load of a source, sorted: of one that is read by cursor the rows of loads of before stay and count. */
async function loadsOf(connection: Connection, source: string): Promise<string[]> {
	const found = await rows<{ id: string }>(
		connection,
		sql`select load_id as id from raw.main.loads where source = ${source} order by load_id`,
	);
	return found.map(({ id }) => id);
}

/** The columns of a source's table with their types: other ones may hold other values of the same rows. */
async function columnsOf(connection: Connection, source: string): Promise<readonly unknown[]> {
	return rows(
		connection,
		sql`select column_name as name, data_type as type from duckdb_columns()
			where database_name = 'raw' and schema_name = 'main' and table_name = ${rawTableName(source)}
			order by column_index`,
	);
}

/** How the views stand whose rows can be told apart by the loads that brought them. */
export async function stagedStates(connection: Connection, views: readonly StagingView[]): Promise<StagedStates> {
	const states: Record<string, StagedState> = {};
	for (const view of views) {
		if (!FOLLOWED.includes(view.entity) || view.keys === null) continue;
		if (view.source === null) {
			states[view.name] = { sql: viewHash(view), loads: [], rows: 0 };
			continue;
		}
		const counted = await row<{ rows: number }>(
			connection,
			sql`select count(*) as rows from ${unsafe(rawTable(view.source).text)}`,
		);
		states[view.name] = {
			sql: versionOf([viewHash(view), await columnsOf(connection, view.source)]),
			loads: await loadsOf(connection, view.source),
			rows: counted?.rows ?? 0,
		};
	}
	return states;
}
