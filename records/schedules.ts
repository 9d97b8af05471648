import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Records } from './database.ts';
import type { CatchUp, SchedulesTable } from './schema/runs.ts';

/** When something is to run, and what becomes of slots that came while nothing looked. */
export interface ScheduleEntry {
	readonly cron: string;
	/** An IANA zone. */
	readonly zone: string;
	readonly catchUp: CatchUp;
	/** Only these sources, or null for all. */
	readonly onlySources: readonly string[] | null;
}

/** A schedule as the ledger knows it. */
export interface KnownSchedule extends ScheduleEntry {
	readonly scheduleId: string;
	/** Every slot up to here is in the ledger. */
	readonly lookedUntil: string;
	readonly nextSlotAt: string | null;
}

const sourcesText = ({ onlySources }: ScheduleEntry): string | null =>
	onlySources === null ? null : JSON.stringify([...onlySources].sort());

/** The id of a schedule, made of when and what it runs: its place in the config and its catch-up do not change it. */
export function scheduleId(entry: ScheduleEntry): string {
	const when = [entry.cron.trim().split(/\s+/).join(' '), entry.zone, sourcesText(entry)];
	return createHash('sha256').update(JSON.stringify(when)).digest('hex').slice(0, 16);
}

function toSchedule(row: Selectable<SchedulesTable>): KnownSchedule {
	return {
		scheduleId: row.schedule_id,
		cron: row.cron,
		zone: row.zone,
		catchUp: row.catch_up,
		onlySources: row.only_sources === null ? null : (JSON.parse(row.only_sources) as string[]),
		lookedUntil: row.looked_until,
		nextSlotAt: row.next_slot_at,
	};
}

/**
 * Makes the ledger's schedules those of the config. One that is new, or comes back, begins now: what would have been due
 * before is nobody's miss.
 */
export async function saveSchedules(records: Records, entries: readonly ScheduleEntry[], now: string): Promise<void> {
	await records.transaction().execute(async (transaction) => {
		const known = await transaction.selectFrom('schedules').select(['schedule_id', 'is_active']).execute();
		const active = new Set(known.filter((row) => row.is_active === 1).map((row) => row.schedule_id));
		const wanted = new Map(entries.map((entry) => [scheduleId(entry), entry]));
		for (const [id, entry] of wanted) {
			const row = {
				schedule_id: id,
				cron: entry.cron,
				zone: entry.zone,
				catch_up: entry.catchUp,
				only_sources: sourcesText(entry),
				is_active: 1,
			};
			await transaction
				.insertInto('schedules')
				.values({ ...row, looked_until: now, next_slot_at: null })
				.onConflict((conflict) =>
					conflict
						.column('schedule_id')
						.doUpdateSet(active.has(id) ? { catch_up: entry.catchUp } : { ...row, looked_until: now }),
				)
				.execute();
		}
		for (const id of active) {
			if (wanted.has(id)) continue;
			await transaction
				.updateTable('schedules')
				.set({ is_active: 0, next_slot_at: null })
				.where('schedule_id', '=', id)
				.execute();
			// What waits for its turn under a schedule that is gone has no turn any more.
			await transaction
				.updateTable('slots')
				.set({ state: 'skipped', ended_at: now })
				.where('schedule_id', '=', id)
				.where('state', '=', 'filed')
				.where('run_id', 'is', null)
				.execute();
		}
	});
}

/** The schedules that are in force. */
export async function activeSchedules(records: Records): Promise<KnownSchedule[]> {
	const rows = await records
		.selectFrom('schedules')
		.selectAll()
		.where('is_active', '=', 1)
		.orderBy('schedule_id')
		.execute();
	return rows.map(toSchedule);
}

/** Writes when a schedule is due next, for those who look; null where it never is, or nothing watches it. */
export async function saveNextSlot(records: Records, id: string, nextSlotAt: string | null): Promise<void> {
	await records
		.updateTable('schedules')
		.set({ next_slot_at: nextSlotAt })
		.where('schedule_id', '=', id)
		.where('next_slot_at', nextSlotAt === null ? 'is not' : 'is distinct from', nextSlotAt)
		.execute();
}
