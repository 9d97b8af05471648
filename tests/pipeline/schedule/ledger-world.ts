import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookAtLedger } from '#pipeline/schedule-ledger.ts';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { endRun, nextWantedRun, startRun } from '#records/runs.ts';
import type { RunError } from '#records/runs.ts';
import type { ScheduleEntry } from '#records/schedules.ts';
import type { SlotState } from '#records/schema/runs.ts';

/** A schedule with what is left out filled in. */
export function entry(cron: string, changes: Partial<ScheduleEntry> = {}): ScheduleEntry {
	return { cron, zone: 'UTC', catchUp: 'latest', onlySources: null, ...changes };
}

export interface LedgerSlot {
	readonly schedule: string;
	readonly slotAt: string;
	readonly state: SlotState;
	readonly runId: string | null;
}

/** A ledger under a clock that the test moves, in a folder of its own; the runs it files are ended by hand. */
export class LedgerWorld {
	readonly records: Records;
	readonly #folder: string;
	#entries: readonly ScheduleEntry[];

	private constructor(records: Records, folder: string, entries: readonly ScheduleEntry[]) {
		this.records = records;
		this.#folder = folder;
		this.#entries = entries;
	}

	/** Begins a ledger that was first looked at at `from`. */
	static async open(entries: readonly ScheduleEntry[], from: string): Promise<LedgerWorld> {
		const folder = mkdtempSync(join(tmpdir(), 'kundig-ledger-'));
		const world = new LedgerWorld(await openRecords(folder), folder, entries);
		await world.look(from);
		return world;
	}

	async end(): Promise<void> {
		await this.records.destroy();
		rmSync(this.#folder, { recursive: true, force: true });
	}

	/** The supervisor looks, at an instant of the test's clock; `entries` are those of the config from now on. */
	async look(at: string, entries: readonly ScheduleEntry[] | null = this.#entries): Promise<void> {
		this.#entries = entries ?? this.#entries;
		await lookAtLedger(this.records, entries, Temporal.Instant.from(at));
	}

	/** The run that waits longest begins at an instant; gives its id, or null where none waits. */
	async begin(at: string): Promise<string | null> {
		const run = await nextWantedRun(this.records);
		if (run === null) return null;
		await startRun(this.records, run.runId, 1);
		const startedAt = new Date(Date.parse(at)).toISOString();
		await this.records.updateTable('runs').set({ started_at: startedAt }).where('run_id', '=', run.runId).execute();
		return run.runId;
	}

	async finish(runId: string, error: RunError | null = null, retryAt: string | null = null): Promise<void> {
		const status = error === null ? 'ok' : 'failed';
		await endRun(this.records, runId, {
			status,
			seconds: 1,
			snapshotId: null,
			asOf: null,
			report: null,
			error,
			retryAt,
		});
	}

	/** Does every run that waits, one after the other, each begun and done at an instant. Gives how many. */
	async work(at: string): Promise<number> {
		for (let done = 0; ; done += 1) {
			const runId = await this.begin(at);
			if (runId === null) return done;
			await this.finish(runId);
			await this.look(at);
		}
	}

	/** Every slot of the ledger in order. */
	async slots(): Promise<LedgerSlot[]> {
		const rows = await this.records
			.selectFrom('slots')
			.innerJoin('schedules', 'schedules.schedule_id', 'slots.schedule_id')
			.select(['schedules.cron', 'slots.slot_at', 'slots.state', 'slots.run_id'])
			.orderBy('slots.slot_at')
			.orderBy('schedules.cron')
			.execute();
		return rows.map((row) => ({ schedule: row.cron, slotAt: row.slot_at, state: row.state, runId: row.run_id }));
	}

	/** Slots as `2026-01-01T02:00 missed`. */
	async told(): Promise<string[]> {
		return (await this.slots()).map(({ slotAt, state }) => `${slotAt.slice(0, 16)} ${state}`);
	}
}
