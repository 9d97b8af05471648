import fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, compareExact, formatExact, multiply, parseExact, roundExact, subtract } from '#records/values/decimal.ts';
import type { Exact } from '#records/values/decimal.ts';

function exact(text: string): Exact {
	const number = parseExact(text);
	if (number === null) throw new Error(`no number: ${text}`);
	return number;
}

it.each([
	['1234.50', 2, '1234.50'],
	['1234.5', 2, '1234.50'],
	['0.001', 2, '0.001'],
	['0.0010', 2, '0.001'],
	['007', 0, '7'],
	['+3.10', 0, '3.1'],
	['-0.00', 2, '0.00'],
	['-12', 2, '-12.00'],
	['0.5', 0, '0.5'],
])('writes %s with at least %i decimals as %s', (text, places, written) => {
	expect(formatExact(exact(text), places)).toBe(written);
});

it.each(['', 'abc', '1,5', '1.', '.5', '1e3', '--1', '1.2.3'])('takes %j for no number', (text) => {
	expect(parseExact(text)).toBeNull();
});

it.each([
	['2.345', '2.35'],
	['2.3449', '2.34'],
	['-2.345', '-2.35'],
	['0.005', '0.01'],
	['9.999', '10.00'],
])('rounds %s to %s, halves away from zero', (text, rounded) => {
	expect(formatExact(roundExact(exact(text), 2), 2)).toBe(rounded);
});

it('computes what binary fractions cannot hold', () => {
	expect(formatExact(add(exact('0.1'), exact('0.2')), 0)).toBe('0.3');
	expect(formatExact(multiply(exact('1.005'), exact('100')), 0)).toBe('100.5');
	expect(formatExact(subtract(exact('1'), exact('0.9')), 0)).toBe('0.1');
	expect(compareExact(exact('1.10'), exact('1.1'))).toBe(0);
	expect(compareExact(exact('-1'), exact('0.5'))).toBe(-1);
});

it('agrees with integer arithmetic on cents', () => {
	const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
	const ofCents = (units: number): Exact => ({ units: BigInt(units), scale: 2 });
	fc.assert(
		fc.property(cents, cents, (left, right) => {
			expect(add(ofCents(left), ofCents(right))).toEqual(ofCents(left + right));
			expect(exact(formatExact(ofCents(left), 2))).toEqual(ofCents(left));
		}),
	);
});
