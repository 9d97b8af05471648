import type { Order } from '../orders.ts';
import { pick } from '../random.ts';
import type { Random } from '../random.ts';
import { planNewDeal, plannedDeal } from './deals.ts';
import type { PlannedDeal } from './deals.ts';
import { drawAmount, drawLines } from './deal-lines.ts';
import { drawPath } from './deal-path.ts';
import { drawMoment } from './growth.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import type { Account } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { drawSeller } from './team.ts';

/** Deals of the whole history, those that leads became among them. */
const DEALS = 1_200;

/** A won deal comes so many days at most before the order of the shop that it is. */
const ORDER_WITHIN = 10;
/** In cents of the order's currency. */
const BIG_ORDER = 120_000;
/** Contacts take a moment to be entered after their company. */
const SETTLED = 3 * DAY;

interface BigOrder {
	readonly account: Account;
	readonly order: Order;
	readonly amount: number;
}

function amountOf({ lines }: Order): number {
	return lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
}

/** The bigger orders of companies by day: what deals that are won become. */
function bigOrders(accounts: readonly Account[]): Map<number, BigOrder[]> {
	const found = accounts.flatMap((account) =>
		(account.customer?.orders ?? [])
			.filter((order) => !order.isReturn && amountOf(order) >= BIG_ORDER)
			.map((order) => ({ account, order, amount: amountOf(order) })),
	);
	return Map.groupBy(found, ({ order }) => order.day);
}

/** Of the bigger orders soon after a deal was won the one that comes closest to it, by a customer known when it was opened. */
function takeOrder(orders: Map<number, BigOrder[]>, opened: Moment, won: Moment, cents: number): Account | null {
	const from = Math.floor(won / DAY);
	const near = Array.from({ length: ORDER_WITHIN + 1 }, (_, days) => orders.get(from + days) ?? [])
		.flat()
		.filter(({ account, order }) => account.since + SETTLED < opened && order.day * DAY + order.second > won);
	const distance = ({ amount }: BigOrder): number => Math.abs(Math.log(amount / cents));
	const [best] = near.sort((one, other) => distance(one) - distance(other));
	if (best === undefined) return null;
	const ofDay = orders.get(best.order.day) ?? [];
	orders.set(
		best.order.day,
		ofDay.filter((other) => other !== best),
	);
	return best.account;
}

function drawAccount(random: Random, known: readonly Account[], opened: Moment): Account | null {
	// They stand in the order in which they came: those known by then are the first.
	let low = 0;
	let high = known.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((known[middle]?.since ?? 0) + SETTLED < opened) low = middle + 1;
		else high = middle;
	}
	return low === 0 ? null : pick(random, known.slice(0, low));
}

/** Plans the deals that companies of the records are asked for again, beside those that leads became. */
export function planAccountDeals(plan: Plan, accounts: readonly Account[], fromLeads: number): PlannedDeal[] {
	const orders = bigOrders(accounts);
	const known = accounts.toSorted((one, other) => one.since - other.since);
	const deals: PlannedDeal[] = [];
	for (let index = 1; index <= Math.ceil(DEALS * plan.size) - fromLeads; index += 1) {
		const random = randomOf(plan, 'deals', index);
		const opened = plan.moments.atWork(random, drawMoment(random, plan));
		const owner = drawSeller(random, plan.team);
		const path = drawPath(random, plan.moments, opened, owner);
		const amount = drawAmount(random);
		const any = drawAccount(random, known, opened);
		const account = (path.isWon ? takeOrder(orders, opened, path.closedAt, 100 * amount) : null) ?? any;
		if (account === null || opened >= plan.moments.end) continue;
		const { currency, name } = account.country;
		const contact = account.contacts.find(({ since }) => since < opened) ?? null;
		const lines = drawLines(random, plan, Math.floor(opened / DAY), currency, amount);
		const source = pick(random, ['web', 'referral', 'fair', null, null]);
		const deal = plannedDeal({
			...{ owner, path, lines, account, contact, country: name, currency, source, campaign: null, opened },
			isFromLead: false,
		});
		planNewDeal(plan, random, deal);
		deals.push(deal);
	}
	return deals;
}
