/** A decimal number without rounding: `units` of 10^-`scale`. */
export interface Exact {
	readonly units: bigint;
	readonly scale: number;
}

const WRITTEN = /^([+-]?)(\d+)(?:\.(\d+))?$/;

export const ZERO: Exact = { units: 0n, scale: 0 };
export const ONE: Exact = { units: 1n, scale: 0 };

/** A number as it is written with a decimal point (`-12.50`), or null where it is none. */
export function parseExact(text: string): Exact | null {
	const match = WRITTEN.exec(text.trim());
	if (!match) return null;
	const [, sign, whole = '', fraction = ''] = match;
	const units = BigInt(whole + fraction);
	return { units: sign === '-' ? -units : units, scale: fraction.length };
}

/** The number of a stored decimal text; zero where there is none. */
export function exactOf(text: string | null): Exact {
	return (text === null ? null : parseExact(text)) ?? ZERO;
}

function scaled({ units, scale }: Exact, to: number): bigint {
	return units * 10n ** BigInt(to - scale);
}

export function add(left: Exact, right: Exact): Exact {
	const scale = Math.max(left.scale, right.scale);
	return { units: scaled(left, scale) + scaled(right, scale), scale };
}

export function subtract(left: Exact, right: Exact): Exact {
	return add(left, { units: -right.units, scale: right.scale });
}

export function multiply(left: Exact, right: Exact): Exact {
	return { units: left.units * right.units, scale: left.scale + right.scale };
}

/** Less than zero, zero or more than zero, as `left` is less than, equal to or more than `right`. */
export function compareExact(left: Exact, right: Exact): number {
	const { units } = subtract(left, right);
	return units < 0n ? -1 : units > 0n ? 1 : 0;
}

/**
 * Rounds to so many decimal places; halves go away from zero, as on an invoice.
 * @example roundExact({ units: 2345n, scale: 3 }, 2) // 2.35
 */
export function roundExact(number: Exact, places: number): Exact {
	if (number.scale <= places) return number;
	const divisor = 10n ** BigInt(number.scale - places);
	const size = number.units < 0n ? -number.units : number.units;
	const rounded = (size + divisor / 2n) / divisor;
	return { units: number.units < 0n ? -rounded : rounded, scale: places };
}

/**
 * The one text that stands for a number: no plus, no leading zeros, at least `places` decimals and no zeros behind them.
 * @example formatExact({ units: 123450n, scale: 3 }, 2) // '123.45'
 */
export function formatExact(number: Exact, places: number): string {
	let { units, scale } = number;
	while (scale > places && units % 10n === 0n) {
		units /= 10n;
		scale -= 1;
	}
	if (scale < places) {
		units = scaled({ units, scale }, places);
		scale = places;
	}
	const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
	const whole = digits.slice(0, digits.length - scale);
	const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
	return units < 0n ? `-${text}` : text;
}
