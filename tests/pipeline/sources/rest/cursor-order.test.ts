import { describe, expect, it } from 'vitest';
import { DescendingOrder } from '#pipeline/sources/rest/cursor-order.ts';

const rows = (...values: (string | null)[]) => values.map((value) => ['id', value]);
const order = (type: 'timestamp' | 'date' | 'integer' | 'decimal' | 'text') => new DescendingOrder('api', 1, type);

describe('a page of descending rows', () => {
	it('lies before the range when every row of it does', () => {
		const times = order('timestamp');
		const from = '2026-01-31 12:00:00';
		expect(times.isBefore(rows('2026-02-02T00:00:00Z', '2026-01-31T12:00:00.5Z'), from)).toBe(false);
		expect(times.isBefore(rows('2026-01-31T13:00:00+01:00', '2026-01-31T11:59:59.9Z'), from)).toBe(false);
		expect(times.isBefore(rows('2026-01-31T12:59:59+01:00'), from)).toBe(true);
		expect(times.isBefore(rows('2026-01-31 10:00:00', '2026-01-30'), from)).toBe(true);
	});
	it('is judged by number, not by letter', () => {
		expect(order('integer').isBefore(rows('1000', '999'), '1000')).toBe(false);
		expect(order('integer').isBefore(rows('999', '9'), '1000')).toBe(true);
		expect(order('integer').isBefore(rows('9007199254740992'), '9007199254740993')).toBe(true);
		expect(order('decimal').isBefore(rows('9.5'), '10')).toBe(true);
	});
	it('never lies before where a value cannot be told, nor without rows or range', () => {
		expect(order('integer').isBefore(rows('9', null), '1000')).toBe(false);
		expect(order('timestamp').isBefore(rows('31.01.2020 10:00'), '2026-01-31 12:00:00')).toBe(false);
		expect(order('text').isBefore(rows('a'), 'b')).toBe(false);
		expect(order('integer').isBefore([], '1000')).toBe(false);
		expect(order('integer').isBefore(rows('9'), null)).toBe(false);
	});
	it('is told when it is not descending', () => {
		expect(() => order('integer').isBefore(rows('8', '9'), null)).toThrow('not give its rows in descending order');
		expect(() => order('integer').isBefore(rows('9', null, '8', '8', '10'), null)).toThrow(/order/);
	});
	it('may begin with rows of the page before, which newer ones pushed back', () => {
		const ids = order('integer');
		expect(ids.isBefore(rows('9', '8', '7'), '5')).toBe(false);
		expect(ids.isBefore(rows('8', '7', '6'), '5')).toBe(false);
	});
});
