/** Money is counted in whole cents, and in base currency in whole ten-thousandths, so that sums stay exact. */

const TEN_THOUSANDTHS_PER_CENT = 100;
const MILLION = 1_000_000;
/** EUR for one EUR, in millionths. */
export const EUR_RATE = MILLION;

function decimalOf(value: number, places: number): string {
	const digits = String(Math.abs(value)).padStart(places + 1, '0');
	return `${value < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Cents as a decimal: `-1234` is `-12.34`. */
export function centsText(cents: number): string {
	return decimalOf(cents, 2);
}

/** Ten-thousandths as a decimal with four places. */
export function baseText(tenThousandths: number): string {
	return decimalOf(tenThousandths, 4);
}

/** Millionths as a decimal with six places. */
export function rateText(millionths: number): string {
	return decimalOf(millionths, 6);
}

/**
 * An amount in base currency, in ten-thousandths, at a rate in millionths: rounded half away from zero, as SQL rounds
 * decimals.
 * @example amountBase(1, 1_005_000) // 101: 0.01005 is 0.0101
 */
export function amountBase(cents: number, rate: number): number {
	return Math.sign(cents) * Math.round((Math.abs(cents) * rate) / (MILLION / TEN_THOUSANDTHS_PER_CENT));
}
