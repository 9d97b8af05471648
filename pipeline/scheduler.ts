import { createTask } from 'node-cron';
import type { ScheduledTask } from 'node-cron';
import type { Records } from '#records/database.ts';
import { fileDueRetries } from '#records/run-retries.ts';
import { endAbandonedRuns } from '#records/runs.ts';
import type { RunningRun } from '#records/runs.ts';
import { fileWaitingSlots, pruneSlots } from '#records/slots.ts';
import { activeSchedules, saveSchedules } from '#records/schedules.ts';
import type { ConfigWatch } from './config-watch.ts';
import { retryInstant } from './retries.ts';
import { lookAtLedger, restLedger, scheduleEntries } from './schedule-ledger.ts';

/** A run that has not said for so long that it lives is looked at: a run says it every two seconds. */
const SILENT_MS = 60_000;

/** Whether a process of that id runs here, whoever owns it. */
export function isProcessAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Whether nobody is at work on a run any more: it has been silent for a minute, and its process is gone. */
export function isLost({ pid, heartbeatAt }: RunningRun, now: number): boolean {
	if (heartbeatAt !== null && now - Date.parse(heartbeatAt) < SILENT_MS) return false;
	return pid === null || !isProcessAlive(pid);
}

/**
 * Files runs when slots are due and when failed ones are to be tried again. node-cron rings each minute; what that means
 * is the ledger's to say, so a ring that comes late, twice or not at all loses and doubles nothing.
 */
export class Scheduler {
	readonly #records: Records;
	readonly #config: ConfigWatch;
	readonly #complain: (error: unknown) => void;
	readonly #ring: ScheduledTask | null;

	constructor(
		records: Records,
		config: ConfigWatch,
		{ withSchedule, complain }: { readonly withSchedule: boolean; readonly complain: (error: unknown) => void },
	) {
		this.#records = records;
		this.#config = config;
		this.#complain = complain;
		this.#ring = withSchedule
			? createTask('* * * * *', () => this.#lookAtSlots(), { timezone: 'UTC', noOverlap: true })
			: null;
		// A busy machine makes a ring late by more than the second that node-cron allows, and it does not ring then.
		this.#ring?.on('execution:missed', () => void this.#lookAtSlots());
	}

	async start(): Promise<void> {
		if (this.#ring === null) {
			const entries = await this.#entries();
			if (entries !== null) await saveSchedules(this.#records, entries, new Date().toISOString());
			await restLedger(this.#records);
			return;
		}
		// What came due while nothing looked is caught up with now, not at the next full minute.
		await this.#lookAtSlots();
		await this.#ring.start();
	}

	async stop(): Promise<void> {
		await this.#ring?.destroy();
	}

	/** Files what is to be tried again. To be called again and again. */
	async look(): Promise<void> {
		await fileDueRetries(this.#records, new Date().toISOString());
	}

	/** A run has ended: where every slot runs, the next one has its turn. */
	async runEnded(): Promise<void> {
		if (this.#ring !== null) await fileWaitingSlots(this.#records, await activeSchedules(this.#records));
	}

	async #lookAtSlots(): Promise<void> {
		try {
			await lookAtLedger(this.#records, await this.#entries(), Temporal.Now.instant());
			const now = Date.now();
			await endAbandonedRuns(this.#records, { isAbandoned: (running) => isLost(running, now), retryAt: retryInstant });
			await pruneSlots(this.#records, new Date(now).toISOString());
		} catch (error) {
			this.#complain(error);
		}
	}

	/** The schedules of the config; null while it breaks a rule: then the run that is due says so. */
	async #entries() {
		try {
			return scheduleEntries((await this.#config.current()).config.schedule);
		} catch (error) {
			this.#complain(error);
			return null;
		}
	}
}
