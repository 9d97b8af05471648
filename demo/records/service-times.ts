import type { TicketChannel, TicketPriority } from '#records/schema/service.ts';
import { normal } from '../random.ts';
import type { Random } from '../random.ts';

/** Medians in minutes of business; both times are log-normal around them. */
export const SERVICE_TIMES = {
	response: { urgent: 25, high: 70, normal: 190, low: 420 },
	/** From the first response on. */
	resolution: { urgent: 160, high: 330, normal: 620, low: 1100 },
	deviation: 0.75,
	/** Of the first response by channel. */
	channel: { email: 1, web: 1.1, social: 1.3, chat: 0.15, phone: 0.08 },
	/** In the days after the broken checkout there is more to do, and everything takes longer. */
	afterAnomaly: { days: 7, tickets: 4, slower: 1.7 },
} as const satisfies {
	readonly response: Readonly<Record<TicketPriority, number>>;
	readonly resolution: Readonly<Record<TicketPriority, number>>;
	readonly deviation: number;
	readonly channel: Readonly<Record<TicketChannel, number>>;
	readonly afterAnomaly: unknown;
};

export const NEVER_ANSWERED = 0.012;
export const REOPENED = 0.07;

/** Minutes of business around a median. */
export function drawMinutes(random: Random, median: number): number {
	return median * Math.exp(SERVICE_TIMES.deviation * normal(random));
}
