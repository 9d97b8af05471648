import { setTimeout as sleep } from 'node:timers/promises';

/** Time and chance as requests need them; tests have their own. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** @throws the signal's reason when it is aborted meanwhile */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
	/** A number in [0, 1). */
	random(): number;
}

/** The clock on the wall. */
export const SYSTEM_CLOCK: Clock = {
	now: () => Date.now(),
	async sleep(milliseconds, signal) {
		try {
			await sleep(milliseconds, undefined, { signal });
		} catch (cause) {
			signal?.throwIfAborted();
			throw cause;
		}
	},
	random: () => Math.random(),
};
