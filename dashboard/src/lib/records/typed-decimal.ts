/**
 * A number as it was typed, with a point for its decimals. A comma before the last one or two digits is a decimal comma;
 * anything else stays as it is, for it could as well mark thousands.
 * @example typedDecimal('12,5') // '12.5'
 */
export function typedDecimal(text: string): string {
	return text.trim().replace(/^([+-]?\d+),(\d{1,2})$/, '$1.$2');
}

/** Moves the point of a decimal number to the right (or to the left); what is none stays as it is. */
function shifted(text: string, places: number): string {
	const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
	if (match === null) return text;
	const [, sign = '', whole = '', fraction = ''] = match;
	const point = whole.length + places;
	const digits = (whole + fraction)
		.padEnd(point, '0')
		.padStart(whole.length + fraction.length - Math.min(point, 0), '0');
	const at = Math.max(point, 0);
	const left = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
	const right = digits.slice(at).replace(/0+$/, '');
	return sign + (right === '' ? left : `${left}.${right}`);
}

/**
 * The share that a typed percentage stands for, to be stored; what is no number stays as it is.
 * @example shareOfPercent('12,5') // '0.125'
 */
export function shareOfPercent(typed: string): string {
	return shifted(typedDecimal(typed), -2);
}

/**
 * A stored share as a percentage to type over.
 * @example percentOfShare('0.125') // '12.5'
 */
export function percentOfShare(share: string | number): string {
	return shifted(String(share), 2);
}
