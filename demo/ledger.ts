import type { Calendar } from './calendar.ts';
import type { Country } from './countries.ts';
import { amountBase, baseText } from './money.ts';
import type { Order } from './orders.ts';

const TEN_THOUSANDTHS_PER_CENT = 100;

/** What was written of a country, a category, a month: counts, and money in ten-thousandths of EUR. */
const noSums = () => ({
	salesRevenue: 0,
	returnsRevenue: 0,
	identifiedSales: 0,
	identifiedReturns: 0,
	/** Of sale and return lines. */
	cost: 0,
	saleLines: 0,
	returnLines: 0,
	adjustmentLines: 0,
});

const noPeriodSums = () => ({
	...noSums(),
	saleOrders: 0,
	identifiedSaleOrders: 0,
	returnOrders: 0,
	/** Whose first sale it was. */
	newCustomers: 0,
});

/** Active customers are distinct ones with a sale: they do not add up to a total. */
const noMonthSums = () => ({ ...noPeriodSums(), activeCustomers: 0 });

type Sums = ReturnType<typeof noSums>;
type PeriodSums = ReturnType<typeof noPeriodSums>;
type MonthSums = ReturnType<typeof noMonthSums>;

const MONEY: readonly string[] = ['salesRevenue', 'returnsRevenue', 'identifiedSales', 'identifiedReturns', 'cost'];

interface DaySums {
	saleOrders: number;
	salesRevenue: number;
}

/** What one customer ordered: counts, money in cents of their currency and in ten-thousandths of EUR. */
export class CustomerTotals {
	readonly saleDays: number[] = [];
	returnOrders = 0;
	sales = 0;
	returns = 0;
	salesBase = 0;
	returnsBase = 0;
}

function sumsText(sums: Sums): Record<string, string | number> {
	const entries = Object.entries(sums).map(([name, value]) => [name, MONEY.includes(name) ? baseText(value) : value]);
	const texts = Object.fromEntries(entries) as Record<string, string | number>;
	return { ...texts, netRevenue: baseText(sums.salesRevenue + sums.returnsRevenue) };
}

function totalOf(months: readonly MonthSums[]): PeriodSums {
	const total = noPeriodSums();
	for (const month of months) {
		for (const name of Object.keys(total) as (keyof PeriodSums)[]) total[name] += month[name];
	}
	return total;
}

/** The company's books, kept from the orders as they are written and from nothing else. */
export class Ledger {
	readonly #calendar: Calendar;
	readonly #months: readonly MonthSums[];
	readonly #days: readonly DaySums[];
	readonly #countries = new Map<string, Sums>();
	readonly #categories = new Map<string, Sums>();

	constructor(calendar: Calendar) {
		this.#calendar = calendar;
		this.#months = calendar.monthNames.map(() => noMonthSums());
		this.#days = calendar.names.map((): DaySums => ({ saleOrders: 0, salesRevenue: 0 }));
	}

	/** `rate` is EUR for one unit of the order's currency, in millionths; `customer` is null for a guest. */
	addOrder(order: Order, rate: number, country: Country, customer: CustomerTotals | null): void {
		const month = this.#month(order.day);
		const ofCountry = named(this.#countries, country.name);
		let revenue = 0;
		for (const { product, quantity, unitPrice } of order.lines) {
			const cents = quantity * unitPrice;
			const base = amountBase(cents, rate);
			const cost = quantity * product.unitCost * TEN_THOUSANDTHS_PER_CENT;
			revenue += base;
			for (const sums of [month, ofCountry, named(this.#categories, product.category.name)]) {
				addLine(sums, cents, base, cost, customer !== null);
			}
			if (customer === null) continue;
			customer[order.isReturn ? 'returns' : 'sales'] += cents;
			customer[order.isReturn ? 'returnsBase' : 'salesBase'] += base;
		}
		if (order.isReturn) {
			month.returnOrders += 1;
			if (customer) customer.returnOrders += 1;
			return;
		}
		month.saleOrders += 1;
		const day = this.#days[order.day];
		if (day) {
			day.saleOrders += 1;
			day.salesRevenue += revenue;
		}
		if (!customer) return;
		month.identifiedSaleOrders += 1;
		customer.saleDays.push(order.day);
	}

	/** Closes a customer's account, whose sales came in the order of their days. */
	addCustomer({ saleDays }: CustomerTotals): void {
		const [first] = saleDays;
		if (first === undefined) return;
		this.#month(first).newCustomers += 1;
		let last = -1;
		for (const day of saleDays) {
			const month = this.#calendar.months[day] ?? 0;
			if (month !== last) this.#month(day).activeCustomers += 1;
			last = month;
		}
	}

	/** The books as they stand in truth.json: money as decimals in EUR with four places. */
	toTruth(): Record<string, unknown> {
		const byName = (sums: ReadonlyMap<string, Sums>, key: string): unknown[] =>
			[...sums]
				.sort(([one], [other]) => (one < other ? -1 : 1))
				.map(([name, own]) => ({ [key]: name, ...sumsText(own) }));
		return {
			totals: sumsText(totalOf(this.#months)),
			months: this.#months.map((sums, index) => ({ month: this.#calendar.monthNames[index], ...sumsText(sums) })),
			countries: byName(this.#countries, 'country'),
			categories: byName(this.#categories, 'category'),
			days: this.#days.map(({ saleOrders, salesRevenue }, index) => ({
				day: this.#calendar.names[index],
				saleOrders,
				salesRevenue: baseText(salesRevenue),
			})),
		};
	}

	#month(day: number): MonthSums {
		const sums = this.#months[this.#calendar.months[day] ?? -1];
		if (!sums) throw new RangeError(`day ${day} lies outside the calendar`);
		return sums;
	}
}

function named(sums: Map<string, Sums>, name: string): Sums {
	let own = sums.get(name);
	if (!own) {
		own = noSums();
		sums.set(name, own);
	}
	return own;
}

/** A line is a return when it takes something back, an adjustment when it costs nothing, else a sale. */
function addLine(sums: Sums, cents: number, base: number, cost: number, isIdentified: boolean): void {
	if (cents === 0) {
		sums.adjustmentLines += 1;
		return;
	}
	sums.cost += cost;
	if (cents < 0) {
		sums.returnLines += 1;
		sums.returnsRevenue += base;
		if (isIdentified) sums.identifiedReturns += base;
	} else {
		sums.saleLines += 1;
		sums.salesRevenue += base;
		if (isIdentified) sums.identifiedSales += base;
	}
}
