import { formatNumber, type Locale, nothing, thinSpace } from './locale.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size in decimal units, three digits: `812 B`, `3.25 MB`, `3,25 MB`. Null gives a dash. */
export function formatBytes(bytes: number | null, locale: Locale): string {
	if (bytes === null) return nothing;
	let size = Number(bytes.toPrecision(3));
	let unit = 0;
	while (size >= 1000 && unit < units.length - 1) {
		size /= 1000;
		unit++;
	}
	return formatNumber(size, locale, { maximumSignificantDigits: 3 }) + thinSpace + (units[unit] ?? '');
}
