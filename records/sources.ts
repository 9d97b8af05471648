import type { Records } from './database.ts';

/** What is known of a source beside its rows: a projection of raw.loads that pages can read while a run holds raw. */
export interface SourceState {
	readonly source: string;
	readonly lastLoadedAt: string | null;
	readonly lastCheckedAt: string | null;
	readonly rows: number;
	readonly lateAfterHours: number | null;
	readonly error: string | null;
}

export type Freshness = 'ok' | 'late' | 'never';

/** A source is late when nothing newer was found for longer than it declares; without a declaration it never is. */
export function freshness(state: Pick<SourceState, 'lastLoadedAt' | 'lateAfterHours'>, now: Date): Freshness {
	if (state.lastLoadedAt === null) return 'never';
	if (state.lateAfterHours === null) return 'ok';
	const hours = (now.getTime() - Date.parse(state.lastLoadedAt)) / 3_600_000;
	return hours > state.lateAfterHours ? 'late' : 'ok';
}

/** Writes what is known of a source in the place of what was. */
export async function saveSourceState(records: Records, state: SourceState): Promise<void> {
	await records
		.replaceInto('source_states')
		.values({
			source: state.source,
			last_loaded_at: state.lastLoadedAt,
			last_checked_at: state.lastCheckedAt,
			rows: state.rows,
			late_after_hours: state.lateAfterHours,
			error: state.error,
		})
		.execute();
}

/** Notes that a source failed; what it loaded before still stands. */
export async function saveSourceError(records: Records, source: string, at: string, error: string): Promise<void> {
	await records
		.insertInto('source_states')
		.values({ source, last_loaded_at: null, last_checked_at: at, rows: 0, late_after_hours: null, error })
		.onConflict((conflict) => conflict.column('source').doUpdateSet({ last_checked_at: at, error }))
		.execute();
}

/** What is known of every source, by name. */
export async function sourceStates(records: Records): Promise<SourceState[]> {
	return records
		.selectFrom('source_states')
		.select([
			'source',
			'last_loaded_at as lastLoadedAt',
			'last_checked_at as lastCheckedAt',
			'rows',
			'late_after_hours as lateAfterHours',
			'error',
		])
		.orderBy('source')
		.execute();
}

/** Forgets sources that the config no longer has. */
export async function keepSources(records: Records, names: readonly string[]): Promise<void> {
	await records.deleteFrom('source_states').where('source', 'not in', names).execute();
}
