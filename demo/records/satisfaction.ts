import { normal } from '../random.ts';
import type { Random } from '../random.ts';

/**
 * How satisfied somebody is with a ticket: `level - slope * ln(1 + hours)` and a normal deviation, rounded to 1 to 5, the
 * hours being those of business until the first response.
 */
export const SATISFACTION = { level: 4.9, slope: 0.55, deviation: 0.8, shareWhoSay: 0.45 } as const;

/** Draws what somebody says who was answered after so many minutes of business. */
export function drawSatisfaction(random: Random, minutes: number): number {
	const { level, slope, deviation } = SATISFACTION;
	const felt = level - slope * Math.log1p(minutes / 60) + deviation * normal(random);
	return Math.min(Math.max(Math.round(felt), 1), 5);
}
