import type { GivenSource } from './build-warehouse.ts';

/** A file of order lines that says everything itself: order, customer, time, country, currency. */
const COLUMNS = {
	line: 'text',
	order: 'text',
	customer: 'text',
	at: 'timestamp',
	country: 'text',
	currency: 'text',
	product: 'text',
	quantity: 'integer',
	price: 'decimal',
	cost: 'decimal',
	kind: 'text',
} as const;

/** One line; what is left out is null, its price 10, its quantity 1, its time 15 January 2025 at noon. */
export type GivenLine = Readonly<Partial<Record<keyof typeof COLUMNS, string | null>>>;

const USUAL: GivenLine = { at: '2025-01-15 12:00:00', quantity: '1', price: '10' };

/** A denormalised source: each row is an order line, and what it says of order and customer fills those entities too. */
export function givenLines(lines: readonly GivenLine[], changes: Partial<GivenSource> = {}): GivenSource {
	return {
		name: 'lines',
		key: ['line'],
		columns: COLUMNS,
		loads: [
			lines.map((line, index) => {
				const row: GivenLine = { line: `l${index + 1}`, order: 'o1', ...USUAL, ...line };
				return Object.keys(COLUMNS).map((column) => row[column as keyof typeof COLUMNS] ?? null);
			}),
		],
		entities: {
			order_lines: {
				order_line_id: 'line',
				order_id: 'order',
				product_id: 'product',
				line_kind: 'kind',
				quantity: 'quantity',
				unit_price: 'price',
				unit_cost: 'cost',
				currency: 'currency',
				customer_id: 'customer',
				ordered_at: 'at',
				country: 'country',
			},
		},
		...changes,
	};
}

/** Rates of francs to EUR, from given days. */
export function givenRates(rates: Readonly<Record<string, string>>): GivenSource {
	return {
		name: 'rates',
		key: ['currency', 'rate_on'],
		columns: { currency: 'text', rate_on: 'date', rate: 'decimal' },
		loads: [Object.entries(rates).map(([day, rate]) => ['CHF', day, rate])],
		entities: { exchange_rates: { currency: 'currency', rate_on: 'rate_on', rate: 'rate' } },
	};
}
