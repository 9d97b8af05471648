import { m } from '../paraglide/messages.js';
import type { Locale } from '../format/locale.ts';
import { formatDayRange } from '../format/date.ts';
import type { Comparison, Period, PeriodPreset } from './period.ts';

const presetNames: Record<PeriodPreset, () => string> = {
	'last-30-days': m.ui_period_last_30_days,
	'last-90-days': m.ui_period_last_90_days,
	'last-12-months': m.ui_period_last_12_months,
	'last-24-months': m.ui_period_last_24_months,
	'this-month': m.ui_period_this_month,
	'this-year': m.ui_period_this_year,
	'last-year': m.ui_period_last_year,
	all: m.ui_period_all,
};

/** A period in the reader's language: its name, or its two days. */
export function periodName(period: Period, locale: Locale): string {
	return typeof period === 'string' ? presetNames[period]() : formatDayRange(period.first, period.last, locale);
}

const comparisonNames: Record<Comparison, () => string> = {
	'year-before': m.ui_compare_year_before,
	previous: m.ui_compare_previous,
	none: m.ui_compare_none,
};

/** What a period is compared with, in the reader's language. */
export function comparisonName(comparison: Comparison): string {
	return comparisonNames[comparison]();
}

/** The words after a change: "vs year before"; empty where nothing is compared. */
export function againstName(comparison: Comparison): string {
	switch (comparison) {
		case 'year-before':
			return m.ui_vs_year_before();
		case 'previous':
			return m.ui_vs_previous();
		case 'none':
			return '';
	}
}
