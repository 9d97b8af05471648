import type { RunError } from '#records/runs.ts';

export interface SourceReport {
	readonly name: string;
	readonly status: 'ok' | 'failed' | 'skipped';
	readonly read: number;
	readonly loaded: number;
	readonly unchanged: number;
	readonly quarantined: number;
	readonly seconds: number;
	/** Of which reading the files once for their content hash. */
	readonly hashSeconds: number;
	/** How far a source that is read by cursor is loaded: of the records the sequence of the last change; null for others. */
	readonly cursor: string | null;
	/** What somebody ought to know of it although it was loaded, in sentences. */
	readonly notes: readonly string[];
	readonly error: string | null;
}

export type StepName = 'map' | 'transform' | 'score' | 'check' | 'publish';

export interface StepReport {
	readonly name: StepName;
	readonly status: 'ok' | 'failed' | 'skipped';
	readonly seconds: number;
}

export interface CheckReport {
	readonly name: string;
	readonly severity: 'error' | 'warn';
	readonly status: 'passed' | 'failed';
	readonly failing: number;
}

/** What `run --json` prints: see the shapes of the command line. */
export interface RunReport {
	readonly runId: string;
	readonly status: 'ok' | 'unchanged' | 'failed' | 'cancelled';
	/** The snapshot that is in use after the run, null when there is none. */
	readonly snapshot: string | null;
	readonly asOf: string | null;
	readonly seconds: number;
	readonly sources: readonly SourceReport[];
	readonly steps: readonly StepReport[];
	readonly checks: readonly CheckReport[];
	readonly error: RunError | null;
}
