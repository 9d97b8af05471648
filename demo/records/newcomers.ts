import type { KnownCustomer } from '../known-customers.ts';
import { learnedAt } from './customers.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import type { Plan } from './plan.ts';

/** A new customer's first order in the shop comes within so many days after the deal was won. */
const FIRST_ORDER_WITHIN = 30;

/** Companies of the shop that became customers within the history, by the moment of their first order. */
export class Newcomers {
	readonly #waiting: KnownCustomer[];

	constructor(plan: Plan) {
		this.#waiting = plan.customers
			.filter(({ kind, joinedAt, orders }) => kind === 'company' && joinedAt >= 0 && orders.length > 0)
			.sort((one, other) => learnedAt(one) - learnedAt(other));
	}

	/** The first whose first order comes soon after a moment; nobody is given twice. */
	take(won: Moment): KnownCustomer | null {
		const place = this.#waiting.findIndex((customer) => learnedAt(customer) > won + 3600);
		const found = this.#waiting[place];
		if (found === undefined || learnedAt(found) > won + FIRST_ORDER_WITHIN * DAY) return null;
		this.#waiting.splice(place, 1);
		return found;
	}
}
