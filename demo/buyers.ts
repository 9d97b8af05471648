import { busynessAt, dayAt, DAYS_PER_YEAR, GROWTH_PER_YEAR } from './demand.ts';
import type { CustomerKind, Demand } from './demand.ts';
import { exponential, gamma, indexAbove } from './random.ts';
import type { Random } from './random.ts';

/** How customers of a kind differ, a day being the unit of time and EUR that of money. */
interface Population {
	/** Purchases a day while alive: lambda ~ Gamma(r, alpha). */
	readonly r: number;
	readonly alpha: number;
	/** Deaths a day: mu ~ Gamma(s, beta), the lifetime is exponential with mean 1 / mu. */
	readonly s: number;
	readonly beta: number;
	/** Aim of an order ~ Gamma(p, nu) with nu ~ Gamma(q, gamma): a customer's mean is p / nu, everybody's p gamma / (q - 1). */
	readonly p: number;
	readonly q: number;
	readonly gamma: number;
}

/**
 * The Pareto/NBD of Schmittlein, Morrison and Colombo (1987) with the spend of Fader, Hardie and Lee (2005). Companies buy
 * more rarely than consumers, stay longer, and buy more.
 */
export const POPULATION: Readonly<Record<CustomerKind, Population>> = {
	consumer: { r: 1.1, alpha: 58, s: 1.4, beta: 620, p: 4, q: 4.2, gamma: 88 },
	company: { r: 1.6, alpha: 120, s: 1.3, beta: 1100, p: 3, q: 3.8, gamma: 1120 },
};

/** Years before the history in which its oldest customers were won. */
const YEARS_BEFORE = 4;
const HISTORY_YEARS = 3;

/** What is true of a customer and no pipeline is told. Moments are days counted from the company's first. */
export interface Buyer {
	/** Purchases a day while alive, beside the first one. */
	readonly lambda: number;
	readonly mu: number;
	/** The first purchase ever; before 0 for who was a customer when the history began. */
	readonly joinedAt: number;
	/** Later than the last day for who is alive then. */
	readonly diedAt: number;
	/** Mean aim of an order in EUR. */
	readonly spend: number;
}

/** The spend of one more customer of a kind: the mean aim of their orders in EUR. */
export function drawSpend(random: Random, kind: CustomerKind): number {
	const { p, q, gamma: scale } = POPULATION[kind];
	return p / gamma(random, q, scale);
}

/** What one order of a customer is to come to, in EUR. */
export function drawAim(random: Random, kind: CustomerKind, spend: number): number {
	const { p } = POPULATION[kind];
	return gamma(random, p, p / spend);
}

/** Chance that somebody of a kind is still alive after so many days. */
function survival(kind: CustomerKind, days: number): number {
	const { s, beta } = POPULATION[kind];
	return (beta / (beta + days)) ** s;
}

/**
 * Customers are won at a rate that grows every year. Of those won before the history began, who had died by then is in no
 * file.
 */
function drawJoinedAt(random: Random, kind: CustomerKind, demand: Demand): number {
	const growth = Math.log(1 + GROWTH_PER_YEAR);
	const before = 1 - Math.exp(-growth * YEARS_BEFORE);
	const during = Math.exp(growth * HISTORY_YEARS) - 1;
	const { joining } = demand;
	const total = joining[joining.length - 1] ?? 0;
	for (;;) {
		const share = random.uniform() * (before + during);
		const chance = random.uniform();
		if (share >= before) return indexAbove(joining, ((share - before) / during) * total) + chance;
		const joinedAt = (Math.log(1 - share) / growth) * DAYS_PER_YEAR;
		if (chance < survival(kind, -joinedAt)) return joinedAt;
	}
}

/** Draws who somebody is as a buyer. */
export function drawBuyer(random: Random, kind: CustomerKind, demand: Demand): Buyer {
	const { r, alpha, s, beta } = POPULATION[kind];
	const joinedAt = drawJoinedAt(random, kind, demand);
	const age = Math.max(-joinedAt, 0);
	const lambda = gamma(random, r, alpha);
	// Who survived until the history began dies more rarely (Gamma is conjugate to exponential), and life has no memory.
	const mu = gamma(random, s, beta + age);
	const spend = drawSpend(random, kind);
	return { lambda, mu, joinedAt, diedAt: Math.max(joinedAt, 0) + exponential(random, mu), spend };
}

/**
 * Days of the history that a customer was alive, each counted by how busy it was: purchases beside the first are Poisson
 * with mean lambda times this.
 */
export function exposureOf(buyer: Buyer, demand: Demand): number {
	return busynessAt(demand, buyer.diedAt) - busynessAt(demand, buyer.joinedAt);
}

/**
 * The days on which a customer buys, in their order; a day can come twice. Waiting times are exponential in busyness
 * instead of days, so busy days see more orders and the long-run rate stays lambda.
 */
export function purchaseDays(random: Random, buyer: Buyer, demand: Demand): number[] {
	const days: number[] = [];
	if (buyer.joinedAt >= 0) days.push(Math.floor(buyer.joinedAt));
	const end = busynessAt(demand, buyer.diedAt);
	let busyness = busynessAt(demand, buyer.joinedAt);
	for (;;) {
		busyness += exponential(random, buyer.lambda);
		if (busyness >= end) return days;
		days.push(dayAt(demand, busyness));
	}
}
