import { createBaskets } from './baskets.ts';
import type { FillBasket } from './baskets.ts';
import { drawAim, drawBuyer, drawSpend, exposureOf, purchaseDays } from './buyers.ts';
import type { Buyer } from './buyers.ts';
import type { Calendar } from './calendar.ts';
import { treatPurchases } from './campaign-orders.ts';
import type { TreatedPurchases } from './campaign-orders.ts';
import { planCampaigns } from './campaigns.ts';
import { CampaignBooks } from './campaign-books.ts';
import type { Campaign } from './campaigns.ts';
import { clockText, registeredAt } from './clock.ts';
import type { Country } from './countries.ts';
import type { CsvFile, CsvSummary } from './csv-file.ts';
import { createDemands } from './demand.ts';
import type { CustomerKind, Demands } from './demand.ts';
import { createRates } from './exchange-rates.ts';
import { openFiles } from './files.ts';
import type { CompanyFiles } from './files.ts';
import { MOST_KNOWN } from './known-customers.ts';
import type { KnownCustomer } from './known-customers.ts';
import { CustomerTotals, Ledger } from './ledger.ts';
import { drawMarketing } from './marketing.ts';
import { baseText, centsText, EUR_RATE, rateText } from './money.ts';
import { guestPlace, hasRoom, orderNumber } from './order-ids.ts';
import { drawOrder } from './orders.ts';
import type { Order } from './orders.ts';
import { drawCountry, drawKind, drawPerson } from './people.ts';
import type { Person } from './people.ts';
import { createPrices } from './prices.ts';
import type { Prices } from './prices.ts';
import { createProducts } from './products.ts';
import type { Product } from './products.ts';
import { createRandom, indexAbove, poisson } from './random.ts';

/** Guests order so often beside each customer: about 3 % of all orders. */
const GUEST_ORDERS_PER_CUSTOMER = 0.26;
const MOST_GUEST_ORDERS = 32;

/**
 * Writes one company into the files of a folder, customer by customer: nothing of a customer is kept but in the books, and
 * of those whom the company keeps in its records.
 */
export class CompanyWriter {
	readonly #seed: number;
	readonly #calendar: Calendar;
	readonly #files: CompanyFiles;
	readonly #products: readonly Product[];
	readonly #prices: Prices;
	readonly #fillBasket: FillBasket;
	readonly #rates: Int32Array;
	readonly demands: Demands;
	readonly ledger: Ledger;
	readonly campaigns: readonly Campaign[];
	readonly campaignBooks: CampaignBooks;
	/** Those whom the company keeps in its records, among the first customers. */
	readonly known: KnownCustomer[] = [];

	constructor(folder: string, seed: number, calendar: Calendar) {
		this.#seed = seed;
		this.#calendar = calendar;
		this.#products = createProducts(seed);
		this.#prices = createPrices(calendar, this.#products);
		this.#fillBasket = createBaskets(calendar, this.#products, this.#prices);
		this.#rates = createRates(seed, calendar.days);
		this.demands = createDemands(calendar);
		this.ledger = new Ledger(calendar);
		this.campaigns = planCampaigns(calendar);
		this.campaignBooks = new CampaignBooks(this.campaigns, calendar);
		this.#files = openFiles(folder);
	}

	/** What does not depend on customers: products and exchange rates. */
	writeReferences(): void {
		for (const product of this.#products) {
			const { productId, name, category, unitCost } = product;
			this.#files.products.write([
				productId,
				name,
				category.name,
				centsText(unitCost),
				centsText(this.#prices.list(product)),
			]);
		}
		this.#rates.forEach((rate, day) => {
			this.#files.rates.write(['CHF', this.#calendar.day(day), rateText(rate)]);
		});
	}

	/** Everything of the customer of an index, counted from 1, and the guests who come by beside them. */
	writeCustomer(index: number): void {
		const customerId = `C${String(index).padStart(6, '0')}`;
		const random = createRandom(this.#seed, 'buyer', index);
		const kind = drawKind(random);
		const country = drawCountry(random);
		const buyer = drawBuyer(random, kind, this.demands[kind]);
		const totals = new CustomerTotals();
		const campaigns = index > MOST_KNOWN ? [] : this.campaigns;
		const marketing = drawMarketing(createRandom(this.#seed, 'marketing', index), kind, buyer.joinedAt, campaigns);
		const treat = (days: readonly number[]): TreatedPurchases => {
			const random = createRandom(this.#seed, 'campaign orders', index);
			return treatPurchases(random, days, buyer, this.demands[kind], marketing.treatments);
		};
		const written = this.#writePurchases(index, customerId, kind, country, buyer, treat, totals);
		const { orders, treated, joinedSecond } = written;
		this.ledger.addCustomer(totals);
		const person = this.#writePerson(index, customerId, kind, country, buyer, joinedSecond);
		this.#writeTruth(customerId, kind, country, buyer, treated, totals);
		this.#writeGuests(index);
		for (const row of this.campaignBooks.add(customerId, buyer.lambda, treated.effects)) {
			this.#files.campaignTruth.write(row);
		}
		if (index > MOST_KNOWN || !marketing.isKept) return;
		const { joinedAt } = buyer;
		this.known.push({ index, customerId, kind, country, person, joinedAt, marketing, orders });
	}

	/** The range of products, and what they cost on each day. */
	get range(): { readonly products: readonly Product[]; readonly prices: Prices } {
		return { products: this.#products, prices: this.#prices };
	}

	/** Waits for the disk where it is slower than the writer. */
	async drain(): Promise<void> {
		for (const file of this.#all()) await file.drain();
	}

	async close(): Promise<CsvSummary[]> {
		const summaries: CsvSummary[] = [];
		for (const file of this.#all()) summaries.push(await file.close());
		return summaries;
	}

	/** Lets go of the files where the company will not be finished. */
	async abandon(): Promise<void> {
		await Promise.all(this.#all().map((file) => file.abandon()));
	}

	#all(): readonly CsvFile[] {
		return Object.values(this.#files) as CsvFile[];
	}

	/** Gives what was ordered, what campaigns had to do with it, and the second of the day on which the customer joined. */
	#writePurchases(
		index: number,
		customerId: string,
		kind: CustomerKind,
		country: Country,
		buyer: Buyer,
		treat: (days: readonly number[]) => TreatedPurchases,
		totals: CustomerTotals,
	): { readonly orders: readonly Order[]; readonly treated: TreatedPurchases; readonly joinedSecond: number } {
		const own = createRandom(this.#seed, 'orders', index);
		const ofCampaigns = createRandom(this.#seed, 'baskets of campaigns', index);
		const orderer = { kind, currency: country.currency, hasShop: country.hasShop };
		const shop = { calendar: this.#calendar, fillBasket: this.#fillBasket };
		let joinedSecond = Math.floor(own.uniform() * 86_400);
		const treated = treat(purchaseDays(own, buyer, this.demands[kind]));
		const placed: Order[] = [];
		for (const { day, campaign } of treated.purchases) {
			if (!hasRoom(placed.length)) break;
			// What a campaign brings leaves the customer's other baskets as they are.
			const random = campaign === null ? own : ofCampaigns;
			const orders = drawOrder(random, orderer, day, drawAim(random, kind, buyer.spend), shop);
			if (placed.length === 0 && buyer.joinedAt >= 0) joinedSecond = orders[0].second;
			for (const order of orders) {
				this.#writeOrder(orderNumber(index, placed.length), order, customerId, country, totals);
				placed.push(order);
			}
		}
		return { orders: placed, treated, joinedSecond };
	}

	#writePerson(
		index: number,
		customerId: string,
		kind: CustomerKind,
		country: Country,
		buyer: Buyer,
		joinedSecond: number,
	): Person {
		const random = createRandom(this.#seed, 'person', index);
		const person = drawPerson(random, index, kind, country);
		const { name, email, phone, street, postalCode, city } = person;
		const createdAt = `${this.#calendar.day(Math.floor(buyer.joinedAt))} ${registeredAt(random, joinedSecond)}`;
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
			createdAt,
		]);
		return person;
	}

	#writeTruth(
		customerId: string,
		kind: CustomerKind,
		country: Country,
		buyer: Buyer,
		treated: TreatedPurchases,
		totals: CustomerTotals,
	): void {
		const { lambda, mu, joinedAt, diedAt, spend } = buyer;
		const { saleDays, returnOrders, sales, returns, salesBase, returnsBase } = totals;
		const day = (index: number | undefined): string =>
			index === undefined || index >= this.#calendar.days ? '' : this.#calendar.day(Math.floor(index));
		this.#files.truth.write([
			customerId,
			kind,
			country.name,
			lambda.toPrecision(8),
			mu.toPrecision(8),
			spend.toPrecision(8),
			day(joinedAt),
			day(diedAt),
			(exposureOf(buyer, this.demands[kind]) + treated.addedExposure).toFixed(4),
			day(saleDays[0]),
			day(saleDays.at(-1)),
			saleDays.length,
			returnOrders,
			country.currency,
			centsText(sales),
			centsText(returns),
			baseText(salesBase),
			baseText(returnsBase),
		]);
	}

	#writeGuests(index: number): void {
		const random = createRandom(this.#seed, 'guests', index);
		const { joining } = this.demands.consumer;
		const count = Math.min(poisson(random, GUEST_ORDERS_PER_CUSTOMER), MOST_GUEST_ORDERS);
		const shop = { calendar: this.#calendar, fillBasket: this.#fillBasket };
		let written = 0;
		for (let guest = 0; guest < count; guest += 1) {
			const country = drawCountry(random);
			const orderer = { kind: 'consumer', currency: country.currency, hasShop: country.hasShop } as const;
			const day = indexAbove(joining, random.uniform() * (joining.at(-1) ?? 0));
			const orders = drawOrder(random, orderer, day, drawAim(random, 'consumer', drawSpend(random, 'consumer')), shop);
			for (const order of orders) this.#writeOrder(orderNumber(index, guestPlace(written++)), order, '', country, null);
		}
	}

	#writeOrder(
		orderId: string,
		order: Order,
		customerId: string,
		country: Country,
		totals: CustomerTotals | null,
	): void {
		const { day, second, channel, lines } = order;
		const at = `${this.#calendar.names[day] ?? ''} ${clockText(second)}`;
		this.#files.orders.writeText(`${orderId},${customerId},${at},${country.currency},${country.name},${channel}`);
		let number = 0;
		for (const { product, quantity, unitPrice } of lines) {
			number += 1;
			this.#files.orderLines.writeText(
				`${orderId}-${number},${orderId},${product.productId},${quantity},${centsText(unitPrice)}`,
			);
		}
		const rate = country.currency === 'CHF' ? (this.#rates[day] ?? 0) : EUR_RATE;
		this.ledger.addOrder(order, rate, country, totals);
	}
}
