/** The real logs of purchases, read as their references read them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PurchaseHistory, PurchaseLog } from '#models/purchase/purchase-history.ts';
import { examplesWith } from '../../support/example-file.ts';

export const cdnowFolder = examplesWith('cdnow/expected.json');
export const onlineRetailFolder = examplesWith('online-retail/expected.json');

function linesOf(file: string): string[] {
	const bytes = readFileSync(file);
	const text = file.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
	return text.trimEnd().split('\n').slice(1);
}

/** Days since 1970-01-01. */
export function dayOf(date: string): number {
	return Date.parse(date.slice(0, 10)) / 86_400_000;
}

/** The 1/10 sample as the papers use it: x to 1997-09-30, what came in the 39 weeks after, mean money. */
export function readCdnowSummary(folder: string) {
	const rows = linesOf(join(folder, 'cdnow', 'cdnow_summary.csv')).map((line) => line.split(',').map(Number));
	const column = (index: number): Float64Array => Float64Array.from(rows, (row) => row[index] ?? Number.NaN);
	return { x: column(1), tx: column(2), T: column(3), actual: column(4), monetary: column(5) };
}

/** The log of the 1/10 sample, or of all customers. */
export function readCdnowLog(folder: string, which: 'sample' | 'master'): PurchaseLog {
	const file = which === 'sample' ? 'cdnow_sample.csv' : 'cdnow_master.csv.gz';
	const [customer, date, amount] = which === 'sample' ? [1, 2, 4] : [0, 1, 3];
	const rows = linesOf(join(folder, 'cdnow', file)).map((line) => line.split(','));
	return {
		customer: rows.map((row) => row[customer] ?? ''),
		day: Int32Array.from(rows, (row) => dayOf(row[date] ?? '')),
		amount: Float64Array.from(rows, (row) => Number(row[amount])),
	};
}

/** Online Retail by the clean rule of its file: a customer, Quantity > 0, UnitPrice > 0, no cancellation. */
export function readOnlineRetailLog(folder: string): PurchaseLog {
	const customer: string[] = [];
	const day: number[] = [];
	const amount: number[] = [];
	for (const line of linesOf(join(folder, 'online-retail', 'online_retail.csv.gz'))) {
		const cells = line.split(',');
		const [quantity = '', date = '', price = '', id = ''] = cells.slice(-5, -1);
		if (id === '' || cells[0]?.startsWith('C') || Number(quantity) <= 0 || Number(price) <= 0) continue;
		customer.push(id);
		day.push(dayOf(date));
		amount.push(Number(quantity) * Number(price));
	}
	return { customer, day: Int32Array.from(day), amount: Float64Array.from(amount) };
}

/** Of a log the customers first seen by a day. */
export function firstSeenBy(log: PurchaseLog, lastDay: number): PurchaseLog {
	const first = new Map<string, number>();
	for (const [row, id] of log.customer.entries()) {
		first.set(id, Math.min(first.get(id) ?? Infinity, log.day[row] ?? Infinity));
	}
	const kept = [...log.customer.keys()].filter((row) => (first.get(log.customer[row] ?? '') ?? Infinity) <= lastDay);
	return {
		customer: kept.map((row) => log.customer[row] ?? ''),
		day: Int32Array.from(kept, (row) => log.day[row] ?? 0),
		amount: Float64Array.from(kept, (row) => log.amount?.[row] ?? 0),
	};
}

/** The customers of a history in the order of their ids, as the references list them. */
export function inOrderOfIds(history: PurchaseHistory) {
	const order = [...history.customer.keys()].sort((a, b) =>
		(history.customer[a] ?? '') < (history.customer[b] ?? '') ? -1 : 1,
	);
	const pick = (column: Float64Array | null | undefined): Float64Array =>
		Float64Array.from(order, (row) => column?.[row] ?? Number.NaN);
	return {
		x: pick(history.x),
		tx: pick(history.tx),
		T: pick(history.T),
		monetary: pick(history.monetary),
		actual: pick(history.holdout?.purchases),
		horizon: history.holdout?.horizon ?? Number.NaN,
	};
}
