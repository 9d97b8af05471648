import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 50;
const NANOSECONDS = 1e9;
/** Below this share of a sample a thread is taken for idle. */
const BUSY = 0.05;

/** What a thread has had of processors, and waited for one, in seconds. */
type ThreadTimes = ReadonlyMap<string, readonly [used: number, waited: number]>;

/** Of every thread of this process; null where the system does not tell (other than Linux). */
function threadTimes(): ThreadTimes | null {
	try {
		const times = new Map<string, readonly [number, number]>();
		for (const thread of readdirSync('/proc/self/task')) {
			const [used = 0, waited = 0] = readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ').map(Number);
			times.set(thread, [used / NANOSECONDS, waited / NANOSECONDS]);
		}
		return times;
	} catch {
		return null;
	}
}

/** Of the time since, the share in which the threads that had something to do did it. */
function sharePassed(before: ThreadTimes, now: ThreadTimes, seconds: number): number {
	let [used, busy] = [0, 0];
	for (const [thread, [usedNow, waitedNow]] of now) {
		const [usedBefore, waitedBefore] = before.get(thread) ?? [0, 0];
		const wanted = usedNow - usedBefore + waitedNow - waitedBefore;
		if (wanted < BUSY * seconds) continue;
		used += usedNow - usedBefore;
		busy += wanted;
	}
	return busy === 0 ? 1 : used / busy;
}

/**
 * A clock that stands still while threads of this process wait for a processor that others have: about what a run takes on
 * a machine of its own. It looks at them twenty times a second; where the system does not tell, it is the clock on the wall.
 */
export function startFreeClock(): { seconds(): number; stop(): void } {
	let passed = 0;
	let at = performance.now();
	let times = threadTimes();
	const look = (): void => {
		const [now, timesNow] = [performance.now(), threadTimes()];
		const seconds = (now - at) / 1000;
		passed += times === null || timesNow === null ? seconds : seconds * sharePassed(times, timesNow, seconds);
		[at, times] = [now, timesNow];
	};
	const timer = setInterval(look, SAMPLE_MS);
	timer.unref();
	return {
		seconds() {
			look();
			return passed;
		},
		stop: () => clearInterval(timer),
	};
}
