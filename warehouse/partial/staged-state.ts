import type { Connection } from '../database.ts';
import { row, rows, sql, unsafe } from '../query.ts';
import { rawTable } from '../raw.ts';
import { versionOf } from '../relation-versions.ts';
import type { StagingView } from '../staging.ts';

/** What a staging view showed when a snapshot was made of it: enough for a later run to tell which rows came since. */
export interface StagedState {
	/** A hash of its SQL. */
	readonly sql: string;
	/** The loads whose rows it showed, sorted. */
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

/** The loads of a source that count, sorted. */
async function loadsOf(connection: Connection, source: string): Promise<string[]> {
	const found = await rows<{ id: string }>(
		connection,
		sql`select load_id as id from raw.main.loads where is_active and source = ${source} order by load_id`,
	);
	return found.map(({ id }) => id);
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
			sql: viewHash(view),
			loads: await loadsOf(connection, view.source),
			rows: counted?.rows ?? 0,
		};
	}
	return states;
}
