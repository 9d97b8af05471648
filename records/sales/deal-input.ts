import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { currency, day, decimal, money, oneOf, text } from '../input/readers.ts';
import { FORECAST_CATEGORIES, LOSS_REASONS } from '../schema/sales.ts';

/** One line of a deal: at least a product or a description. */
export const lineInput = v.strictObject({
	/** Of a line that is there already. */
	deal_line_id: v.optional(optional(text(64)), null),
	product_id: v.optional(optional(text(64)), null),
	description: v.optional(optional(text(300)), null),
	quantity: required(decimal({ places: 0, least: '0', most: '1000000000' })),
	unit_price: required(decimal({ places: 2, least: '-1000000000', most: '1000000000' })),
	discount: v.optional(optional(decimal({ places: 0, least: '0', most: '1' })), null),
});

export type LineValues = v.InferOutput<typeof lineInput>;

/** What can be typed in for a deal beside its stage. A list of lines that is given is the whole list. */
export const dealInput = v.partial(
	v.strictObject({
		name: required(text(200)),
		company_id: optional(text(64)),
		contact_id: optional(text(64)),
		/** Counts while the deal has no lines. */
		amount: optional(money),
		currency: required(currency),
		owner_id: optional(text(64)),
		opened_on: required(day),
		expected_close_on: optional(day),
		forecast_category: optional(oneOf(FORECAST_CATEGORIES)),
		next_step: optional(text(300)),
		loss_reason: optional(oneOf(LOSS_REASONS)),
		source: optional(text(80)),
		campaign_id: optional(text(64)),
		external_key: optional(text(200)),
		lines: v.array(lineInput),
	}),
);

export type DealInput = v.InferInput<typeof dealInput>;
export type DealValues = v.InferOutput<typeof dealInput>;
