import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import { customersFromLog } from '#models/rfm/customers-from-log.ts';

function log(...rows: readonly (readonly [customer: string, day: number, amount: number])[]) {
	return {
		customer: rows.map(([customer]) => customer),
		day: Int32Array.from(rows, ([, day]) => day),
		amount: Float64Array.from(rows, ([, , amount]) => amount),
	};
}

describe('customersFromLog', () => {
	it('counts days since the last purchase, days with one, and money', () => {
		const found = customersFromLog(log(['b', 4, 1], ['a', 0, 5], ['a', 9, 5], ['a', 9, 2]), 10);
		expect(found.customer).toEqual(['b', 'a']);
		expect([...found.recency]).toEqual([6, 1]);
		expect([...found.frequency]).toEqual([1, 2]);
		expect([...found.monetary]).toEqual([1, 12]);
		expect(found.leftOut).toBe(0);
	});

	it('knows nothing of the analysis day itself, nor of what came later', () => {
		const found = customersFromLog(log(['a', 3, 5], ['a', 4, 7], ['b', 5, 1]), 4);
		expect(found).toMatchObject({ customer: ['a'], leftOut: 2 });
		expect([...found.recency, ...found.frequency, ...found.monetary]).toEqual([1, 1, 5]);
	});

	it('lets equal sums tie, whatever the order in which they were added', () => {
		const found = customersFromLog(log(['a', 0, 0.1], ['a', 1, 0.2], ['b', 0, 0.3]), 2);
		expect(found.monetary[0]).toBe(found.monetary[1]);
	});

	it('refuses what is no log', () => {
		expect(() => customersFromLog(log(), 1)).toThrow('the log has no purchase');
		expect(() => customersFromLog(log(['a', 1, 1]), 1)).toThrow('all 1 purchases lie on the analysis day or after it');
		expect(() => customersFromLog(log(['a', 1, 1], ['a', 1, -5]), 9)).toThrow(
			'row 2: amount is -5 (expected 0 or more)',
		);
		expect(() => customersFromLog(log(['a', 1, NaN]), 9)).toThrow(ModelError);
		expect(() => customersFromLog({ ...log(['a', 1, 1]), day: new Int32Array() }, 9)).toThrow('1 customers, 0 days');
	});

	it('keeps all money, and each customer once', () => {
		const row = fc.tuple(
			fc.constantFrom('a', 'b', 'c', '__proto__'),
			fc.integer({ min: 0, max: 9 }),
			fc.integer({ min: 0, max: 9 }),
		);
		fc.assert(
			fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
				const found = customersFromLog(log(...rows), 10);
				const money = rows.reduce((sum, [, , amount]) => sum + amount, 0);
				expect(found.monetary.reduce((sum, amount) => sum + amount, 0)).toBe(money);
				expect(new Set(found.customer)).toEqual(new Set(rows.map(([customer]) => customer)));
				expect(found.recency.every((days) => days >= 1 && days <= 10)).toBe(true);
			}),
		);
	});
});
