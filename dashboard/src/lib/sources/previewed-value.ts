import type { LookedType } from '#records/source-look.ts';
import { formatCount, formatDecimal } from '../format/count.ts';
import { formatDay } from '../format/date.ts';
import type { Locale } from '../paraglide/runtime.js';

const MIDNIGHT = /T00:00:00(\.0+)?Z$/;

/** A value of a preview as a reader writes it; instants as the file has them, without a time where it is midnight. */
export function previewedValue(value: string | number | boolean | null, type: LookedType, locale: Locale): string {
	if (value === null) return '–';
	const text = String(value);
	if (type === 'integer') return formatCount(Number(value), locale);
	if (type === 'decimal') return formatDecimal(Number(value), 6, locale);
	if (type === 'date') return formatDay(text.slice(0, 10), locale);
	if (type !== 'timestamp') return text;
	const day = formatDay(text.slice(0, 10), locale);
	return MIDNIGHT.test(text) ? day : `${day}, ${text.slice(11, 16)}`;
}
