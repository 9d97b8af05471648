import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCompany } from '#demo/company.ts';
import type { CompanySummary } from '#demo/company.ts';
import { parseConfig } from '#pipeline/config.ts';
import { cell, readTable, readTruth } from './company-tables.ts';
import type { Row, Truth } from './company-tables.ts';

const UNTIL = '2026-10-14';
const CUSTOMERS = 400;

let folder: string;
let out: string;
let summary: CompanySummary;
let tables: Readonly<Record<'customers' | 'products' | 'orders' | 'order_lines' | 'exchange_rates', Row[]>>;
let truth: Truth;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-demo-company-'));
	out = join(folder, 'one');
	summary = await writeCompany({ customers: CUSTOMERS, seed: 1, until: UNTIL, out });
	truth = readTruth(out);
	const read = (table: string): Row[] => readTable(out, table);
	tables = {
		customers: read('customers'),
		products: read('products'),
		orders: read('orders'),
		order_lines: read('order_lines'),
		exchange_rates: read('exchange_rates'),
	};
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files but for records.db, whose pages may lie in another order: what it holds is compared elsewhere. */
function filesOf(company: string): Map<string, string> {
	const names = readdirSync(company).filter((name) => name !== 'records.db');
	return new Map(names.map((name) => [name, readFileSync(join(company, name), 'utf8')]));
}

function keys(rows: readonly Row[], column: string): Set<string | undefined> {
	return new Set(rows.map((row) => row[column]));
}

test('the same options give the same bytes', async () => {
	const again = join(folder, 'again');
	await writeCompany({ customers: CUSTOMERS, seed: 1, until: UNTIL, out: again });
	expect(filesOf(again)).toEqual(filesOf(out));
});

test('another seed gives another company', async () => {
	const other = join(folder, 'other');
	await writeCompany({ customers: CUSTOMERS, seed: 2, until: UNTIL, out: other });
	const [ours, theirs] = [filesOf(out), filesOf(other)];
	for (const file of ['customers', 'products', 'orders', 'order_lines', 'exchange_rates', 'truth_customers']) {
		expect(theirs.get(`${file}.csv`), file).not.toBe(ours.get(`${file}.csv`));
	}
});

test('the customers of a small company are the first of a larger one', async () => {
	const small = join(folder, 'small');
	await writeCompany({ customers: 50, seed: 1, until: UNTIL, out: small });
	for (const file of ['customers.csv', 'orders.csv', 'order_lines.csv', 'truth_customers.csv']) {
		const [few, many] = [small, out].map((company) => readFileSync(join(company, file), 'utf8'));
		expect(many?.startsWith(few ?? ' '), file).toBe(true);
	}
});

test('the summary counts what lies in the files', () => {
	expect(summary).toMatchObject({
		customers: CUSTOMERS,
		orders: tables.orders.length,
		orderLines: tables.order_lines.length,
	});
	for (const { file, bytes } of summary.files) expect(bytes, file).toBe(statSync(join(out, file)).size);
	expect(summary.files.map(({ file }) => file).sort()).toEqual(readdirSync(out).sort());
});

describe('references', () => {
	test('ids are unique', () => {
		expect(keys(tables.customers, 'customer_id').size).toBe(CUSTOMERS);
		expect(keys(tables.products, 'product_id').size).toBe(tables.products.length);
		expect(keys(tables.orders, 'order_id').size).toBe(tables.orders.length);
		expect(keys(tables.order_lines, 'order_line_id').size).toBe(tables.order_lines.length);
	});

	test('every line has its order and product, every order a line, its customer or a guest, and a rate on its day', () => {
		const [customers, products, orders] = [
			keys(tables.customers, 'customer_id'),
			keys(tables.products, 'product_id'),
			keys(tables.orders, 'order_id'),
		];
		expect(tables.order_lines.filter((line) => !orders.has(line.order_id))).toEqual([]);
		expect(tables.order_lines.filter((line) => !products.has(line.product_id))).toEqual([]);
		expect(orders.difference(keys(tables.order_lines, 'order_id'))).toEqual(new Set());
		expect(tables.orders.filter(({ customer_id: id }) => id !== '' && !customers.has(id))).toEqual([]);
		const rates = new Set(tables.exchange_rates.map((rate) => `${rate.currency} ${rate.rate_on}`));
		const abroad = tables.orders.filter(({ currency }) => currency !== 'EUR');
		expect(abroad.filter((order) => !rates.has(`${order.currency} ${order.ordered_at?.slice(0, 10)}`))).toEqual([]);
	});

	test('no order lies outside the three years, nor before the day its customer registered', () => {
		const dayOf = (row: Row, column: string): string => cell(row, column).slice(0, 10);
		const days = tables.orders.map((order) => dayOf(order, 'ordered_at'));
		expect(truth).toMatchObject({ from: '2023-10-15', until: UNTIL });
		expect(days.filter((day) => day < truth.from || day > UNTIL)).toEqual([]);
		const registered = new Map(
			tables.customers.map((customer) => [customer.customer_id, dayOf(customer, 'created_at')]),
		);
		const early = tables.orders.filter(
			(order) => dayOf(order, 'ordered_at') < (registered.get(order.customer_id) ?? ''),
		);
		expect(early).toEqual([]);
	});
});

test('there are consumers, companies, guests, returns, free samples, and two currencies', () => {
	expect(keys(tables.customers, 'kind')).toEqual(new Set(['consumer', 'company']));
	expect(keys(tables.orders, 'currency')).toEqual(new Set(['EUR', 'CHF']));
	expect(keys(tables.orders, 'channel')).toEqual(new Set(['web', 'shop', 'phone', 'marketplace']));
	expect(tables.orders.some((order) => order.customer_id === '')).toBe(true);
	expect(tables.order_lines.some((line) => Number(line.quantity) < 0)).toBe(true);
	expect(tables.order_lines.some((line) => Number(line.unit_price) === 0)).toBe(true);
});

test('addresses of e-mail lie at domains that are kept for examples, each its own', () => {
	const emails = tables.customers.map((customer) => customer.email ?? '').filter((email) => email !== '');
	expect(emails.length).toBeGreaterThan(CUSTOMERS * 0.9);
	expect(new Set(emails).size).toBe(emails.length);
	const reserved = /^[a-z0-9.-]+@(?:[a-z0-9-]+\.)*(?:example\.(?:com|org|net)|[a-z0-9-]+\.example)$/;
	expect(emails.filter((email) => !reserved.test(email))).toEqual([]);
});

test('the truth is what an independent count of the files gives', () => {
	// Exact in whole numbers: cents times millionths of a rate, rounded half away from zero to ten-thousandths of EUR.
	const rates = new Map(
		tables.exchange_rates.map((row) => [`${row.currency} ${row.rate_on}`, digits(cell(row, 'rate'))]),
	);
	const orders = new Map(tables.orders.map((order) => [order.order_id, order]));
	const sums = { sales: 0n, returns: 0n, identifiedSales: 0n };
	const counts = { saleLines: 0, returnLines: 0, adjustmentLines: 0 };
	const saleOrders = new Set<string | undefined>();
	const months = new Map<string, bigint>();
	for (const line of tables.order_lines) {
		const order = orders.get(line.order_id);
		const currency = cell(order, 'currency');
		const day = cell(order, 'ordered_at').slice(0, 10);
		const rate = currency === 'EUR' ? 1_000_000n : (rates.get(`${currency} ${day}`) ?? 0n);
		const cents = BigInt(cell(line, 'quantity')) * digits(cell(line, 'unit_price'));
		const size = ((cents < 0n ? -cents : cents) * rate * 2n + 10_000n) / 20_000n;
		if (cents > 0n) {
			sums.sales += size;
			if (cell(order, 'customer_id') !== '') sums.identifiedSales += size;
			counts.saleLines += 1;
			saleOrders.add(line.order_id);
			months.set(`${day.slice(0, 7)}-01`, (months.get(`${day.slice(0, 7)}-01`) ?? 0n) + size);
		} else if (cents < 0n) {
			sums.returns -= size;
			counts.returnLines += 1;
		} else counts.adjustmentLines += 1;
	}
	const { totals } = truth;
	expect({
		sales: digits(String(totals.salesRevenue)),
		returns: digits(String(totals.returnsRevenue)),
		identifiedSales: digits(String(totals.identifiedSales)),
	}).toEqual(sums);
	expect(totals).toMatchObject({ ...counts, saleOrders: saleOrders.size });
	expect(new Map(truth.months.map((month) => [month.month, digits(String(month.salesRevenue))]))).toEqual(months);
});

/** A decimal without its point: `-12.34` is -1234. */
function digits(decimal: string): bigint {
	return BigInt(decimal.replace('.', ''));
}

test('the shop’s exports are read by the config beside them, which breaks no rule', async () => {
	const file = join(out, 'kundig.config.ts');
	const { default: input } = (await import(pathToFileURL(file).href)) as { readonly default: unknown };
	const { sources } = parseConfig(input, file);
	for (const source of sources) {
		if (source.type !== 'file') throw new Error(`${source.name} is no file`);
		const { path, columns } = source;
		const [header = ''] = readFileSync(join(out, path), 'utf8').split('\n', 1);
		expect(header.split(',')).toEqual(Object.keys(columns));
	}
});

test.each([
	[{ customers: 0 }, 'invalid customers: 0 (expected a whole number from 1 to 8000000)'],
	[{ customers: 1.5 }, 'invalid customers: 1.5'],
	[{ seed: -1 }, 'invalid seed: -1 (expected a whole number from 0 to 4294967295)'],
	[{ until: '2026-02-30' }, 'invalid until: "2026-02-30" (expected a day such as 2026-01-31)'],
])('%j is refused before anything is written', async (changes, message) => {
	const refused = join(folder, 'refused');
	const options = { customers: 10, seed: 1, until: UNTIL, out: refused, ...changes };
	await expect(writeCompany(options)).rejects.toThrow(message);
	expect(readdirSync(folder).filter((name) => name.startsWith('refused'))).toEqual([]);
});
