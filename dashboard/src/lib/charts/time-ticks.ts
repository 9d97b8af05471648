import { formatDayShort, formatMonthName, type Grain } from '../format/date.ts';
import type { Locale } from '../format/locale.ts';

/** One label of a time axis: the index of its bucket and its text, a second line for the year. */
interface TimeTick {
	readonly index: number;
	readonly label: string;
}

const monthSteps = [1, 2, 3, 6, 12, 24, 36, 60, 120];

/**
 * Which buckets get a label so that none touch: months at steps that keep January, days and weeks evenly. The year is
 * written under the first label of each.
 */
export function timeTicks(days: readonly string[], grain: Grain, width: number, locale: Locale): TimeTick[] {
	const room = Math.max(2, Math.floor(width / (grain === 'day' || grain === 'week' ? 60 : 46)));
	const chosen = grain === 'day' || grain === 'week' ? evenly(days, room) : byMonth(days, grain, room);
	let year = '';
	return chosen.map((index) => {
		const day = days[index] ?? '';
		const isNewYear = day.slice(0, 4) !== year;
		year = day.slice(0, 4);
		const label = name(day, grain, locale);
		return { index, label: isNewYear && grain !== 'year' ? `${label}\n${year}` : label };
	});
}

function name(day: string, grain: Grain, locale: Locale): string {
	switch (grain) {
		case 'day':
		case 'week':
			return formatDayShort(day, locale);
		case 'month':
			return formatMonthName(day, locale);
		case 'quarter':
			return `Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`;
		case 'year':
			return day.slice(0, 4);
	}
}

function evenly(days: readonly string[], room: number): number[] {
	const step = Math.max(1, Math.ceil(days.length / room));
	return days.flatMap((_, index) => (index % step === 0 ? [index] : []));
}

function byMonth(days: readonly string[], grain: Grain, room: number): number[] {
	const perBucket = grain === 'month' ? 1 : grain === 'quarter' ? 3 : 12;
	const step = monthSteps.find((months) => months >= perBucket && (days.length * perBucket) / months <= room) ?? 240;
	return days.flatMap((day, index) => {
		const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
		return months % step === 0 ? [index] : [];
	});
}
