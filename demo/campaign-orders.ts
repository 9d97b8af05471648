import { busynessAt, dayAt } from './demand.ts';
import type { Demand } from './demand.ts';
import type { Buyer } from './buyers.ts';
import { EFFECT_DAYS } from './campaigns.ts';
import type { Treatment } from './marketing.ts';
import { exponential } from './random.ts';
import type { Random } from './random.ts';

/** A day on which somebody buys, and the place of the campaign that made them; null where none did. */
export interface Purchase {
	readonly day: number;
	readonly campaign: number | null;
}

/** What one campaign did to one customer. */
export interface CampaignEffect {
	readonly treatment: Treatment;
	/** Days of its effect that they were alive, each by how busy it was. */
	readonly exposure: number;
	/** Orders that it brought, or (below 0) took. */
	orders: number;
}

export interface TreatedPurchases {
	readonly purchases: readonly Purchase[];
	readonly effects: readonly CampaignEffect[];
	/** What all campaigns together add to the customer's exposure. */
	readonly addedExposure: number;
}

function factorOf({ campaign, isMember, hasOptedOut }: Treatment): number {
	return isMember ? campaign.factor * (hasOptedOut ? campaign.optOutFactor : 1) : 1;
}

/** When the effect begins and ends, in busyness; never after the customer's death. */
function windowOf(treatment: Treatment, buyer: Buyer, demand: Demand): readonly [begin: number, end: number] {
	const from = treatment.campaign.day + 1;
	const begin = busynessAt(demand, from);
	return [begin, Math.max(busynessAt(demand, Math.min(from + EFFECT_DAYS, buyer.diedAt)), begin)];
}

/**
 * What campaigns make of the days on which somebody buys anyway: within the days of a campaign's effect they buy `factor`
 * times as often, a Poisson process beside their own; where the factor is below 1 each purchase stays with that chance.
 */
export function treatPurchases(
	random: Random,
	days: readonly number[],
	buyer: Buyer,
	demand: Demand,
	treatments: readonly Treatment[],
): TreatedPurchases {
	let purchases: Purchase[] = days.map((day) => ({ day, campaign: null }));
	const effects: CampaignEffect[] = [];
	let addedExposure = 0;
	for (const treatment of treatments) {
		const [begin, end] = windowOf(treatment, buyer, demand);
		const factor = factorOf(treatment);
		const effect: CampaignEffect = { treatment, exposure: end - begin, orders: 0 };
		effects.push(effect);
		addedExposure += (factor - 1) * effect.exposure;
		const { day: sentOn, place } = treatment.campaign;
		if (factor < 1) {
			const kept = purchases.filter(
				({ day }) => day <= sentOn || day > sentOn + EFFECT_DAYS || random.uniform() < factor,
			);
			effect.orders = kept.length - purchases.length;
			purchases = kept;
		} else if (factor > 1) {
			let busyness = begin;
			for (;;) {
				busyness += exponential(random, buyer.lambda * (factor - 1));
				if (busyness >= end) break;
				purchases.push({ day: dayAt(demand, busyness), campaign: place });
				effect.orders += 1;
			}
		}
	}
	return { purchases: purchases.sort((one, other) => one.day - other.day), effects, addedExposure };
}
