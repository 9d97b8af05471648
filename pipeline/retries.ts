import type { Run, RunError } from '#records/runs.ts';

const MINUTE_MS = 60_000;
const WAIT = [1 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS];

/** How long to wait before each further attempt, by kind of failure. What is not here needs somebody to mend something. */
const WAITS: Readonly<Record<string, readonly number[]>> = {
	storage: WAIT,
	held: WAIT,
	fenced: WAIT,
	source: WAIT,
	// The work was cut off, not refused: it is done again at once, then ever more slowly.
	interrupted: [0, ...WAIT],
	// What the last snapshot held is built anew.
	damaged_snapshot: [0, ...WAIT],
};

/** Failures that whoever asked can do nothing about, and need not. */
const CUT_OFF: readonly string[] = ['interrupted', 'damaged_snapshot'];

/** Waits are spread by so much to both sides, so that many who failed together do not come back together. */
const JITTER = 0.2;

export interface RetryOptions {
	readonly now?: number;
	/** From 0 to 1. */
	readonly random?: () => number;
}

/** How long until a failed run is tried again, in milliseconds before any jitter, or null when it is not. Pure. */
export function retryWait(run: Pick<Run, 'trigger' | 'attempt'>, error: RunError): number | null {
	const isCutOff = CUT_OFF.includes(error.kind);
	// Whoever asked by hand sees what failed and decides; edits are followed again by themselves.
	const isUnattended = run.trigger === 'schedule' || run.trigger === 'start';
	if (!isCutOff && !isUnattended) return null;
	if (error.kind === 'source' && error.isRetryable !== true) return null;
	return WAITS[error.kind]?.[run.attempt - 1] ?? null;
}

/**
 * When a failed run is tried again, as an instant, or null when it is not: its failure needs somebody to mend something,
 * it was asked for by hand, or it has been tried often enough.
 */
export function retryInstant(
	run: Pick<Run, 'trigger' | 'attempt'>,
	error: RunError,
	{ now = Date.now(), random = Math.random }: RetryOptions = {},
): string | null {
	const wait = retryWait(run, error);
	if (wait === null) return null;
	return new Date(now + wait * (1 + JITTER * (2 * random() - 1))).toISOString();
}
