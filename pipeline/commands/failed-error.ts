import type { RunError } from '#records/runs.ts';

/** A verb that did its work and has to say that it failed; what it printed stands. */
export class FailedError extends Error {
	readonly failure: RunError;
	/** Whether the failure is part of what was printed on stdout already. */
	readonly isPrinted: boolean;
	constructor(failure: RunError, isPrinted: boolean) {
		super(failure.message);
		this.name = 'FailedError';
		this.failure = failure;
		this.isPrinted = isPrinted;
	}
}
