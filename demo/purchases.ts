import { dayAt } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import type { Person } from './people.ts';
import { priceOn } from './products.ts';
import type { Product, ProductRange } from './products.ts';
import { exponential, gamma, itemAt, pickCumulative, poisson, wholeBelow } from './random.ts';
import type { Random } from './random.ts';

/** What is true of a customer and no pipeline is told. Days are counted from the company's first. */
export interface CustomerTruth {
	/** Purchases a day while alive, the first one apart. */
	readonly lambda: number;
	/** Deaths a day: the lifetime is exponential with mean 1 / mu. */
	readonly mu: number;
	readonly firstDay: number;
	/** Day of death; later than the last day for who is alive then. */
	readonly deathDay: number;
	/** Size of orders relative to others of the kind, mean 1. */
	readonly spend: number;
}

export interface OrderLine {
	readonly product: Product;
	readonly quantity: number;
	/** In cents of the order's currency; 0 for a free sample. */
	readonly unitPrice: number;
}

export interface Order {
	readonly day: number;
	/** Seconds after midnight, local time. */
	readonly second: number;
	readonly isReturn: boolean;
	readonly channel: string;
	readonly lines: readonly OrderLine[];
}

/**
 * The process of Pareto/NBD (Schmittlein, Morrison and Colombo 1987): lambda is Gamma over customers, and so is mu.
 * Companies buy more often and stay longer.
 */
const RATES = {
	consumer: { shape: 1.1, rate: 1.1 / 0.0175 },
	company: { shape: 1.4, rate: 1.4 / 0.034 },
} as const;
const DEATHS = {
	consumer: { shape: 1.2, rate: 1.2 * 420 },
	company: { shape: 1.5, rate: 1.5 * 900 },
} as const;
/** Spend is Gamma with this shape and mean 1. */
const SPEND_SHAPE = 4;
/** A share of customers were known before the history begins: they buy for the first time in its first weeks. */
const KNOWN_BEFORE = 0.22;
const KNOWN_BEFORE_DAYS = 70;
const SAMPLE_SHARE = 0.02;
const CHANNELS = ['web', 'shop', 'phone', 'marketplace'] as const;

/** Draws who somebody is as a buyer. */
export function drawTruth(random: Random, person: Pick<Person, 'kind'>, calendar: Calendar): CustomerTruth {
	const { kind } = person;
	const lambda = gamma(random, RATES[kind].shape, RATES[kind].rate);
	const mu = gamma(random, DEATHS[kind].shape, DEATHS[kind].rate);
	const firstDay = drawFirstDay(random, calendar);
	return {
		lambda,
		mu,
		firstDay,
		deathDay: firstDay + exponential(random, mu),
		spend: gamma(random, SPEND_SHAPE, SPEND_SHAPE),
	};
}

/** Growth: a later part of the history wins somewhat more customers, by its busyness. */
function drawFirstDay(random: Random, calendar: Calendar): number {
	if (random.uniform() < KNOWN_BEFORE) return wholeBelow(random, KNOWN_BEFORE_DAYS);
	const total = calendar.cumulative[calendar.days - 1] ?? 0;
	const position = Math.sqrt(0.16 + random.uniform() * (1 - 0.16)) - 0.4;
	return Math.min(dayAt(calendar, (position / 0.6) * total), calendar.days - 1);
}

/** An order's moment: shops and phones by day, the web into the evening; never in the hour that clocks skip. */
function drawSecond(random: Random, channel: string): number {
	const isOpenLate = channel === 'web' || channel === 'marketplace';
	const from = isOpenLate ? 7 : 9;
	const hours = isOpenLate ? 16 : 9;
	return Math.floor((from + hours * (0.5 * random.uniform() + 0.5 * random.uniform())) * 3600);
}

function drawChannel(random: Random, kind: Person['kind']): string {
	const share = random.uniform();
	if (kind === 'company') return share < 0.55 ? CHANNELS[0] : CHANNELS[2];
	return share < 0.62 ? CHANNELS[0] : share < 0.8 ? CHANNELS[1] : share < 0.86 ? CHANNELS[2] : CHANNELS[3];
}

function drawLines(
	random: Random,
	buyer: { readonly kind: Person['kind']; readonly currency: 'EUR' | 'CHF'; readonly spend: number },
	day: number,
	range: ProductRange,
): OrderLine[] {
	const isCompany = buyer.kind === 'company';
	const count = 1 + poisson(random, (isCompany ? 2.2 : 1.3) * buyer.spend);
	const lines = Array.from({ length: count }, (): OrderLine => {
		const product = itemAt(range.products, pickCumulative(random, range.popularity));
		const quantity = 1 + poisson(random, isCompany ? 3.5 * buyer.spend : 0.35);
		return { product, quantity, unitPrice: priceOn(product, day, buyer.currency) };
	});
	if (random.uniform() < SAMPLE_SHARE) {
		const product = itemAt(range.products, pickCumulative(random, range.popularity));
		lines.push({ product, quantity: 1, unitPrice: 0 });
	}
	return lines;
}

/** What comes back of an order, as an order of its own some days later; null when nothing does. */
function drawReturn(random: Random, order: Order, calendar: Calendar): Order | null {
	const lines = order.lines
		.filter((line) => line.unitPrice > 0 && random.uniform() < line.product.returnRate)
		.map((line) => ({ ...line, quantity: -(1 + wholeBelow(random, line.quantity)) }));
	const day = order.day + 4 + wholeBelow(random, 20);
	const second = drawSecond(random, 'web');
	if (lines.length === 0 || day >= calendar.days) return null;
	return { day, second, isReturn: true, channel: order.channel, lines };
}

/**
 * All orders of a customer in the history, returns among them, in the order of their purchases. Waiting times are
 * exponential in busyness instead of days: busy days have more orders, and the long-run rate stays lambda.
 */
export function drawOrders(
	random: Random,
	person: Person,
	truth: CustomerTruth,
	calendar: Calendar,
	range: ProductRange,
): Order[] {
	const orders: Order[] = [];
	const buyer = { kind: person.kind, currency: person.country.currency, spend: truth.spend };
	const last = Math.min(truth.deathDay, calendar.days);
	let busyness = calendar.cumulative[truth.firstDay] ?? 0;
	let day = truth.firstDay;
	while (day < last) {
		const channel = drawChannel(random, person.kind);
		const second = drawSecond(random, channel);
		const order = { day, second, isReturn: false, channel, lines: drawLines(random, buyer, day, range) };
		orders.push(order);
		const returned = drawReturn(random, order, calendar);
		if (returned) orders.push(returned);
		busyness += exponential(random, truth.lambda);
		day = dayAt(calendar, busyness);
	}
	return orders;
}

/** The orders of guests on a day: nobody knows who they are. */
export function drawGuestOrders(random: Random, mean: number, day: number, range: ProductRange): Order[] {
	return Array.from({ length: poisson(random, mean) }, () => {
		const buyer = { kind: 'consumer', currency: 'EUR', spend: 1 } as const;
		const second = drawSecond(random, 'web');
		return { day, second, isReturn: false, channel: 'web', lines: drawLines(random, buyer, day, range) };
	});
}
