import { createCsv } from './csv-file.ts';
import type { CsvFile } from './csv-file.ts';

/** The tables of a company; all but the truth are what a shop would export. */
export interface CompanyFiles {
	readonly customers: CsvFile;
	readonly products: CsvFile;
	readonly orders: CsvFile;
	readonly orderLines: CsvFile;
	readonly rates: CsvFile;
	readonly truth: CsvFile;
	readonly campaignTruth: CsvFile;
}

const COLUMNS = {
	customers: 'customer_id kind name email phone street postal_code city country created_at',
	products: 'product_id name category unit_cost list_price',
	orders: 'order_id customer_id ordered_at currency country channel',
	order_lines: 'order_line_id order_id product_id quantity unit_price',
	exchange_rates: 'currency rate_on rate',
	truth_customers:
		'customer_id kind country lambda mu spend joined_on died_on exposure_days first_order_on last_order_on sale_orders return_orders currency sales returns sales_base returns_base',
	truth_campaigns: 'campaign customer_id group opted_out expected_orders campaign_orders',
} as const;

/** Opens every file of a company in a folder and writes the headers. */
export function openFiles(folder: string): CompanyFiles {
	const open = (table: keyof typeof COLUMNS): CsvFile => createCsv(folder, `${table}.csv`, COLUMNS[table].split(' '));
	return {
		customers: open('customers'),
		products: open('products'),
		orders: open('orders'),
		orderLines: open('order_lines'),
		rates: open('exchange_rates'),
		truth: open('truth_customers'),
		campaignTruth: open('truth_campaigns'),
	};
}
