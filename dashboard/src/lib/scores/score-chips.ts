import { formatMoneyRounded } from '#lib/format/money.ts';
import { formatPercent } from '#lib/format/percent.ts';
import type { Locale } from '#lib/format/locale.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ScoreFilters, ScoreRange } from './score-filters.ts';
import { toggled } from './score-filters.ts';
import { scoreStateName, segmentName } from './words.ts';

/** One thing that is filtered by, in words, with the filters that are left without it. */
export interface ScoreChip {
	readonly label: string;
	readonly left: ScoreFilters;
}

const OPEN: ScoreRange = { least: null, most: null };

/** What a list of customers is filtered by of their scores, in words. */
export function scoreChips(filters: ScoreFilters, currency: string, locale: Locale): ScoreChip[] {
	const money = (value: number): string => formatMoneyRounded(value, currency, locale);
	const percent = (value: number): string =>
		formatPercent(value / 100, locale, { digits: Number.isInteger(value) ? 0 : 1 });
	return [
		...filters.segments.map((segment) => ({
			label: `${m.scores_segment()}: ${segmentName(segment)}`,
			left: toggled(filters, 'segments', segment),
		})),
		...filters.statuses.map((status) => ({
			label: `${m.scores_status()}: ${statusName(status)}`,
			left: toggled(filters, 'statuses', status),
		})),
		...rangeChip(m.scores_p_alive(), filters.alive, percent, { ...filters, alive: OPEN }),
		...rangeChip(m.scores_expected_revenue(), filters.expected, money, { ...filters, expected: OPEN }),
	];
}

function rangeChip(
	name: string,
	{ least, most }: ScoreRange,
	write: (value: number) => string,
	left: ScoreFilters,
): ScoreChip[] {
	if (least !== null && most !== null) {
		return [{ label: m.scores_filter_between({ name, least: write(least), most: write(most) }), left }];
	}
	if (least !== null) return [{ label: m.scores_filter_at_least({ name, least: write(least) }), left }];
	if (most !== null) return [{ label: m.scores_filter_at_most({ name, most: write(most) }), left }];
	return [];
}

/** A state as it is filtered by: that of the data, which holds those whom no model scores among the too new. */
export function statusName(status: string): string {
	return scoreStateName(status === 'scored' || status === 'gone' || status === 'no_history' ? status : 'too_new');
}
