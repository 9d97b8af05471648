import { writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigInput } from '#pipeline/config.ts';
import { openMemory } from '#warehouse/database.ts';

/** A shop of any size in CSV, made by DuckDB in seconds: what it sells has no meaning, its shape is that of a real one. */
export interface LargeShop {
	readonly config: string;
	readonly customers: number;
	readonly orders: number;
	readonly lines: number;
	/** Of all its files together. */
	readonly bytes: number;
}

const LINES_OF_CUSTOMER = 20;
const PRODUCTS = 2_000;
const FIRST_DAY = '2023-10-15';
const DAYS = 1_095;

const CONFIG: ConfigInput = {
	company: { name: 'Large shop', currency: 'EUR', zone: 'Europe/Berlin' },
	sources: [
		{
			name: 'customers',
			type: 'file',
			path: 'customers.csv',
			key: ['customer_id'],
			columns: {
				customer_id: 'text',
				kind: 'text',
				name: 'text',
				email: 'text',
				country: 'text',
				created_at: 'timestamp',
			},
			entities: {
				customers: {
					customer_id: 'customer_id',
					customer_kind: 'kind',
					name: 'name',
					email: 'email',
					country: 'country',
					created_at: 'created_at',
				},
			},
		},
		{
			name: 'products',
			type: 'file',
			path: 'products.csv',
			key: ['product_id'],
			columns: { product_id: 'text', name: 'text', category: 'text', unit_cost: 'decimal' },
			entities: {
				products: { product_id: 'product_id', name: 'name', category: 'category', unit_cost: 'unit_cost' },
			},
		},
		{
			name: 'exchange_rates',
			type: 'file',
			path: 'exchange_rates.csv',
			key: ['currency', 'rate_on'],
			columns: { currency: 'text', rate_on: 'date', rate: 'decimal' },
			entities: { exchange_rates: { currency: 'currency', rate_on: 'rate_on', rate: 'rate' } },
		},
		{
			name: 'orders',
			type: 'file',
			path: 'orders*.csv',
			disposition: 'merge',
			key: ['order_id'],
			columns: {
				order_id: 'text',
				customer_id: 'text',
				ordered_at: { type: 'timestamp', required: true },
				currency: 'text',
				channel: 'text',
			},
			entities: {
				orders: {
					order_id: 'order_id',
					customer_id: 'customer_id',
					ordered_at: 'ordered_at',
					currency: 'currency',
					channel: 'channel',
				},
			},
		},
		{
			name: 'order_lines',
			type: 'file',
			path: 'order_lines*.csv',
			disposition: 'merge',
			key: ['order_line_id'],
			columns: {
				order_line_id: 'text',
				order_id: { type: 'text', required: true },
				product_id: 'text',
				quantity: { type: 'integer', required: true },
				unit_price: { type: 'decimal', required: true },
			},
			entities: {
				order_lines: {
					order_line_id: 'order_line_id',
					order_id: 'order_id',
					product_id: 'product_id',
					quantity: 'quantity',
					unit_price: 'unit_price',
				},
			},
		},
	],
};

/** Two lines of one order, then three of the next; the number of a line within the shop is `line`. */
const ORDER_OF_LINE = '(line // 5) * 2 + (line % 5 >= 2)::bigint';

/** A number from 0 to below `below`, always the same for the same row and purpose. */
function drawn(row: string, purpose: number, below: number): string {
	return `(hash(${row}, ${purpose}) % ${below})::bigint`;
}

function customersSql(customers: number): string {
	return `select 'C' || id as customer_id, case when id % 10 = 0 then 'company' else 'consumer' end as kind,
		'Person ' || id as name, 'person' || id || '@shop.example' as email,
		['Germany', 'Germany', 'Germany', 'Austria', 'Switzerland', 'France'][1 + ${drawn('id', 1, 6)}] as country,
		timestamp '${FIRST_DAY}' - to_days(${drawn('id', 2, 900)}::integer) as created_at
		from range(${customers}) as ids (id)`;
}

function ordersSql(orders: number, customers: number): string {
	// Some buy every week, most now and then.
	const customer = `(pow(${drawn('id', 3, 1_000_000)} / 1e6, 1.7) * ${customers})::bigint`;
	return `select 'O' || id as order_id,
		case when ${drawn('id', 4, 50)} > 0 then 'C' || least(${customer}, ${customers - 1}) end as customer_id,
		timestamp '${FIRST_DAY} 00:00:00' + to_seconds((id * ${DAYS * 86_400} // ${orders})) as ordered_at,
		['EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'CHF', 'USD'][1 + ${drawn('id', 5, 10)}] as currency,
		['web', 'web', 'shop', 'app'][1 + ${drawn('id', 6, 4)}] as channel
		from range(${orders}) as ids (id)`;
}

function linesSql(lines: string): string {
	return `select 'L' || line as order_line_id, 'O' || (${ORDER_OF_LINE}) as order_id,
		'P' || ${drawn('line', 7, PRODUCTS)} as product_id,
		case when ${drawn('line', 8, 30)} = 0 then -1 else 1 + ${drawn('line', 9, 4)} end as quantity,
		((499 + ${drawn('line', 10, 20_000)}) / 100)::decimal(9, 2) as unit_price
		from ${lines}`;
}

const RATES = `select currency, day::date as rate_on, (base + ${drawn('day', 11, 1_000)} / 1e5)::decimal(9, 5) as rate
	from (values ('CHF', 1.04), ('USD', 0.92)) as given (currency, base)
	cross join range(date '${FIRST_DAY}', date '${FIRST_DAY}' + ${DAYS + 1}, interval 1 day) as days (day)`;

/** Writes the shop's files and config into a folder that exists. */
export async function writeLargeShop(folder: string, lines: number): Promise<LargeShop> {
	const customers = Math.ceil(lines / LINES_OF_CUSTOMER);
	const orders = Math.ceil(lines / 5) * 2;
	const tables = {
		customers: customersSql(customers),
		products: `select 'P' || id as product_id, 'Product ' || id as name, 'Category ' || id % 12 as category,
			((200 + ${drawn('id', 12, 9_000)}) / 100)::decimal(9, 2) as unit_cost from range(${PRODUCTS}) as ids (id)`,
		exchange_rates: RATES,
		orders: ordersSql(orders, customers),
		order_lines: linesSql(`range(${lines}) as lines (line)`),
	};
	const bytes = await writeTables(folder, tables);
	const config = join(folder, 'kundig.config.ts');
	writeFileSync(config, `export default ${JSON.stringify(CONFIG, null, '\t')};\n`);
	return { config, customers, orders, lines, bytes };
}

/** Adds a file in which so many of the shop's lines, from all over it, have another price; gives their number. */
export async function changeLargeShop(folder: string, shop: LargeShop, lines: number): Promise<void> {
	const step = Math.floor(shop.lines / lines);
	const changed = linesSql(`(select range * ${step} as line from range(${lines}))`);
	await writeTables(folder, {
		order_lines_changed: `select * replace (unit_price + 1 as unit_price) from (${changed})`,
	});
}

async function writeTables(folder: string, tables: Readonly<Record<string, string>>): Promise<number> {
	const database = await openMemory({ threads: 2, memoryLimit: '2GB' });
	const connection = await database.connect();
	let bytes = 0;
	for (const [name, sql] of Object.entries(tables)) {
		const path = join(folder, `${name}.csv`);
		await connection.run(`copy (select columns(*)::varchar from (${sql})) to '${path}' (format csv, header true)`);
		bytes += (await stat(path)).size;
	}
	connection.closeSync();
	database.close();
	return bytes;
}
