import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '#pipeline/config.ts';

const folder = resolve(process.env.KUNDIG_EXAMPLES ?? fileURLToPath(new URL('../data', import.meta.url)));

/** UCI Online Retail: every line of a UK gift wholesaler from December 2010 to December 2011, in one file. */
export default defineConfig({
	company: { name: 'Online Retail', currency: 'GBP', zone: 'Europe/London' },
	schedule: [{ cron: '0 2 * * *', zone: 'Europe/London' }],
	sources: [
		{
			name: 'order_lines',
			type: 'file',
			path: join(folder, 'online-retail', 'online_retail.csv.gz'),
			columns: {
				InvoiceNo: { type: 'text', required: true },
				StockCode: 'text',
				Description: 'text',
				Quantity: { type: 'integer', required: true },
				InvoiceDate: { type: 'timestamp', required: true },
				UnitPrice: { type: 'decimal', required: true },
				CustomerID: 'text',
				Country: 'text',
			},
			entities: {
				order_lines: {
					// A line has no key of its own, and the exact duplicates stay: it is known by file and line.
					order_line_id: { line: true },
					order_id: 'InvoiceNo',
					product_id: 'StockCode',
					quantity: 'Quantity',
					unit_price: 'UnitPrice',
					customer_id: 'CustomerID',
					ordered_at: 'InvoiceDate',
					country: 'Country',
					line_kind: {
						sql: "case when InvoiceNo like 'C%' then 'return' when Quantity > 0 and UnitPrice > 0 then 'sale' else 'adjustment' end",
					},
				},
				orders: {
					order_id: 'InvoiceNo',
					customer_id: 'CustomerID',
					ordered_at: 'InvoiceDate',
					country: 'Country',
				},
				customers: { customer_id: 'CustomerID', country: 'Country' },
				products: { product_id: 'StockCode', name: 'Description' },
			},
		},
	],
});
