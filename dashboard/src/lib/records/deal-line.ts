import { typedDecimal } from './typed-decimal.ts';

/** A line of a deal as its form has it: everything is text, the discount in per cent. */
export interface LineTexts {
	/** Of a line that is stored already; empty for a new one. */
	readonly deal_line_id: string;
	readonly product_id: string;
	readonly product_name: string;
	readonly description: string;
	readonly quantity: string;
	readonly unit_price: string;
	readonly discount: string;
}

/** A line that is being typed: its key stays while its texts change. */
export interface EditedLine extends LineTexts {
	readonly key: number;
}

/** A new line: one piece of nothing yet. */
export const BLANK_LINE: LineTexts = {
	deal_line_id: '',
	product_id: '',
	product_name: '',
	description: '',
	quantity: '1',
	unit_price: '',
	discount: '',
};

/** Whether nobody has typed anything into a line: then it is none. */
export function isBlankLine({ product_id, description, unit_price }: LineTexts): boolean {
	return product_id === '' && description.trim() === '' && unit_price.trim() === '';
}

/** A decimal number without rounding: `units` of 10^-`scale`. */
interface Exact {
	readonly units: bigint;
	readonly scale: number;
}

function exact(typed: string): Exact | null {
	const match = /^([+-]?)(\d{1,15})(?:\.(\d{1,15}))?$/.exec(typedDecimal(typed));
	if (match === null) return null;
	const [, sign, whole = '', fraction = ''] = match;
	const units = BigInt(whole + fraction);
	return { units: sign === '-' ? -units : units, scale: fraction.length };
}

/** Quantity × unit price × (100 − discount) of 10^-2; null where one of them is no number yet. */
function lineExact(line: LineTexts): Exact | null {
	const quantity = exact(line.quantity);
	const price = exact(line.unit_price);
	const discount = exact(line.discount.trim() === '' ? '0' : line.discount);
	if (quantity === null || price === null || discount === null) return null;
	const kept = 100n * 10n ** BigInt(discount.scale) - discount.units;
	return {
		units: quantity.units * price.units * kept,
		scale: quantity.scale + price.scale + discount.scale + 2,
	};
}

/** A number to two decimals; halves go away from zero, as on an invoice and as the stored amount does. */
function cents({ units, scale }: Exact): string {
	const size = (units < 0n ? -units : units) * 100n;
	const divisor = 10n ** BigInt(scale);
	const digits = ((size + divisor / 2n) / divisor).toString().padStart(3, '0');
	const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
	return units < 0n && text !== '0.00' ? `-${text}` : text;
}

/**
 * What a line comes to as it is typed, to two decimals; null while it is not complete.
 * @example lineTotal({ ...BLANK_LINE, quantity: '3', unit_price: '19.99', discount: '10' }) // '53.97'
 */
export function lineTotal(line: LineTexts): string | null {
	const total = lineExact(line);
	return total === null ? null : cents(total);
}

/** What lines come to together, rounded once as the stored amount is; lines that are not complete count as nothing. */
export function linesTotal(lines: readonly LineTexts[]): string {
	const totals = lines.flatMap((line) => lineExact(line) ?? []);
	const scale = Math.max(0, ...totals.map((total) => total.scale));
	const units = totals.reduce((sum, total) => sum + total.units * 10n ** BigInt(scale - total.scale), 0n);
	return cents({ units, scale });
}
