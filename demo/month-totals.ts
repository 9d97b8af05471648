import type { Calendar } from './calendar.ts';
import type { Order } from './purchases.ts';

/** Sums of a month, money in ten-thousandths of EUR so that they stay exact. */
interface Sums {
	salesRevenue: number;
	returnsRevenue: number;
	identifiedSales: number;
	saleOrders: number;
	orderLines: number;
	newCustomers: number;
	activeCustomers: number;
}

/** A month of the truth file: decimal strings and counts. */
export interface MonthTruth {
	readonly month: string;
	readonly salesRevenue: string;
	readonly returnsRevenue: string;
	readonly identifiedSales: string;
	readonly saleOrders: number;
	readonly orderLines: number;
	readonly newCustomers: number;
	readonly activeCustomers: number;
}

const TEN_THOUSANDTHS_PER_CENT = 100;
const MILLION = 1_000_000;

/** Half away from zero, as SQL's decimals are rounded. */
function roundHalfAway(value: number): number {
	return Math.sign(value) * Math.round(Math.abs(value));
}

/** A line's amount in base currency, in ten-thousandths: rounded once, per line. */
export function amountBase(cents: number, rate: number): number {
	return roundHalfAway((cents * rate * TEN_THOUSANDTHS_PER_CENT) / MILLION);
}

function decimal(tenThousandths: number): string {
	const digits = String(Math.abs(tenThousandths)).padStart(5, '0');
	return `${tenThousandths < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** The truth of the company by month, counted from what is written. */
export class MonthTotals {
	readonly #calendar: Calendar;
	readonly #months: Sums[] = [];

	constructor(calendar: Calendar) {
		this.#calendar = calendar;
		for (let month = 0; month <= calendar.month(calendar.days - 1); month += 1) {
			this.#months.push({
				salesRevenue: 0,
				returnsRevenue: 0,
				identifiedSales: 0,
				saleOrders: 0,
				orderLines: 0,
				newCustomers: 0,
				activeCustomers: 0,
			});
		}
	}

	/** `rate` is EUR for one unit of the order's currency, in millionths. */
	addOrder(order: Order, rate: number, isIdentified: boolean): void {
		const sums = this.#month(order.day);
		let hasSale = false;
		for (const line of order.lines) {
			sums.orderLines += 1;
			const amount = amountBase(line.quantity * line.unitPrice, rate);
			if (line.quantity < 0) sums.returnsRevenue += amount;
			else if (line.unitPrice > 0) {
				sums.salesRevenue += amount;
				if (isIdentified) sums.identifiedSales += amount;
				hasSale = true;
			}
		}
		if (hasSale) sums.saleOrders += 1;
	}

	/** The days on which a customer bought, in their order. */
	addCustomer(saleDays: readonly number[]): void {
		const [first] = saleDays;
		if (first === undefined) return;
		this.#month(first).newCustomers += 1;
		for (const month of new Set(saleDays.map((day) => this.#calendar.month(day)))) {
			const sums = this.#months[month];
			if (sums) sums.activeCustomers += 1;
		}
	}

	toTruth(): MonthTruth[] {
		return this.#months.map((sums, index) => ({
			month: this.#calendar.monthName(index),
			...sums,
			salesRevenue: decimal(sums.salesRevenue),
			returnsRevenue: decimal(sums.returnsRevenue),
			identifiedSales: decimal(sums.identifiedSales),
		}));
	}

	#month(day: number): Sums {
		const sums = this.#months[this.#calendar.month(day)];
		if (!sums) throw new RangeError(`day ${day} lies outside the calendar`);
		return sums;
	}
}
