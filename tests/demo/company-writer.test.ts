import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCompany } from '#demo/company.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { rows, unsafe } from '#warehouse/query.ts';

const CUSTOMERS = 2_500;

type Sums = Readonly<Record<string, string | number>>;

interface Truth {
	readonly from: string;
	readonly anomaly: { readonly from: string; readonly to: string; readonly factor: number };
	readonly totals: Sums;
	readonly months: readonly Sums[];
	readonly countries: readonly Sums[];
	readonly categories: readonly Sums[];
	readonly days: readonly Sums[];
}

const TYPES = {
	customers: { created_at: 'timestamp' },
	products: { unit_cost: 'decimal(18,6)' },
	orders: { ordered_at: 'timestamp' },
	order_lines: { quantity: 'bigint', unit_price: 'decimal(18,6)' },
	exchange_rates: { rate_on: 'date', rate: 'decimal(18,6)' },
	truth_customers: {
		exposure_days: 'double',
		joined_on: 'date',
		died_on: 'date',
		first_order_on: 'date',
		last_order_on: 'date',
		sale_orders: 'bigint',
		return_orders: 'bigint',
		sales: 'decimal(18,2)',
		returns: 'decimal(18,2)',
		sales_base: 'decimal(18,4)',
		returns_base: 'decimal(18,4)',
	},
};

let folder: string;
let truth: Truth;
let database: Database;
let db: Connection;

async function ask<Row = Sums>(query: string): Promise<Row[]> {
	return rows<Row>(db, unsafe(query));
}

/** The first value of a query's first row, as a number. */
async function one(query: string): Promise<number> {
	return Number(Object.values((await ask(query))[0] ?? {})[0]);
}

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-company-writer-'));
	const out = join(folder, 'company');
	await writeCompany({ customers: CUSTOMERS, seed: 1, until: '2026-11-23', out });
	truth = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as Truth;
	database = await openMemory({ threads: 1, memoryLimit: '500MB' });
	db = await database.connect();
	for (const [table, columns] of Object.entries(TYPES)) {
		const types = Object.entries(columns).map(([name, type]) => `try_cast(${name} as ${type}) as ${name}`);
		const path = join(out, `${table}.csv`);
		await db.run(
			`create table ${table} as select * replace (${types.join(', ')})
			from read_csv('${path}', all_varchar = true, header = true, delim = ',', quote = '"')`,
		);
	}
	// The recount knows the rule that truth.json states, and none of the generator's code.
	await db.run(
		`create table counted as
		select
			line.*, orders.customer_id, orders.country, products.category, customers.kind, channel,
			cast(ordered_at as date) as ordered_on,
			cast(date_trunc('month', ordered_at) as date) as month,
			case when quantity < 0 then 'return' when unit_price > 0 then 'sale' else 'adjustment' end as line_kind,
			cast(quantity * unit_price as decimal(18,4)) as amount,
			cast(quantity * unit_price * coalesce(rate, 1) as decimal(18,4)) as amount_base,
			cast(quantity * unit_cost as decimal(18,4)) as cost_base
		from order_lines as line
		join orders using (order_id)
		join products using (product_id)
		left join customers using (customer_id)
		left join exchange_rates on orders.currency = exchange_rates.currency and cast(ordered_at as date) = rate_on`,
	);
});

afterAll(() => {
	database.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The books as SQL counts them, named as in truth.json. */
function books(): string {
	const sum = (column: string, where: string): string =>
		`cast(cast(coalesce(sum(${column}) filter (${where}), 0) as decimal(18, 4)) as varchar)`;
	const isKnown = 'customer_id is not null';
	return `
		${sum('amount_base', "line_kind = 'sale'")} as "salesRevenue",
		${sum('amount_base', "line_kind = 'return'")} as "returnsRevenue",
		${sum('amount_base', "line_kind <> 'adjustment'")} as "netRevenue",
		${sum('amount_base', `line_kind = 'sale' and ${isKnown}`)} as "identifiedSales",
		${sum('amount_base', `line_kind = 'return' and ${isKnown}`)} as "identifiedReturns",
		${sum('cost_base', "line_kind <> 'adjustment'")} as "cost",
		count(*) filter (line_kind = 'sale') as "saleLines",
		count(*) filter (line_kind = 'return') as "returnLines",
		count(*) filter (line_kind = 'adjustment') as "adjustmentLines"`;
}

const ORDERS = `
	count(distinct order_id) filter (line_kind = 'sale') as "saleOrders",
	count(distinct order_id) filter (line_kind = 'sale' and customer_id is not null) as "identifiedSaleOrders",
	count(distinct order_id) filter (line_kind = 'return') as "returnOrders"`;

describe('a recount of the files in SQL finds what the truth says', () => {
	test('of every month', async () => {
		const found = await ask(
			`with firsts as (
				select customer_id, min(month) as month from counted
				where line_kind = 'sale' and customer_id is not null group by customer_id
			), news as (
				select month, count(*) as customers from firsts group by month
			)
			select cast(month as varchar) as month, ${books()}, ${ORDERS},
				coalesce(any_value(news.customers), 0) as "newCustomers",
				count(distinct customer_id) filter (line_kind = 'sale') as "activeCustomers"
			from counted left join news using (month) group by month order by month`,
		);
		expect(found).toHaveLength(37);
		expect(truth.months).toEqual(found);
	});

	test('of the whole, of every country and of every category', async () => {
		const [totals] = await ask(
			`select ${books()}, ${ORDERS}, count(distinct customer_id) filter (line_kind = 'sale') as "newCustomers"
			from counted`,
		);
		expect(truth.totals).toEqual(totals);
		const by = (name: string): Promise<Sums[]> =>
			ask(`select ${name}, ${books()} from counted group by ${name} order by ${name}`);
		expect(truth.countries).toEqual(await by('country'));
		expect(truth.categories).toEqual(await by('category'));
	});

	test('of every day', async () => {
		const found = await ask(
			`select cast(ordered_on as varchar) as day, count(distinct order_id) as "saleOrders",
				cast(sum(amount_base) as varchar) as "salesRevenue"
			from counted where line_kind = 'sale' group by ordered_on order by ordered_on`,
		);
		expect(truth.days.filter(({ saleOrders }) => saleOrders !== 0)).toEqual(found);
		expect(truth.days).toHaveLength(1096);
	});

	test('of every customer, those without an order too', async () => {
		const kind = (column: string, wanted: string): string =>
			`coalesce(sum(${column}) filter (line_kind = '${wanted}'), 0)`;
		const differing = await ask(
			`with found as (
				select truth.customer_id,
					count(distinct order_id) filter (line_kind = 'sale') as sale_orders,
					count(distinct order_id) filter (line_kind = 'return') as return_orders,
					${kind('amount', 'sale')} as sales, ${kind('amount', 'return')} as returns,
					${kind('amount_base', 'sale')} as sales_base, ${kind('amount_base', 'return')} as returns_base,
					min(ordered_on) filter (line_kind = 'sale') as first_order_on,
					max(ordered_on) filter (line_kind = 'sale') as last_order_on
				from truth_customers as truth left join counted using (customer_id) group by truth.customer_id
			)
			select customer_id from truth_customers as truth join found using (customer_id)
			where row(truth.sale_orders, truth.return_orders, truth.sales, truth.returns, truth.sales_base,
					truth.returns_base, truth.first_order_on, truth.last_order_on)
				is distinct from row(found.sale_orders, found.return_orders, found.sales, found.returns, found.sales_base,
					found.returns_base, found.first_order_on, found.last_order_on)`,
		);
		expect(differing).toEqual([]);
		expect(await one('select count(*) from truth_customers where sale_orders = 0')).toBeGreaterThan(0);
	});
});

describe('returns', () => {
	test('are orders of their own: none sells and takes back at once', async () => {
		const mixed = `select count(*) from (select order_id from order_lines group by order_id
			having min(quantity) < 0 and max(quantity) > 0)`;
		expect(await one(mixed)).toBe(0);
	});

	test('bring back what the same customer bought before, at its price, and no more of it', async () => {
		expect(
			await one(
				`with bought as (
					select customer_id, product_id, unit_price, min(ordered_on) as first_on, sum(quantity) as quantity
					from counted where line_kind = 'sale' and customer_id is not null group by all
				), back as (
					select customer_id, product_id, unit_price, min(ordered_on) as first_on, -sum(quantity) as quantity
					from counted where line_kind = 'return' and customer_id is not null group by all
				)
				select count(*) from back left join bought using (customer_id, product_id, unit_price)
				where bought.quantity is null or back.quantity > bought.quantity or back.first_on <= bought.first_on`,
			),
		).toBe(0);
	});

	test('are 3 to 6 % of the sold lines, and most of all shoes and clothes', async () => {
		const { saleLines, returnLines } = truth.totals;
		expect(Number(returnLines) / Number(saleLines)).toBeGreaterThan(0.03);
		expect(Number(returnLines) / Number(saleLines)).toBeLessThan(0.06);
		const most = await ask(
			`select category from counted group by category
			order by count(*) filter (line_kind = 'return') / count(*) filter (line_kind = 'sale') desc limit 2`,
		);
		expect(most.map(({ category }) => category).sort()).toEqual(['Clothing', 'Footwear']);
	});
});

describe('orders', () => {
	test('are 35,000 to 50,000 for 5,000 customers, with 90,000 to 130,000 lines', async () => {
		const perCustomer = async (table: string): Promise<number> =>
			(await one(`select count(*) from ${table}`)) / CUSTOMERS;
		expect(await perCustomer('orders')).toBeGreaterThan(7);
		expect(await perCustomer('orders')).toBeLessThan(10);
		expect(await perCustomer('order_lines')).toBeGreaterThan(18);
		expect(await perCustomer('order_lines')).toBeLessThan(26);
	});

	test('come from guests in about 3 of 100 cases, and hold a free sample now and then', () => {
		const { saleOrders, identifiedSaleOrders, saleLines, adjustmentLines } = truth.totals;
		expect(1 - Number(identifiedSaleOrders) / Number(saleOrders)).toBeGreaterThan(0.02);
		expect(1 - Number(identifiedSaleOrders) / Number(saleOrders)).toBeLessThan(0.04);
		expect(Number(adjustmentLines) / Number(saleLines)).toBeGreaterThan(0.003);
		expect(Number(adjustmentLines) / Number(saleLines)).toBeLessThan(0.012);
	});

	test('are paid in CHF in Switzerland and in EUR elsewhere, where their customer lives', async () => {
		const found = await ask(
			"select distinct currency, country = 'Switzerland' as is_swiss from orders order by currency",
		);
		expect(found).toEqual([
			{ currency: 'CHF', is_swiss: true },
			{ currency: 'EUR', is_swiss: false },
		]);
		const abroad = `select count(*) from orders join customers using (customer_id)
			where orders.country <> customers.country`;
		expect(await one(abroad)).toBe(0);
	});

	test('lie outside the hour that clocks skip and repeat, as registrations do', async () => {
		expect(await one('select count(*) from orders where hour(ordered_at) = 2')).toBe(0);
		expect(await one('select count(*) from customers where hour(created_at) = 2')).toBe(0);
		expect(await one('select count(*) from orders where ordered_at is null')).toBe(0);
	});

	test('follow the registration within half an hour where the customer joined in these years', async () => {
		const others = `select count(*) from customers join truth_customers using (customer_id)
			where joined_on >= date '${truth.from}' and not exists (
				select 1 from orders where orders.customer_id = customers.customer_id
				and ordered_at - created_at between interval 0 minutes and interval 30 minutes
			)`;
		expect(await one(others)).toBe(0);
	});

	test('are placed in shops where there are shops, on days on which they are open', async () => {
		const closed = `select count(*) from counted where channel = 'shop' and line_kind = 'sale'
			and (dayofweek(ordered_on) = 0 or strftime(ordered_on, '%m-%d') in ('12-25', '12-26', '01-01')
				or country not in ('Germany', 'Austria', 'Switzerland'))`;
		expect(await one(closed)).toBe(0);
		expect(await one("select count(*) from orders where channel = 'shop'")).toBeGreaterThan(1_000);
	});

	test('of companies are rarer and larger', async () => {
		const [consumer, company] = await ask<{ rate: number; size: number }>(
			`select sum(sale_orders) / sum(exposure_days) as rate,
				cast(sum(sales_base) as double) / sum(sale_orders) as size
			from truth_customers group by kind order by kind desc`,
		);
		expect(company?.rate).toBeLessThan(0.8 * (consumer?.rate ?? 0));
		expect(company?.size).toBeGreaterThan(5 * (consumer?.size ?? Infinity));
	});

	test('of consumers are 0.75 times as many on Sundays as on Tuesdays', async () => {
		const orders = (weekday: number): Promise<number> =>
			one(
				`select count(distinct order_id) from counted where kind = 'consumer' and line_kind = 'sale'
				and dayofweek(ordered_on) = ${weekday}
				and ordered_on not between date '${truth.anomaly.from}' and date '${truth.anomaly.to}'`,
			);
		// 0.76 against 1.02 by the calendar's weights. Two Poisson counts of about 2,000 and 2,700 have a ratio with a
		// relative error of sqrt(1/2,000 + 1/2,700) = 3 %; four of them, and 3 % for holidays, which fall on no Sunday.
		const found = (await orders(0)) / (await orders(2)) / (0.76 / 1.02);
		expect(Math.abs(found - 1)).toBeLessThan(0.15);
	});
});

test('on the days of the anomaly orders fall to 15 % of those on the same weekdays around it', async () => {
	const { from, to, factor } = truth.anomaly;
	const ordersAt = (shift: number): Promise<number> =>
		one(
			`select count(distinct order_id) from counted where line_kind = 'sale'
			and ordered_on between date '${from}' + ${shift} and date '${to}' + ${shift}`,
		);
	const around = ((await ordersAt(-14)) + (await ordersAt(-7)) + (await ordersAt(7)) + (await ordersAt(14))) / 4;
	// About 40 orders become about 6: four standard deviations of a Poisson count.
	expect(Math.abs((await ordersAt(0)) - around * factor)).toBeLessThan(4 * Math.sqrt(around * factor));
	expect(around).toBeGreaterThan(30);
});
