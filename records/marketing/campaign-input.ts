import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { currency, day, decimal, money, oneOf, text } from '../input/readers.ts';
import { CAMPAIGN_STATUSES, CAMPAIGN_TYPES } from '../schema/marketing.ts';

/** What can be typed in for a campaign. A new one needs a name and a type. */
export const campaignInput = v.partial(
	v.strictObject({
		name: required(text(200)),
		campaign_type: required(oneOf(CAMPAIGN_TYPES)),
		status: required(oneOf(CAMPAIGN_STATUSES)),
		starts_on: optional(day),
		ends_on: optional(day),
		budget: optional(money),
		currency: optional(currency),
		description: optional(text(10_000)),
		owner_id: optional(text(64)),
		external_key: optional(text(200)),
	}),
);

export type CampaignInput = v.InferInput<typeof campaignInput>;

/** What was spent on a campaign; a negative amount is money that came back. A new one needs day, amount and currency. */
export const costInput = v.partial(
	v.strictObject({
		spent_on: required(day),
		amount: required(decimal({ places: 2 })),
		currency: required(currency),
		description: optional(text(300)),
	}),
);

export type CostInput = v.InferInput<typeof costInput>;
