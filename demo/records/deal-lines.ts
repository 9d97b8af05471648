import type { DealInput } from '#records/sales/deal-input.ts';
import { centsText } from '../money.ts';
import type { Currency } from '../prices.ts';
import type { Product } from '../products.ts';
import { normal, pick, wholeBelow } from '../random.ts';
import type { Random } from '../random.ts';
import type { Plan } from './plan.ts';
import { idOf } from './written.ts';

/** Amounts of deals in EUR are log-normal. */
export const AMOUNT_LOG_MEAN = Math.log(3_600);
export const AMOUNT_LOG_DEVIATION = 0.85;

const MOST_LINES = 4;
const DISCOUNTS = [0, 0, 0, 0.05, 0.1];

export interface PlannedLine {
	readonly product: Product;
	readonly quantity: number;
	/** Cents of the deal's currency. */
	readonly price: number;
	readonly discount: number;
}

/** What a deal is to come to, in EUR. */
export function drawAmount(random: Random): number {
	return Math.exp(AMOUNT_LOG_MEAN + AMOUNT_LOG_DEVIATION * normal(random));
}

/** A product that is cheap enough for several pieces of it to come near an amount in cents. */
function drawProduct(random: Random, plan: Plan, day: number, currency: Currency, cents: number): Product {
	for (let tries = 0; tries < 20; tries += 1) {
		const product = pick(random, plan.products);
		const price = plan.prices.on(product, day, currency);
		if (price < cents / 4 && price > cents / 400) return product;
	}
	return plan.products.reduce((one, other) =>
		plan.prices.on(other, day, currency) < plan.prices.on(one, day, currency) ? other : one,
	);
}

/** Lines of real products that come to about an amount in EUR, at the prices of a day. */
export function drawLines(random: Random, plan: Plan, day: number, currency: Currency, amount: number): PlannedLine[] {
	const count = 1 + wholeBelow(random, MOST_LINES);
	const discount = pick(random, DISCOUNTS);
	const shares = Array.from({ length: count }, () => 0.4 + random.uniform());
	const whole = shares.reduce((sum, share) => sum + share, 0);
	const cents = (100 * amount) / (currency === 'CHF' ? 1.05 : 1) / (1 - discount);
	return shares.map((share) => {
		const aim = (cents * share) / whole;
		const product = drawProduct(random, plan, Math.min(day, plan.calendar.days - 1), currency, aim);
		const price = plan.prices.on(product, Math.min(day, plan.calendar.days - 1), currency);
		return { product, price, discount, quantity: Math.max(1, Math.round(aim / price)) };
	});
}

/** The lines as the records take them. */
export function lineInputs(plan: Plan, lines: readonly PlannedLine[]): NonNullable<DealInput['lines']> {
	return lines.map(({ product, quantity, price, discount }) => {
		const record = plan.productRecords.get(product);
		if (record === undefined) throw new RangeError(`no record of product ${product.productId}`);
		const unit_price = centsText(price);
		return { product_id: idOf(record), quantity: String(quantity), unit_price, discount: String(discount) };
	});
}

/** What a deal is called by: its largest line. */
export function dealName(lines: readonly PlannedLine[]): string {
	const [first] = [...lines].sort((one, other) => other.price * other.quantity - one.price * one.quantity);
	return first === undefined ? 'Deal' : `${first.quantity} × ${first.product.name}`;
}
