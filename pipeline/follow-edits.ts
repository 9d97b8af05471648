import { statSync } from 'node:fs';
import type { Records } from '#records/database.ts';
import { lastRuns, wantRun } from '#records/runs.ts';
import { loadConfig } from './config.ts';
import type { RunReport } from './run-report.ts';
import { editedSequence } from './sources/records/cursor.ts';
import { RECORDS_SOURCE } from './sources/records/tables.ts';

/** Under edits without a pause a run begins after so long, and one that failed is tried again. */
export const LONGEST_WAIT_MS = 5 * 60_000;
/** How far back the run that last loaded the records is looked for. */
const RUNS_LOOKED_AT = 50;

/** What is seen of the records at a moment. */
export interface Sight {
	/** The last change, null where nobody has typed anything. */
	readonly sequence: number | null;
	/** The last change that a run has loaded. */
	readonly loaded: number;
	/** Milliseconds of a clock that only goes forward. */
	readonly now: number;
}

/**
 * Says when a run should follow what people type: once nothing more came for a while, or when that never happens. Goes by
 * when it saw changes itself, for a change may tell of an act long ago.
 */
export class EditWatch {
	#seen: number | null = null;
	#movedAt = 0;
	#waitingSince: number | null = null;
	#tried: { readonly sequence: number; readonly at: number } | null = null;

	/** Whether a run should begin now. Told that it does by `begun`, it waits for the next change. */
	isDue({ sequence, loaded, now }: Sight, quietMs: number): boolean {
		if (sequence === null || sequence === loaded) {
			this.#seen = sequence;
			this.#waitingSince = null;
			return false;
		}
		if (sequence !== this.#seen) {
			this.#seen = sequence;
			this.#movedAt = now;
		}
		this.#waitingSince ??= now;
		if (this.#tried?.sequence === sequence) return now - this.#tried.at >= LONGEST_WAIT_MS;
		return now - this.#movedAt >= quietMs || now - this.#waitingSince >= LONGEST_WAIT_MS;
	}

	/** A run begins that will load what was seen. Should it fail, the same changes are not tried again at once. */
	begun({ sequence, now }: Sight): void {
		this.#waitingSince = null;
		this.#tried = sequence === null ? null : { sequence, at: now };
	}
}

/** The last change that a run has loaded, as its report says; 0 before the first. */
export async function loadedSequence(records: Records): Promise<number> {
	for (const { report } of await lastRuns(records, RUNS_LOOKED_AT)) {
		if (report === null) continue;
		const { sources } = JSON.parse(report) as RunReport;
		const cursor = sources.find(({ name }) => name === RECORDS_SOURCE)?.cursor ?? null;
		if (cursor !== null) return Number(cursor);
	}
	return 0;
}

/** Files a run after edits have come to rest. */
export class EditFollower {
	readonly #records: Records;
	readonly #configFile: string;
	readonly #watch = new EditWatch();
	#loaded: number | null = null;
	#quiet: { readonly changedMs: number; readonly ms: number } | null = null;

	constructor(records: Records, configFile: string) {
		this.#records = records;
		this.#configFile = configFile;
	}

	/** To be called again and again; `isIdle` says whether no run is at work. */
	async look(isIdle: boolean): Promise<void> {
		const sequence = await editedSequence(this.#records);
		if (sequence === null) return;
		this.#loaded ??= await loadedSequence(this.#records);
		const sight: Sight = { sequence, loaded: this.#loaded, now: performance.now() };
		// Where nothing waits, a config that is being mended is nobody's business.
		const quietMs = sequence === this.#loaded ? 0 : await this.#quietMs();
		if (!this.#watch.isDue(sight, quietMs) || !isIdle) return;
		this.#watch.begun(sight);
		await wantRun(this.#records, { trigger: 'edit' });
	}

	/** A run has ended: what it loaded is to be looked up. */
	runEnded(): void {
		this.#loaded = null;
	}

	/** How long edits must rest, from the config as it is now. */
	async #quietMs(): Promise<number> {
		const changedMs = statSync(this.#configFile).mtimeMs;
		if (this.#quiet?.changedMs !== changedMs) {
			const { config } = await loadConfig(this.#configFile);
			this.#quiet = { changedMs, ms: config.quietSeconds * 1000 };
		}
		return this.#quiet.ms;
	}
}
