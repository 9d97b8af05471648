import { add, exactOf, formatExact, multiply, ONE, roundExact, subtract, ZERO } from '../values/decimal.ts';
import type { Exact } from '../values/decimal.ts';

interface PricedLine {
	readonly quantity: string;
	readonly unit_price: string;
	readonly discount: string;
}

function lineExact({ quantity, unit_price, discount }: PricedLine): Exact {
	return multiply(multiply(exactOf(quantity), exactOf(unit_price)), subtract(ONE, exactOf(discount)));
}

/**
 * What a line comes to: quantity × unit price × (1 − discount), computed without rounding and rounded to two decimals.
 * @example lineAmount({ quantity: '3', unit_price: '19.99', discount: '0.1' }) // '53.97'
 */
export function lineAmount(line: PricedLine): string {
	return formatExact(roundExact(lineExact(line), 2), 2);
}

/**
 * What a deal's lines come to together, rounded once, to two decimals; null where there are none. It can differ from the
 * sum of the rounded lines by cents.
 */
export function dealAmount(lines: readonly PricedLine[]): string | null {
	if (lines.length === 0) return null;
	return formatExact(roundExact(lines.map(lineExact).reduce(add, ZERO), 2), 2);
}
