import type { Country } from './countries.ts';
import type { CustomerKind } from './demand.ts';
import type { Marketing } from './marketing.ts';
import type { Order } from './orders.ts';
import type { Person } from './people.ts';

/** A customer of the shop whom the company keeps in its records, with what they ordered. */
export interface KnownCustomer {
	/** Counted from 1. */
	readonly index: number;
	readonly customerId: string;
	readonly kind: CustomerKind;
	readonly country: Country;
	readonly person: Person;
	/** Days from the company's first; before 0 for who was a customer already. */
	readonly joinedAt: number;
	readonly marketing: Marketing;
	/** Returns among them, in the order of days but for those. */
	readonly orders: readonly Order[];
}

/** The records are kept of the first customers alone: a million of them would have as many contacts as no company has. */
export const MOST_KNOWN = 5_000;
