import { describe, expect, test } from 'vitest';
import { createCalendar } from '#demo/calendar.ts';
import { COUNTRIES } from '#demo/countries.ts';
import { CustomerTotals, Ledger } from '#demo/ledger.ts';
import { EUR_RATE } from '#demo/money.ts';
import type { Order } from '#demo/orders.ts';
import { createProducts } from '#demo/products.ts';
import { itemAt } from '#demo/random.ts';

const calendar = createCalendar('2026-11-23');
const [first] = createProducts(1);
const country = itemAt(COUNTRIES, 0);

/** One line each of a product that costs 4.00 EUR: pieces x price in cents. */
function orderOf(day: string, isReturn: boolean, ...lines: readonly (readonly [number, number])[]): Order {
	const product = { ...itemAt([first], 0), unitCost: 400 } as NonNullable<typeof first>;
	return {
		day: calendar.names.indexOf(day),
		second: 0,
		isReturn,
		channel: 'web',
		lines: lines.map(([quantity, unitPrice]) => ({ product, quantity, unitPrice })),
	};
}

interface Truth {
	readonly totals: unknown;
	readonly months: readonly { readonly month: string }[];
	readonly days: readonly { readonly day: string }[];
}

/**
 * One customer pays in EUR: 2 x 10.00 and a sample on 30 January, 1 x 10.00 on 1 February, of which it comes back on the
 * 10th. Another pays 12.35 CHF at 1.043954, which is 12.8928 EUR, on 1 February. A guest pays 3 x 5.00 EUR that day.
 */
function books(): Truth {
	const ledger = new Ledger(calendar);
	const one = new CustomerTotals();
	ledger.addOrder(orderOf('2025-01-30', false, [2, 1000], [1, 0]), EUR_RATE, country, one);
	ledger.addOrder(orderOf('2025-02-01', false, [1, 1000]), EUR_RATE, country, one);
	ledger.addOrder(orderOf('2025-02-10', true, [-1, 1000]), EUR_RATE, country, one);
	ledger.addCustomer(one);
	const other = new CustomerTotals();
	ledger.addOrder(orderOf('2025-02-01', false, [1, 1235]), 1_043_954, country, other);
	ledger.addCustomer(other);
	ledger.addOrder(orderOf('2025-02-01', false, [3, 500]), EUR_RATE, country, null);
	ledger.addCustomer(new CustomerTotals());
	return ledger.toTruth() as unknown as Truth;
}

describe('the books', () => {
	const truth = books();

	test('of a month keep sales, returns and samples apart', () => {
		expect(truth.months.find(({ month }) => month === '2025-01-01')).toMatchObject({
			salesRevenue: '20.0000',
			returnsRevenue: '0.0000',
			cost: '8.0000',
			saleLines: 1,
			adjustmentLines: 1,
			saleOrders: 1,
			newCustomers: 1,
			activeCustomers: 1,
		});
		expect(truth.months.find(({ month }) => month === '2025-02-01')).toMatchObject({
			salesRevenue: '37.8928',
			returnsRevenue: '-10.0000',
			netRevenue: '27.8928',
			identifiedSales: '22.8928',
			identifiedReturns: '-10.0000',
			// 1 + 1 + 3 sold and 1 back
			cost: '16.0000',
			saleLines: 3,
			returnLines: 1,
			saleOrders: 3,
			identifiedSaleOrders: 2,
			returnOrders: 1,
			newCustomers: 1,
			activeCustomers: 2,
		});
	});

	test('of the whole add the months up, but for active customers', () => {
		expect(truth.totals).toMatchObject({ salesRevenue: '57.8928', saleOrders: 4, newCustomers: 2 });
		expect(truth.totals).not.toHaveProperty('activeCustomers');
	});

	test('of a day hold what was sold on it', () => {
		const day = truth.days.find(({ day }) => day === '2025-02-01');
		expect(day).toEqual({ day: '2025-02-01', saleOrders: 3, salesRevenue: '37.8928' });
	});

	test('name every month and every day, those without a sale too', () => {
		expect(truth.months).toHaveLength(37);
		expect(truth.days).toHaveLength(1096);
	});
});

test('a customer’s account is kept in their currency and in EUR', () => {
	const totals = new CustomerTotals();
	const ledger = new Ledger(calendar);
	ledger.addOrder(orderOf('2025-02-01', false, [1, 1235], [1, 0]), 1_043_954, country, totals);
	ledger.addOrder(orderOf('2025-02-10', true, [-1, 1235]), 1_000_000, country, totals);
	expect(totals).toMatchObject({ sales: 1235, returns: -1235, salesBase: 128_928, returnsBase: -123_500 });
	expect(totals.saleDays.map((day) => calendar.names[day])).toEqual(['2025-02-01']);
	expect(totals.returnOrders).toBe(1);
});
