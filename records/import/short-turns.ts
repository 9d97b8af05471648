import { setImmediate } from 'node:timers/promises';

/** So long may a transaction of bulk work hold the write lock: others wait for it, and so do requests of this process. */
const TURN_MS = 40;

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
		await setImmediate();
	}
}
