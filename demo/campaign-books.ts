import type { Calendar } from './calendar.ts';
import type { CampaignEffect } from './campaign-orders.ts';
import { EFFECT_DAYS, HOLDOUT_SHARE, trueFactor } from './campaigns.ts';
import type { Campaign } from './campaigns.ts';

const noSums = () => ({ members: 0, heldOut: 0, optedOut: 0, expectedOfMembers: 0, expectedOfHeldOut: 0, orders: 0 });

/** What the campaigns did, kept as customers are written and from nothing else. */
export class CampaignBooks {
	readonly #campaigns: readonly Campaign[];
	readonly #calendar: Calendar;
	readonly #sums: readonly ReturnType<typeof noSums>[];

	constructor(campaigns: readonly Campaign[], calendar: Calendar) {
		this.#campaigns = campaigns;
		this.#calendar = calendar;
		this.#sums = campaigns.map(noSums);
	}

	/** Notes what campaigns did to a customer who buys at the rate `lambda`; gives the rows of `truth_campaigns.csv`. */
	add(customerId: string, lambda: number, effects: readonly CampaignEffect[]): (string | number)[][] {
		return effects.map(({ treatment: { campaign, isMember, hasOptedOut }, exposure, orders }) => {
			const expected = lambda * exposure;
			const sums = this.#sums[campaign.place];
			if (sums === undefined) throw new RangeError(`no campaign ${campaign.place}`);
			sums[isMember ? 'members' : 'heldOut'] += 1;
			sums[isMember ? 'expectedOfMembers' : 'expectedOfHeldOut'] += expected;
			sums.orders += orders;
			if (hasOptedOut) sums.optedOut += 1;
			const group = isMember ? 'member' : 'held out';
			return [campaign.name, customerId, group, hasOptedOut ? 1 : 0, expected.toPrecision(8), orders];
		});
	}

	/** The campaigns as they stand in truth.json. */
	toTruth(): unknown[] {
		return this.#campaigns.map((campaign, place) => {
			const sums = this.#sums[place] ?? noSums();
			return {
				name: campaign.name,
				type: campaign.type,
				channel: campaign.channel,
				audience: campaign.audience,
				sentOn: this.#calendar.day(campaign.day),
				effectFrom: this.#calendar.day(campaign.day + 1),
				effectTo: this.#calendar.day(campaign.day + EFFECT_DAYS),
				holdoutShare: HOLDOUT_SHARE,
				factor: Number(trueFactor(campaign).toPrecision(6)),
				factorOfOptedOut: campaign.factor * campaign.optOutFactor,
				responseRate: campaign.responseRate,
				optOutRate: campaign.optOutRate,
				members: sums.members,
				heldOut: sums.heldOut,
				optedOut: sums.optedOut,
				expectedOrdersOfMembers: Number(sums.expectedOfMembers.toPrecision(8)),
				expectedOrdersOfHeldOut: Number(sums.expectedOfHeldOut.toPrecision(8)),
				campaignOrders: sums.orders,
			};
		});
	}
}
