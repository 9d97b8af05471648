import type { Clock } from '#pipeline/sources/http/clock.ts';
import { seededRandom } from './faults.ts';

/** A clock on which waiting takes no time, and that remembers what was waited. */
export interface FakeClock extends Clock {
	readonly waits: readonly number[];
}

/** A fake clock that begins at noon of 1 December 2026, with chance from a seed. */
export function fakeClock(seed = 1): FakeClock {
	let now = Date.UTC(2026, 11, 1, 12);
	const waits: number[] = [];
	return {
		waits,
		now: () => now,
		sleep(milliseconds, signal) {
			signal?.throwIfAborted();
			waits.push(milliseconds);
			now += milliseconds;
			return Promise.resolve();
		},
		random: seededRandom(seed),
	};
}
