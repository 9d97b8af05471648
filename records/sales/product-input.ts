import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { currency, decimal, flag, text } from '../input/readers.ts';

const price = decimal({ places: 2, least: '0' });

/** What can be typed in for a product. A new one needs a name. */
export const productInput = v.partial(
	v.strictObject({
		sku: optional(text(80)),
		name: required(text(200)),
		category: optional(text(100)),
		unit_price: optional(price),
		unit_cost: optional(price),
		currency: optional(currency),
		is_active: required(flag),
		external_key: optional(text(200)),
	}),
);

export type ProductInput = v.InferInput<typeof productInput>;
