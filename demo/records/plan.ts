import type { Calendar } from '../calendar.ts';
import type { Campaign } from '../campaigns.ts';
import type { KnownCustomer } from '../known-customers.ts';
import type { Prices } from '../prices.ts';
import type { Product } from '../products.ts';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import type { Moments } from './moments.ts';
import type { Team } from './team.ts';
import type { Timeline } from './timeline.ts';
import type { Written } from './written.ts';

/** What everything that is planned has at hand. */
export interface Plan {
	readonly seed: number;
	readonly calendar: Calendar;
	readonly moments: Moments;
	readonly timeline: Timeline;
	readonly team: Team;
	/** Of the shop, those whom the records know. */
	readonly customers: readonly KnownCustomer[];
	/** How large the company is beside the demo of 5,000 customers. */
	readonly size: number;
	readonly products: readonly Product[];
	readonly prices: Prices;
	readonly productRecords: ReadonlyMap<Product, Written>;
	readonly campaigns: readonly Campaign[];
	readonly campaignRecords: readonly Written[];
	/** First and last day of the broken checkout, counted from the company's first. */
	readonly anomaly: { readonly from: number; readonly to: number };
}

/** Random numbers for one of many things of a kind. */
export function randomOf(plan: Plan, purpose: Parameters<typeof createRandom>[1], index: number): Random {
	return createRandom(plan.seed, purpose, index);
}
