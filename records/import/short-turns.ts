import { setTimeout as sleep } from 'node:timers/promises';

/** So long may a transaction of bulk work hold the write lock: others wait for it, and so do requests of this process. */
const TURN_MS = 40;

/** So long nobody holds it between two turns: whoever waits for it in another process only looks now and then. */
const PAUSE_MS = 20;

/**
 * Goes through items in turns: `turn` gets the index to begin at and a function that says whether its time is up, and gives
 * the index to go on from. Between turns others have theirs.
 */
export async function inShortTurns(
	items: number,
	turn: (from: number, isOver: () => boolean) => Promise<number>,
): Promise<void> {
	for (let index = 0; index < items;) {
		const end = performance.now() + TURN_MS;
		index = await turn(index, () => performance.now() >= end);
		if (index < items) await sleep(PAUSE_MS);
	}
}
