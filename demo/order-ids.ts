/** Numbers with ten digits, so many after the first: the largest prime below 9,000,000,000. */
const NUMBERS = 8_999_999_993;
const FIRST = 1_000_000_000;
/** A prime; its product with any number below NUMBERS is exact in a double. */
const STEP = 999_983;
/** Orders that one customer can have, returns and those of guests among them. */
const SLOTS = 1024;
const GUEST_SLOT = 960;

/** Most customers whose orders have numbers of their own. */
export const MOST_CUSTOMERS = 8_000_000;

/**
 * The number of a customer's order: ten digits that look like any shop's. Multiplying by a prime modulo a larger one
 * permutes the numbers, so no two orders share one, and a number does not depend on how many customers there are.
 * @throws RangeError beyond the orders one customer can have
 */
export function orderNumber(customer: number, place: number): string {
	if (place < 0 || place >= SLOTS) throw new RangeError(`order ${place} of customer ${customer} has no number`);
	return String(FIRST + (((customer * SLOTS + place) * STEP) % NUMBERS));
}

/** The place of the nth guest order that is drawn beside a customer. */
export function guestPlace(count: number): number {
	return GUEST_SLOT + count;
}

/** Whether a customer may have one more order and its return, counting those there are. */
export function hasRoom(count: number): boolean {
	return count + 2 <= GUEST_SLOT;
}
