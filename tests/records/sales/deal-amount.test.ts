import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dealAmount, lineAmount } from '#records/sales/deal-amount.ts';

function line(quantity: string, unit_price: string, discount = '0') {
	return { quantity, unit_price, discount };
}

it.each([
	// 3 × 19.99 × 0.9 = 53.973
	[line('3', '19.99', '0.1'), '53.97'],
	// 1.5 × 0.35 = 0.525
	[line('1.5', '0.35'), '0.53'],
	[line('1', '100', '1'), '0.00'],
	[line('2', '-10'), '-20.00'],
	// 1000 × 0.001
	[line('1000', '0.001'), '1.00'],
])('computes %j as %s', (typed, amount) => expect(lineAmount(typed)).toBe(amount));

it('rounds the sum once, not each line', () => {
	// 3 × 0.005 = 0.015; three lines rounded one by one would be 0.03.
	expect(dealAmount([line('1', '0.005'), line('1', '0.005'), line('1', '0.005')])).toBe('0.02');
	expect(dealAmount([line('3', '19.99', '0.1'), line('1', '46.03')])).toBe('100.00');
	expect(dealAmount([])).toBeNull();
});

it('does not lose cents where binary fractions would', () => {
	// 0.1 + 0.2, and 1.005 × 100 = 100.5 exactly.
	expect(dealAmount([line('1', '0.10'), line('1', '0.20')])).toBe('0.30');
	expect(dealAmount([line('100', '1.005')])).toBe('100.50');
});

it('does not depend on the order of the lines', () => {
	const cents = fc.integer({ min: 0, max: 100_000 }).map((value) => (value / 100).toFixed(2));
	const lines = fc.array(
		fc.record({ quantity: cents, unit_price: cents, discount: fc.constantFrom('0', '0.15', '0.5') }),
	);
	fc.assert(
		fc.property(lines, (list) => {
			expect(dealAmount(list)).toBe(dealAmount([...list].reverse()));
		}),
	);
});
