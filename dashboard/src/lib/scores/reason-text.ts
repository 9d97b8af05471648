import { formatDays } from '#lib/format/duration.ts';
import { regions } from '#lib/format/locale.ts';
import type { Locale } from '#lib/format/locale.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a score's reason is told from. */
export interface ScoreReason {
	readonly reason: string;
	/** Usual days between two purchases; null where there were not two. */
	readonly reason_gap_days: number | null;
	/** Days since the last and since the first purchase; null without one. */
	readonly recency_days: number | null;
	readonly age_days: number | null;
}

/** So many days ago, in words: `yesterday`, `120 days ago`. */
export function daysAgo(days: number, locale: Locale): string {
	return new Intl.RelativeTimeFormat(regions[locale], { numeric: 'auto' }).format(-days, 'day');
}

/** Why a customer has their score: `Usually buys every 32 days, last 120 days ago: overdue.` Empty for an unknown reason. */
export function reasonText(score: ScoreReason, locale: Locale): string {
	const { reason, reason_gap_days: gapDays } = score;
	const ago = daysAgo(score.recency_days ?? 0, locale);
	const gap = formatDays(Math.max(1, Math.round(gapDays ?? 1)), locale);
	switch (reason) {
		case 'in_rhythm':
			return m.scores_reason_in_rhythm({ gap, ago });
		case 'overdue':
			return m.scores_reason_overdue({ gap, ago });
		case 'long_gone':
			return gapDays === null ? m.scores_reason_long_gone_once({ ago }) : m.scores_reason_long_gone({ gap, ago });
		case 'bought_once':
			return m.scores_reason_bought_once({ ago });
		case 'first_weeks':
			return m.scores_reason_first_weeks({ ago: daysAgo(score.age_days ?? 0, locale) });
		case 'never_bought':
			return m.scores_reason_never_bought();
		default:
			return '';
	}
}
