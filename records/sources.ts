import type { Records } from './database.ts';

/** What the config says of a column of a source. */
export interface DescribedColumn {
	readonly name: string;
	readonly type: string;
	/** What else a value has to be, in words. */
	readonly rules: readonly string[];
	/** Columns of entities that it fills, `orders.ordered_at`, with the expression where it is one. */
	readonly fills: readonly string[];
}

/** What the config says of a source: what its rows have to be, and what becomes of them. */
export interface SourceDescription {
	readonly type: string;
	readonly disposition: string;
	readonly key: readonly string[];
	readonly columns: readonly DescribedColumn[];
}

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
export async function saveSourceState(
	records: Records,
	state: SourceState,
	description: SourceDescription | null = null,
): Promise<void> {
	await records
		.replaceInto('source_states')
		.values({
			source: state.source,
			last_loaded_at: state.lastLoadedAt,
			last_checked_at: state.lastCheckedAt,
			rows: state.rows,
			late_after_hours: state.lateAfterHours,
			error: state.error,
			description: description === null ? null : JSON.stringify(description),
		})
		.execute();
}

/** Notes that a source failed; what it loaded before still stands. */
export async function saveSourceError(
	records: Records,
	source: string,
	at: string,
	error: string,
	description: SourceDescription | null = null,
): Promise<void> {
	const described = description === null ? null : JSON.stringify(description);
	const state = { last_checked_at: at, error, description: described };
	await records
		.insertInto('source_states')
		.values({ source, last_loaded_at: null, rows: 0, late_after_hours: null, ...state })
		.onConflict((conflict) => conflict.column('source').doUpdateSet(state))
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

/** What the config says of a source, as of the last run that read it; null where that is not known. */
export async function sourceDescriptions(records: Records): Promise<ReadonlyMap<string, SourceDescription>> {
	const found = await records
		.selectFrom('source_states')
		.select(['source', 'description'])
		.where('description', 'is not', null)
		.execute();
	return new Map(found.map(({ source, description }) => [source, JSON.parse(description ?? '') as SourceDescription]));
}

/** Forgets sources that the config no longer has. */
export async function keepSources(records: Records, names: readonly string[]): Promise<void> {
	await records.deleteFrom('source_states').where('source', 'not in', names).execute();
}
