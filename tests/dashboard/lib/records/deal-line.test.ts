import { expect, test } from 'vitest';
import { BLANK_LINE, isBlankLine, lineTotal, linesTotal } from '#lib/records/deal-line.ts';
import { shareOfPercent, typedDecimal } from '#lib/records/typed-decimal.ts';
import { dealAmount } from '#records/sales/deal-amount.ts';

function line(quantity: string, unit_price: string, discount = '') {
	return { ...BLANK_LINE, quantity, unit_price, discount };
}

test('a line comes to quantity times price less the discount, to the cent', () => {
	expect(lineTotal(line('3', '19.99', '10'))).toBe('53.97'); // 53.973
	expect(lineTotal(line('1,5', '800'))).toBe('1200.00');
	expect(lineTotal(line('1', '0.05', '50'))).toBe('0.03'); // half a cent goes away from zero
	expect(lineTotal(line('-1', '0.05', '50'))).toBe('-0.03');
	expect(lineTotal(line('1', '10', '100'))).toBe('0.00');
});

test('a line that is not complete comes to nothing yet', () => {
	expect(lineTotal(BLANK_LINE)).toBeNull();
	expect(lineTotal(line('', '10'))).toBeNull();
	expect(lineTotal(line('1', 'ten'))).toBeNull();
	expect(linesTotal([line('2', '10'), line('1', 'ten')])).toBe('20.00');
	expect(linesTotal([])).toBe('0.00');
});

test('lines are rounded together, once', () => {
	// Three times 0.005 is 0.015, and not three times 0.01.
	const half = line('1', '0.01', '50');
	expect(linesTotal([half, half, half])).toBe('0.02');
});

test('the sum while typing is the amount that is stored', () => {
	const prices = ['0.01', '19.99', '1249.9', '-7.35', '1000000.05'];
	const discounts = ['', '12,5', '33.333', '100'];
	const lines = prices.flatMap((price, place) =>
		discounts.map((discount) => line(`${place + 1}.${place}5`, price, discount)),
	);
	const stored = lines.map(({ quantity, unit_price, discount }) => ({
		quantity: typedDecimal(quantity),
		unit_price,
		discount: discount === '' ? '0' : shareOfPercent(discount),
	}));
	expect(linesTotal(lines)).toBe(dealAmount(stored));
	for (const [place, typed] of lines.entries()) {
		expect(lineTotal(typed)?.replace('-0.00', '0.00')).toBe(dealAmount(stored.slice(place, place + 1)));
	}
});

test('a line is blank until something but a quantity is typed', () => {
	expect(isBlankLine({ ...BLANK_LINE, quantity: '7', description: ' ' })).toBe(true);
	expect(isBlankLine({ ...BLANK_LINE, description: 'Training' })).toBe(false);
	expect(isBlankLine({ ...BLANK_LINE, product_id: 'p' })).toBe(false);
	expect(isBlankLine({ ...BLANK_LINE, unit_price: '1' })).toBe(false);
});
