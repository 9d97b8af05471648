import type { PurchaseRows } from '#models/purchase/purchase-rows.ts';
import { summarizePurchases } from '#models/purchase/purchase-history.ts';
import type { PurchaseHistory, PurchaseLog } from '#models/purchase/purchase-history.ts';
import type { TimeUnit } from '#models/purchase/purchase-times.ts';
import { ModelError } from '#models/model-error.ts';
import { UsageError } from '../errors.ts';
import { dayColumn, dayIn, filledColumn, numberColumn, rowNumber, textColumn } from './input-table.ts';
import type { InputTable } from './input-table.ts';

export interface HistoryChoice {
	readonly unit: TimeUnit;
	readonly calibrationEnd: string | null;
	readonly holdoutEnd: string | null;
}

export interface CustomerRows extends PurchaseRows {
	readonly customer: readonly string[];
	readonly holdout: PurchaseHistory['holdout'];
}

const SUMMARY = ['x', 't_x', 'T'];
const LOG = ['customer_id', 'date'];

/**
 * Customers of a file: one row each (`x, t_x, T`), or a log of purchases (`customer_id, date`) that is summed up.
 * @throws ModelError for a file that is neither, or a cell that is not what its column holds
 */
export function purchaseRows(table: InputTable, choice: HistoryChoice): CustomerRows {
	if (hasColumns(table, SUMMARY)) {
		assertNoEnds(table, choice);
		const [x, tx, T] = SUMMARY.map((name) => numberColumn(table, name)) as [Float64Array, Float64Array, Float64Array];
		return { x, tx, T, customer: idsOf(table), holdout: null };
	}
	assertLog(table, SUMMARY);
	return historyOf(purchaseLog(table), choice);
}

/**
 * Purchases and mean money of customers: one row each (`frequency, monetary_value`), or a log with `amount`.
 * @throws ModelError as `purchaseRows`
 */
export function spendRows(
	table: InputTable,
	choice: HistoryChoice,
): { readonly customer: readonly string[]; readonly x: Float64Array; readonly monetary: Float64Array } {
	const summary = ['frequency', 'monetary_value'];
	if (hasColumns(table, summary)) {
		assertNoEnds(table, choice);
		const [x, monetary] = summary.map((name) => numberColumn(table, name)) as [Float64Array, Float64Array];
		return { customer: idsOf(table), x, monetary };
	}
	assertLog(table, summary, ['amount']);
	const { customer, x, monetary } = historyOf(spendLog(table), choice);
	return { customer, x, monetary: monetary ?? new Float64Array(x.length) };
}

/** Purchases of a log by customer and day; days from 1970-01-01. */
function purchaseLog(table: InputTable) {
	return { customer: filledColumn(table, 'customer_id'), day: dayColumn(table, 'date') };
}

/**
 * Purchases of a log with their money.
 * @throws ModelError for a file without `customer_id, date, amount`, or a cell that is not what its column holds
 */
export function spendLog(table: InputTable): Required<PurchaseLog> {
	assertLog(table, [], ['amount']);
	return { ...purchaseLog(table), amount: numberColumn(table, 'amount') };
}

function historyOf(log: PurchaseLog, { unit, calibrationEnd, holdoutEnd }: HistoryChoice): PurchaseHistory {
	return summarizePurchases(log, {
		unit,
		calibrationEnd: calibrationEnd === null ? null : dayIn(calibrationEnd),
		holdoutEnd: holdoutEnd === null ? null : dayIn(holdoutEnd),
	});
}

function hasColumns({ columnNames }: InputTable, names: readonly string[]): boolean {
	return names.every((name) => columnNames.includes(name));
}

/** @throws ModelError when a file has the columns of neither form */
function assertLog(table: InputTable, summary: readonly string[], more: readonly string[] = []): void {
	const log = [...LOG, ...more];
	if (hasColumns(table, log)) return;
	const forms = summary.length === 0 ? log.join(', ') : `${summary.join(', ')}, or ${log.join(', ')}`;
	throw new ModelError('input', `${table.name} has the columns ${table.columnNames.join(', ')} (expected ${forms})`);
}

function assertNoEnds(table: InputTable, { calibrationEnd, holdoutEnd }: HistoryChoice): void {
	if (calibrationEnd === null && holdoutEnd === null) return;
	throw new UsageError(
		`calibrationEnd and holdoutEnd part a log, and ${table.name} holds customers that are summed up`,
	);
}

/** `id` or `customer_id` where the file has one, else the row's number. */
function idsOf(table: InputTable): string[] {
	const name = ['id', 'customer_id'].find((each) => table.columnNames.includes(each));
	const ids = name === undefined ? [] : textColumn(table, name);
	return Array.from({ length: table.rows }, (_, index) => ids[index] ?? String(rowNumber(index)));
}
