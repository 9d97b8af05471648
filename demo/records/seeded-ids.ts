import { createRandom, wholeBelow } from '../random.ts';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(value: number, length: number): string {
	let rest = value;
	let text = '';
	for (let place = 0; place < length; place += 1) {
		text = (DIGITS[rest % 32] ?? '') + text;
		rest = Math.floor(rest / 32);
	}
	return text;
}

/** Ids in the form of ULIDs that are the same for the same seed: their time is that of the act, and they sort by it. */
export interface SeededIds {
	/** The instant that the next ids tell of. */
	setInstant(instant: string): void;
	next(): string;
}

/** Makes the ids of a seed: a time, a number that counts up, and chance. */
export function createSeededIds(seed: number): SeededIds {
	const random = createRandom(seed, 'ids');
	const half = 32 ** 4;
	let time = '';
	let count = wholeBelow(random, half);
	return {
		setInstant: (instant) => {
			time = base32(Date.parse(instant), 10);
		},
		next() {
			count += 1 + wholeBelow(random, 30);
			return time + base32(count, 8) + base32(wholeBelow(random, half), 4) + base32(wholeBelow(random, half), 4);
		},
	};
}
