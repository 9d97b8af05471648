import { randomInt } from 'node:crypto';

/** Whether the long form of the fault tests was asked for (`npm run faults`). */
export const isFull = process.env.KUNDIG_FAULTS === 'full';

/** What chance is made from: KUNDIG_SEED repeats what a failed test's name tells. */
export const seed = Number(process.env.KUNDIG_SEED ?? randomInt(1_000_000));

/** Numbers of the repetitions of a case, from 1: so many in the long form, one in the short form. */
export function repetitions(count: number): number[] {
	return Array.from({ length: isFull ? count : 1 }, (_, index) => index + 1);
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function seededRandom(from: number): () => number {
	let state = from >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const AT_ONCE = 2;
let working = 0;
const waiting: (() => void)[] = [];

/** Does a test's work when fewer than two others are at theirs: a run keeps a core busy. */
export async function inTwos<Result>(work: () => Promise<Result>): Promise<Result> {
	if (working >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
	else working += 1;
	try {
		return await work();
	} finally {
		const next = waiting.shift();
		if (next) next();
		else working -= 1;
	}
}
