import { isOpen } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import type { FillBasket, OrderLine, Shopper } from './baskets.ts';
import { cumulate, itemAt, pickCumulative, wholeBelow } from './random.ts';
import type { Random } from './random.ts';

export type Channel = 'web' | 'shop' | 'phone' | 'marketplace';

export interface Order {
	readonly day: number;
	/** Seconds after midnight, local time. */
	readonly second: number;
	readonly isReturn: boolean;
	readonly channel: Channel;
	readonly lines: readonly OrderLine[];
}

/** Who orders, and whether they live where the company has shops. */
export interface Orderer extends Shopper {
	readonly hasShop: boolean;
}

const SECONDS_PER_HOUR = 3600;

/** Chances of the hours from midnight. The web shop is under maintenance from 2 to 3, the hour that clocks skip or repeat. */
const ONLINE_HOURS = [8, 4, 0, 1, 1, 3, 9, 18, 28, 36, 40, 42, 44, 42, 40, 40, 42, 46, 52, 62, 70, 66, 44, 20];
const OFFICE_HOURS = [0, 0, 0, 0, 0, 0, 0, 4, 30, 50, 58, 50, 24, 36, 50, 48, 34, 14, 0, 0, 0, 0, 0, 0];
const SHOP_HOURS = [0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 30, 40, 42, 38, 36, 40, 48, 52, 40, 10, 0, 0, 0, 0];
const HOURS: Readonly<Record<Channel, Float64Array>> = {
	web: cumulate(ONLINE_HOURS),
	marketplace: cumulate(ONLINE_HOURS),
	phone: cumulate(OFFICE_HOURS),
	shop: cumulate(SHOP_HOURS),
};

const CONSUMER_CHANNELS: readonly Channel[] = ['web', 'shop', 'marketplace', 'phone'];
const COMPANY_CHANNELS: readonly Channel[] = ['web', 'phone'];
const CONSUMER_CHANCES = cumulate([0.6, 0.22, 0.13, 0.05]);
const COMPANY_CHANCES = cumulate([0.55, 0.45]);

/** Companies send back less of what they buy, relative to consumers. */
const COMPANY_RETURNS = 0.4;
const FIRST_RETURN_AFTER = 4;
const RETURN_WITHIN = 20;

function drawSecond(random: Random, channel: Channel): number {
	return pickCumulative(random, HOURS[channel]) * SECONDS_PER_HOUR + wholeBelow(random, SECONDS_PER_HOUR);
}

function drawChannel(random: Random, orderer: Orderer, isShopOpen: boolean): Channel {
	if (orderer.kind === 'company') return itemAt(COMPANY_CHANNELS, pickCumulative(random, COMPANY_CHANCES));
	const channel = itemAt(CONSUMER_CHANNELS, pickCumulative(random, CONSUMER_CHANCES));
	return channel === 'shop' && !(isShopOpen && orderer.hasShop) ? 'web' : channel;
}

/** What comes back of an order some days later, as an order of its own; null when nothing does within the history. */
function drawReturn(random: Random, orderer: Orderer, order: Order, calendar: Calendar): Order | null {
	const habit = orderer.kind === 'company' ? COMPANY_RETURNS : 1;
	const lines = order.lines
		.filter((line) => line.unitPrice > 0 && random.uniform() < line.product.category.returnRate * habit)
		.map((line) => ({ ...line, quantity: -(1 + wholeBelow(random, line.quantity)) }));
	if (lines.length === 0) return null;
	let day = order.day + FIRST_RETURN_AFTER + wholeBelow(random, RETURN_WITHIN);
	while (day < calendar.days && !isOpen(calendar, day)) day += 1;
	if (day >= calendar.days) return null;
	return { day, second: drawSecond(random, 'phone'), isReturn: true, channel: order.channel, lines };
}

/** One order of a day that comes to about `aim` EUR, followed by its return where something comes back. */
export function drawOrder(
	random: Random,
	orderer: Orderer,
	day: number,
	aim: number,
	shop: { readonly calendar: Calendar; readonly fillBasket: FillBasket },
): readonly [Order] | readonly [Order, Order] {
	const channel = drawChannel(random, orderer, isOpen(shop.calendar, day));
	const second = drawSecond(random, channel);
	const order: Order = { day, second, isReturn: false, channel, lines: shop.fillBasket(random, orderer, day, aim) };
	const returned = drawReturn(random, orderer, order, shop.calendar);
	return returned === null ? [order] : [order, returned];
}
