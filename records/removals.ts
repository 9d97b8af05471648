import type { Selectable } from 'kysely';
import type { Records } from './database.ts';
import type { RemovalsTable } from './schema/uploads.ts';
import type { UploadError } from './source-look.ts';
import { newId } from './values/id.ts';

/** Why a source was not taken back; `only_source`: the config would be left without any. */
export interface RemovalError extends UploadError {
	readonly reason: 'only_source' | null;
}

/** A request to take a source back: it leaves the config, and its files are in the list of uploads again. */
export interface Removal {
	readonly removalId: string;
	readonly source: string;
	readonly wantedAt: string;
	readonly endedAt: string | null;
	readonly error: RemovalError | null;
	/** The run with which its rows leave the figures. */
	readonly runId: string | null;
}

function toRemoval(row: Selectable<RemovalsTable>): Removal {
	return {
		removalId: row.removal_id,
		source: row.source,
		wantedAt: row.wanted_at,
		endedAt: row.ended_at,
		error: row.error === null ? null : (JSON.parse(row.error) as RemovalError),
		runId: row.run_id,
	};
}

/** Asks for a source to be taken back. Null where files are being added, or a source is being taken back already. */
export async function wantRemoval(records: Records, source: string, now: string): Promise<Removal | null> {
	return records.transaction().execute(async (transaction) => {
		const addition = await transaction
			.selectFrom('additions')
			.select('addition_id')
			.where('ended_at', 'is', null)
			.executeTakeFirst();
		const open = await transaction
			.selectFrom('removals')
			.select('removal_id')
			.where('ended_at', 'is', null)
			.executeTakeFirst();
		if (addition !== undefined || open !== undefined) return null;
		const row = await transaction
			.insertInto('removals')
			.values({
				removal_id: newId(),
				source,
				wanted_at: now,
				ended_at: null,
				error: null,
				run_id: null,
				forgotten_at: null,
			})
			.returningAll()
			.executeTakeFirstOrThrow();
		return toRemoval(row);
	});
}

/** The removal under way, or null. */
export async function openRemoval(records: Records): Promise<Removal | null> {
	const row = await records.selectFrom('removals').selectAll().where('ended_at', 'is', null).executeTakeFirst();
	return row === undefined ? null : toRemoval(row);
}

/** The newest removal, whether it has ended or not; null before the first. */
export async function lastRemoval(records: Records): Promise<Removal | null> {
	const row = await records
		.selectFrom('removals')
		.selectAll()
		.orderBy('removal_id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row === undefined ? null : toRemoval(row);
}

/** Ends a removal, with the run that was asked for or with why the source was not taken back. */
export async function endRemoval(
	records: Records,
	removalId: string,
	end: { readonly endedAt: string; readonly runId: string | null; readonly error: RemovalError | null },
): Promise<void> {
	await records
		.updateTable('removals')
		.set({ ended_at: end.endedAt, run_id: end.runId, error: end.error === null ? null : JSON.stringify(end.error) })
		.where('removal_id', '=', removalId)
		.execute();
}

/** Sources that were taken back and whose rows no run has forgotten yet. */
export async function sourcesToForget(records: Records): Promise<string[]> {
	const rows = await records
		.selectFrom('removals')
		.select('source')
		.distinct()
		.where('ended_at', 'is not', null)
		.where('error', 'is', null)
		.where('forgotten_at', 'is', null)
		.orderBy('source')
		.execute();
	return rows.map(({ source }) => source);
}

/** Notes that the rows of a source that was taken back are forgotten. */
export async function noteForgotten(records: Records, source: string, now: string): Promise<void> {
	await records
		.updateTable('removals')
		.set({ forgotten_at: now })
		.where('source', '=', source)
		.where('ended_at', 'is not', null)
		.where('error', 'is', null)
		.where('forgotten_at', 'is', null)
		.execute();
}
