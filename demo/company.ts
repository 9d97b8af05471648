import { existsSync, mkdirSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { copyFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createCalendar } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { createCsv } from './csv-file.ts';
import type { CsvFile, CsvSummary } from './csv-file.ts';
import { createRates } from './exchange-rates.ts';
import { MonthTotals } from './month-totals.ts';
import { createPerson } from './people.ts';
import type { Person } from './people.ts';
import { createProducts } from './products.ts';
import type { ProductRange } from './products.ts';
import { drawGuestOrders, drawOrders, drawTruth } from './purchases.ts';
import type { CustomerTruth, Order } from './purchases.ts';
import { createRandom } from './random.ts';

export interface CompanyOptions {
	readonly customers: number;
	readonly seed: number;
	/** Last day with orders, `YYYY-MM-DD`. */
	readonly until: string;
	/** A folder that is missing or empty. */
	readonly out: string;
	readonly onProgress?: (done: number, total: number) => void;
}

export interface CompanySummary {
	readonly out: string;
	readonly customers: number;
	readonly orders: number;
	readonly orderLines: number;
	readonly files: readonly CsvSummary[];
	readonly seconds: number;
}

/** The folder to write holds something already. */
export class FolderNotEmptyError extends Error {
	constructor(folder: string) {
		super(`the folder is not empty: ${folder} (name one that is empty or missing)`);
		this.name = 'FolderNotEmptyError';
	}
}

const EUR_RATE = 1_000_000;
/** Guests order so often per customer and day: about 3 % of all orders. */
const GUEST_RATE = 0.00026;
const PROGRESS_EVERY = 500;
const GUEST_STREAM = 0x70000003;

interface Files {
	readonly customers: CsvFile;
	readonly products: CsvFile;
	readonly orders: CsvFile;
	readonly orderLines: CsvFile;
	readonly rates: CsvFile;
	readonly truth: CsvFile;
}

function createFiles(folder: string): Files {
	return {
		customers: createCsv(folder, 'customers.csv', [
			'customer_id',
			'kind',
			'name',
			'email',
			'phone',
			'street',
			'postal_code',
			'city',
			'country',
			'created_at',
		]),
		products: createCsv(folder, 'products.csv', ['product_id', 'name', 'category', 'unit_cost', 'list_price']),
		orders: createCsv(folder, 'orders.csv', [
			'order_id',
			'customer_id',
			'ordered_at',
			'currency',
			'country',
			'channel',
		]),
		orderLines: createCsv(folder, 'order_lines.csv', [
			'order_line_id',
			'order_id',
			'product_id',
			'quantity',
			'unit_price',
		]),
		rates: createCsv(folder, 'exchange_rates.csv', ['currency', 'rate_on', 'rate']),
		truth: createCsv(folder, 'truth_customers.csv', [
			'customer_id',
			'lambda',
			'mu',
			'spend',
			'first_on',
			'died_on',
			'sale_orders',
		]),
	};
}

function cents(value: number): string {
	const digits = String(Math.abs(value)).padStart(3, '0');
	return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function clock(second: number): string {
	const part = (value: number): string => String(Math.floor(value)).padStart(2, '0');
	return `${part(second / 3600)}:${part((second % 3600) / 60)}:${part(second % 60)}`;
}

/** Writes one company into its open files. */
class CompanyWriter {
	readonly #files: Files;
	readonly #calendar: Calendar;
	readonly #range: ProductRange;
	readonly #rates: Int32Array;
	readonly totals: MonthTotals;
	orders = 0;
	orderLines = 0;

	constructor(files: Files, seed: number, calendar: Calendar) {
		this.#files = files;
		this.#calendar = calendar;
		this.#range = createProducts(seed);
		this.#rates = createRates(seed, calendar);
		this.totals = new MonthTotals(calendar);
	}

	writeReferences(): void {
		for (const { productId, name, category, unitCost, listPrice } of this.#range.products) {
			this.#files.products.write([productId, name, category, cents(unitCost), cents(listPrice)]);
		}
		this.#rates.forEach((rate, day) => {
			this.#files.rates.write(['CHF', this.#calendar.day(day), (rate / EUR_RATE).toFixed(6)]);
		});
	}

	writeCustomer(index: number, seed: number): void {
		const random = createRandom(seed, index);
		const person = createPerson(index, random);
		const truth = drawTruth(random, person, this.#calendar);
		const orders = drawOrders(random, person, truth, this.#calendar, this.#range);
		orders.forEach((order, number) => this.#writeOrder(`${index}-${number + 1}`, order, person));
		const saleDays = orders.filter((order) => !order.isReturn).map((order) => order.day);
		this.totals.addCustomer(saleDays);
		this.#writePerson(person, truth, saleDays.length);
	}

	writeGuests(customers: number, seed: number): void {
		const random = createRandom(seed, GUEST_STREAM);
		for (let day = 0; day < this.#calendar.days; day += 1) {
			// The shop grows with its customers.
			const growth = 0.5 + day / this.#calendar.days;
			const mean = GUEST_RATE * customers * growth * (this.#calendar.weights[day] ?? 0);
			drawGuestOrders(random, Math.min(mean, 500), day, this.#range).forEach((order, number) => {
				this.#writeOrder(`G${day}-${number + 1}`, order, null);
			});
		}
	}

	async drain(): Promise<void> {
		for (const file of Object.values(this.#files) as CsvFile[]) await file.drain();
	}

	#writePerson(person: Person, truth: CustomerTruth, saleOrders: number): void {
		const { customerId, kind, name, email, phone, street, postalCode, city, country } = person;
		const firstOn = this.#calendar.day(truth.firstDay);
		this.#files.customers.write([
			customerId,
			kind,
			name,
			email,
			phone,
			street,
			postalCode,
			city,
			country.name,
			`${firstOn} 06:30:00`,
		]);
		const hasDied = truth.deathDay < this.#calendar.days;
		this.#files.truth.write([
			customerId,
			truth.lambda.toPrecision(8),
			truth.mu.toPrecision(8),
			truth.spend.toPrecision(8),
			firstOn,
			hasDied ? this.#calendar.day(Math.floor(truth.deathDay)) : '',
			saleOrders,
		]);
	}

	#writeOrder(number: string, order: Order, person: Person | null): void {
		const currency = person?.country.currency ?? 'EUR';
		const orderId = `${order.isReturn ? 'R' : 'S'}${number}`;
		this.#files.orders.write([
			orderId,
			person?.customerId ?? '',
			`${this.#calendar.day(order.day)} ${clock(order.second)}`,
			currency,
			person?.country.name ?? 'Germany',
			order.channel,
		]);
		order.lines.forEach((line, index) => {
			this.#files.orderLines.write([
				`${orderId}-${index + 1}`,
				orderId,
				line.product.productId,
				line.quantity,
				cents(line.unitPrice),
			]);
		});
		this.orders += 1;
		this.orderLines += order.lines.length;
		this.totals.addOrder(order, currency === 'CHF' ? (this.#rates[order.day] ?? 0) : EUR_RATE, person !== null);
	}
}

function requireEmpty(folder: string): void {
	if (existsSync(folder) && readdirSync(folder).length > 0) throw new FolderNotEmptyError(folder);
}

async function writeInto(folder: string, options: CompanyOptions): Promise<Omit<CompanySummary, 'out' | 'seconds'>> {
	const { customers, seed, until, onProgress } = options;
	const calendar = createCalendar(until);
	const files = createFiles(folder);
	const writer = new CompanyWriter(files, seed, calendar);
	writer.writeReferences();
	for (let index = 1; index <= customers; index += 1) {
		writer.writeCustomer(index, seed);
		if (index % PROGRESS_EVERY === 0 || index === customers) {
			onProgress?.(index, customers);
			await writer.drain();
		}
	}
	writer.writeGuests(customers, seed);
	const written: CsvSummary[] = [];
	for (const file of Object.values(files) as CsvFile[]) written.push(await file.close());
	const { from, to, factor } = calendar.anomaly;
	const truth = {
		seed,
		customers,
		from: calendar.day(0),
		until,
		anomaly: { kind: 'broken checkout', from: calendar.day(from), to: calendar.day(to), factor },
		months: writer.totals.toTruth(),
	};
	await writeFile(join(folder, 'truth.json'), `${JSON.stringify(truth, null, '\t')}\n`, { mode: 0o600 });
	for (const file of ['kundig.config.ts', 'README.md']) {
		await copyFile(new URL(`./template/${file}`, import.meta.url), join(folder, file));
	}
	return { customers, orders: writer.orders, orderLines: writer.orderLines, files: written };
}

/**
 * Writes the company: CSV exports, config, README, and the truth beside them. The same options give the same bytes. The
 * folder appears whole or not at all; memory does not grow with the number of customers.
 * @throws FolderNotEmptyError
 */
export async function writeCompany(options: CompanyOptions): Promise<CompanySummary> {
	const began = performance.now();
	requireEmpty(options.out);
	mkdirSync(dirname(options.out), { recursive: true });
	const unfinished = `${options.out}.${process.pid}.tmp`;
	rmSync(unfinished, { recursive: true, force: true });
	mkdirSync(unfinished, { mode: 0o700 });
	try {
		const summary = await writeInto(unfinished, options);
		if (existsSync(options.out)) rmdirSync(options.out);
		await rename(unfinished, options.out);
		return { out: options.out, ...summary, seconds: (performance.now() - began) / 1000 };
	} catch (error) {
		rmSync(unfinished, { recursive: true, force: true });
		throw error;
	}
}
