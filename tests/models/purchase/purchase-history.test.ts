import { describe, expect, test } from 'vitest';
import { summarizePurchases } from '#models/purchase/purchase-history.ts';
import { rowsFromDays, unitsBetween } from '#models/purchase/purchase-times.ts';
import { cdnowFolder, dayOf, readCdnowLog, readCdnowSummary } from './real-logs.ts';
import { readExpected } from './reference.ts';

// a: first on day 0, again on 7 (twice), 21 and 30; b: on 14 only; c: first on 25; d: first on 40.
const LOG = {
	customer: ['a', 'b', 'a', 'a', 'c', 'a', 'd', 'a', 'c'],
	day: Int32Array.of(0, 14, 7, 7, 25, 21, 40, 30, 41),
	amount: Float64Array.of(10, 5, 20, 4, 7, 30, 9, 50, 3),
};

test('counts days, not events, from the second on, and reads times off from the first day', () => {
	const history = summarizePurchases(LOG, { calibrationEnd: 28, holdoutEnd: 42 });
	expect(history.customer).toEqual(['a', 'b', 'c']);
	expect(history.x).toEqual(Float64Array.of(2, 0, 0));
	expect(history.tx).toEqual(Float64Array.of(3, 0, 0));
	expect(history.T).toEqual(Float64Array.of(4, 2, 3 / 7));
	// The repeat days of a came to 24 and 30.
	expect(history.monetary).toEqual(Float64Array.of(27, 0, 0));
	expect(history.holdout).toEqual({
		horizon: 2,
		purchases: Float64Array.of(1, 0, 1),
		money: Float64Array.of(50, 0, 3),
	});
});

test('counts the last day of the calibration as past and the last day of the holdout as future', () => {
	const history = summarizePurchases(LOG, { calibrationEnd: 30, holdoutEnd: 41, unit: 'day' });
	expect(history.x).toEqual(Float64Array.of(3, 0, 0));
	expect(history.tx[0]).toBe(30);
	expect(history.holdout?.purchases).toEqual(Float64Array.of(0, 0, 1));
	expect(summarizePurchases(LOG, { calibrationEnd: 30, holdoutEnd: 40 }).holdout?.purchases[2]).toBe(0);
});

test('without ends takes the whole log and has no holdout, without amounts no money', () => {
	const history = summarizePurchases({ customer: LOG.customer, day: LOG.day }, { unit: 'day' });
	expect(history.T).toEqual(Float64Array.of(41, 27, 16, 1));
	expect(history.holdout).toBeNull();
	expect(history.monetary).toBeNull();
	const ended = summarizePurchases({ customer: LOG.customer, day: LOG.day }, { calibrationEnd: 28 });
	expect(ended.holdout).toMatchObject({ horizon: 13 / 7, money: null });
});

test('reads the same times off first and last days as off the log', () => {
	const history = summarizePurchases(LOG, { calibrationEnd: 28 });
	const days = { x: history.x, firstDay: Int32Array.of(0, 14, 25), lastDay: Int32Array.of(21, 14, 25) };
	expect(rowsFromDays(days, 28)).toEqual({ x: history.x, tx: history.tx, T: history.T });
	expect(unitsBetween(28, 42)).toBe(2);
	expect(unitsBetween(28, 42, { unit: 'day' })).toBe(14);
});

test('says what is wrong with a log', () => {
	const day = Int32Array.of(1, 2);
	expect(() => summarizePurchases({ customer: [], day: new Int32Array() })).toThrow('requires at least one purchase');
	expect(() => summarizePurchases({ customer: ['a'], day })).toThrow(
		'columns of a log must have one length, received 1 customers, 2 days, no amounts',
	);
	expect(() => summarizePurchases({ customer: ['a', ''], day })).toThrow('row 2: the customer is missing');
	expect(() => summarizePurchases({ customer: ['a', 'b'], day, amount: Float64Array.of(1, Number.NaN) })).toThrow(
		'row 2: amount NaN is no finite number',
	);
	expect(() => summarizePurchases({ customer: ['a', 'b'], day }, { calibrationEnd: 0 })).toThrow(
		'the calibration ends before the first purchase of the log',
	);
	expect(() => summarizePurchases({ customer: ['a', 'b'], day }, { holdoutEnd: 2 })).toThrow(
		'a holdout requires the end of the calibration as well',
	);
	expect(() => summarizePurchases({ customer: ['a', 'b'], day }, { calibrationEnd: 2, holdoutEnd: 2 })).toThrow(
		'the holdout must end after the calibration, received day 2 and day 2',
	);
});

test('says which days do not follow each other', () => {
	const days = { x: Float64Array.of(0, 1), firstDay: Int32Array.of(1, 5), lastDay: Int32Array.of(1, 9) };
	expect(() => rowsFromDays(days, 8)).toThrow(
		'days must run from the first over the last to the end, day 8: row 2 has day 5 and day 9',
	);
});

describe.skipIf(cdnowFolder === null)('on CDNOW', () => {
	const folder = cdnowFolder ?? '';

	test('gives the published summary of the 1/10 sample: counts exactly, times within the rounding of its weeks', () => {
		const summary = readCdnowSummary(folder);
		const history = summarizePurchases(readCdnowLog(folder, 'sample'), { calibrationEnd: dayOf('1997-09-30') });
		expect(history.x).toEqual(summary.x);
		expect(history.holdout?.purchases).toEqual(summary.actual);
		expect(history.holdout?.horizon).toBe(39);
		for (const [row, T] of history.T.entries()) {
			expect(Math.abs(T - (summary.T[row] ?? 0))).toBeLessThan(0.005);
			expect(Math.abs((history.tx[row] ?? 0) - (summary.tx[row] ?? 0))).toBeLessThan(0.005);
			expect(Math.abs((history.monetary?.[row] ?? 0) - (summary.monetary[row] ?? 0))).toBeLessThan(0.00501);
		}
	});

	test('counts the whole log as the reference does', () => {
		const { master_log: master } = readExpected(folder, 'cdnow');
		const history = summarizePurchases(readCdnowLog(folder, 'master'), { calibrationEnd: dayOf('1997-09-30') });
		const total = (column: Float64Array | undefined): number => column?.reduce((sum, value) => sum + value, 0) ?? 0;
		expect(history.customer.length).toBe(master?.customers);
		expect(total(history.x)).toBe(master?.repeat_transactions_calibration);
		expect(total(history.holdout?.purchases)).toBe(master?.holdout_transactions);
	});
});
