import { wholeBelow } from './random.ts';
import type { Random } from './random.ts';

/** The hour from 2 to 3 that clocks skip in March and repeat in October: nothing of the company lies in it. */
const SKIPPED_FROM = 2 * 3600;
const SKIPPED_TO = 3 * 3600;
const LONGEST_REGISTRATION = 1800;

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/** `HH:MM:SS` of a second of the day. */
export function clockText(second: number): string {
	const hour = Math.floor(second / 3600);
	const minute = Math.floor((second % 3600) / 60);
	return `${TWO_DIGITS[hour] ?? ''}:${TWO_DIGITS[minute] ?? ''}:${TWO_DIGITS[second % 60] ?? ''}`;
}

/** When somebody registered who ordered at a second of the day: up to half an hour earlier, on the same day. */
export function registeredAt(random: Random, second: number): string {
	const earlier = Math.max(second - wholeBelow(random, LONGEST_REGISTRATION), 0);
	const isSkipped = earlier >= SKIPPED_FROM && earlier < SKIPPED_TO;
	return clockText(isSkipped ? SKIPPED_TO : earlier);
}
