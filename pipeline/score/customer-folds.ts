import { fitSeasonClock } from '#models/purchase/season-clock.ts';
import type { SeasonClock } from '#models/purchase/season-clock.ts';
import type { Connection } from '#warehouse/database.ts';
import { QUARTER_DAYS, readCutOff, thinOut } from './customer-cut-offs.ts';
import type { CustomerCutOff } from './customer-cut-offs.ts';

/** A cut-off, and the season as it was known then; null where that was less than two years. */
export interface ClockedCutOff {
	readonly cutOff: CustomerCutOff;
	readonly clock: SeasonClock | null;
}

/** Days back of the quarters that the models are tried on, the last one first. */
const QUARTERS = [QUARTER_DAYS, 2 * QUARTER_DAYS];
/** With fewer customers before it, or fewer purchases in it, a time tells no model from another. */
const FEWEST_IN_FOLD = 50;
/** Four parameters are known well enough from so many customers. */
const MOST_FITTED = 50_000;

/** As many of the customers as models are fitted on. */
export function thinnedOut(cutOff: CustomerCutOff): CustomerCutOff {
	return thinOut(cutOff, MOST_FITTED);
}

/** Customers as they stood so many days ago, as many as models are fitted on; null where they say too little. */
export async function readFold(connection: Connection, asOf: string, daysBack: number): Promise<CustomerCutOff | null> {
	const cutOff = thinnedOut(await readCutOff(connection, asOf, daysBack));
	const followed = cutOff.nextPurchases.reduce((sum, count) => sum + count, 0);
	return cutOff.rows >= FEWEST_IN_FOLD && followed >= FEWEST_IN_FOLD ? cutOff : null;
}

/** The last two quarters that say enough, the last one first. */
export async function readQuarters(connection: Connection, asOf: string): Promise<CustomerCutOff[]> {
	const found: CustomerCutOff[] = [];
	for (const daysBack of QUARTERS) {
		const cutOff = await readFold(connection, asOf, daysBack);
		if (cutOff !== null) found.push(cutOff);
	}
	return found;
}

/** Of the season too, only what was known then; null where that was less than two years. */
function clockBefore(days: Int32Array, { end }: CustomerCutOff): SeasonClock | null {
	return fitSeasonClock(days.filter((day) => day <= end));
}

/** The quarters with their clocks; where one of them has a clock, only those that have: the clocks are compared on them. */
export function clockedQuarters(quarters: readonly CustomerCutOff[], days: Int32Array): ClockedCutOff[] {
	const clocked = quarters.map((cutOff) => ({ cutOff, clock: clockBefore(days, cutOff) }));
	const withClock = clocked.filter(({ clock }) => clock !== null);
	return withClock.length > 0 ? withClock : clocked;
}
