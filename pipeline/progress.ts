import type { Records } from '#records/database.ts';
import { changeStep, planSteps } from '#records/runs.ts';
import type { StepStatus } from '#records/schema/runs.ts';

export interface PlannedStep {
	readonly name: string;
	readonly source: string | null;
}

/** A step as listeners see it: the terminal's bars, tests. */
export interface StepState extends PlannedStep {
	readonly status: StepStatus;
	readonly done: number;
	readonly total: number | null;
	readonly unit: string | null;
	readonly seconds: number | null;
}

export type StepListener = (position: number, step: StepState) => void;

/** Follows the steps of a run: each change goes to the records, where pages read it, and to a listener. */
export interface Progress {
	start(position: number): Promise<void>;
	/** How far the step is, in its unit. Written at most four times a second. */
	advance(position: number, done: number, total: number, unit: string): void;
	end(position: number, status: 'ok' | 'failed' | 'skipped'): Promise<void>;
	/** Waits for writes under way. */
	flush(): Promise<void>;
}

const WRITE_EVERY_MS = 250;

/** Writes the steps that are planned, all waiting, and gives what follows them. */
export async function trackProgress(
	records: Records,
	runId: string,
	planned: readonly PlannedStep[],
	listener: StepListener = () => undefined,
): Promise<Progress> {
	await planSteps(records, runId, planned);
	const states: StepState[] = planned.map((step) => ({
		...step,
		status: 'waiting',
		done: 0,
		total: null,
		unit: null,
		seconds: null,
	}));
	const startedAt = new Map<number, number>();
	let lastWrite = 0;
	let pending: Promise<unknown> = Promise.resolve();

	function change(position: number, next: Partial<StepState>): StepState {
		const before = states[position];
		if (!before) throw new RangeError(`the run has no step ${position}`);
		const state = { ...before, ...next };
		states[position] = state;
		listener(position, state);
		return state;
	}

	return {
		async start(position) {
			startedAt.set(position, performance.now());
			change(position, { status: 'running' });
			await changeStep(records, runId, position, { status: 'running', startedAt: new Date().toISOString() });
		},
		advance(position, done, total, unit) {
			change(position, { done, total, unit });
			if (performance.now() - lastWrite < WRITE_EVERY_MS) return;
			lastWrite = performance.now();
			// How far a step is, is for show: a write that fails must not end the run.
			pending = pending.then(() => changeStep(records, runId, position, { done, total, unit })).catch(() => undefined);
		},
		async end(position, status) {
			const now = performance.now();
			const seconds = (now - (startedAt.get(position) ?? now)) / 1000;
			const state = change(position, { status, seconds });
			await pending;
			await changeStep(records, runId, position, {
				status,
				seconds,
				done: state.done,
				...(state.total === null ? {} : { total: state.total }),
				...(state.unit === null ? {} : { unit: state.unit }),
			});
		},
		async flush() {
			await pending;
		},
	};
}
