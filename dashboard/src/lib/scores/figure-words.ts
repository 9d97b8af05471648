import { formatFixed } from '#lib/format/count.ts';
import type { Locale } from '#lib/format/locale.ts';
import { formatMoneyRounded } from '#lib/format/money.ts';
import { formatPercent } from '#lib/format/percent.ts';
import { m } from '#lib/paraglide/messages.js';

/** How a figure of evidence is written. */
interface FigureShape {
	readonly name: () => string;
	readonly text: () => string;
	readonly unit: 'percent' | 'per-hundred' | 'decimal' | 'own';
	readonly digits: number;
	/** What it ought to be, where that is neither as low nor as high as can be. */
	readonly target?: number;
}

const FIGURES: Readonly<Record<string, FigureShape>> = {
	mae: { name: m.models_figure_mae, text: m.models_figure_mae_text, unit: 'own', digits: 2 },
	rmse: { name: m.models_figure_rmse, text: m.models_figure_rmse_text, unit: 'own', digits: 2 },
	total_error: {
		name: m.models_figure_total_error,
		text: m.models_figure_total_error_text,
		unit: 'percent',
		digits: 1,
	},
	auc: { name: m.models_figure_auc, text: m.models_figure_auc_text, unit: 'percent', digits: 1 },
	log_loss: { name: m.models_figure_log_loss, text: m.models_figure_log_loss_text, unit: 'decimal', digits: 3 },
	brier: { name: m.models_figure_brier, text: m.models_figure_brier_text, unit: 'decimal', digits: 3 },
	ece: { name: m.models_figure_ece, text: m.models_figure_ece_text, unit: 'percent', digits: 1 },
	smape: { name: m.models_figure_smape, text: m.models_figure_smape_text, unit: 'per-hundred', digits: 1 },
	mase: { name: m.models_figure_mase, text: m.models_figure_mase_text, unit: 'decimal', digits: 2 },
	coverage80: {
		name: m.models_figure_coverage80,
		text: m.models_figure_coverage80_text,
		unit: 'percent',
		digits: 1,
		target: 0.8,
	},
	coverage95: {
		name: m.models_figure_coverage95,
		text: m.models_figure_coverage95_text,
		unit: 'percent',
		digits: 1,
		target: 0.95,
	},
};

/** A figure of a model's evidence in the reader's language. */
export function figureName(id: string): string {
	return FIGURES[id]?.name() ?? id;
}

/** What a figure means, in a sentence. */
export function figureText(id: string): string {
	return FIGURES[id]?.text() ?? '';
}

/** How a figure is written where it is measured in what is predicted. */
export interface FigureWriting {
	readonly locale: Locale;
	/** Currency of a model that predicts money; null for one of counts. */
	readonly currency: string | null;
	/** Decimals beyond the usual ones. */
	readonly moreDigits?: number;
}

/** A figure's value with its unit; null gives a dash. */
export function formatFigure(id: string, value: number | null, writing: FigureWriting): string {
	const { locale, currency, moreDigits = 0 } = writing;
	const { unit, digits: usual } = FIGURES[id] ?? { unit: 'decimal', digits: 3 };
	const digits = usual + moreDigits;
	switch (unit) {
		case 'percent':
			return formatPercent(value, locale, { digits });
		case 'per-hundred':
			return formatPercent(value === null ? null : value / 100, locale, { digits });
		case 'own':
			return currency === null ? formatFixed(value, digits, locale) : formatMoneyRounded(value, currency, locale);
		case 'decimal':
			return formatFixed(value, digits, locale);
	}
}

/** Which of the two is better by a figure; null where it has no baseline. Figures that are written alike are even. */
export function betterBy(
	figure: {
		readonly id: string;
		readonly value: number;
		readonly baseline: number | null;
		readonly better: 'lower' | 'higher';
	},
	writing: FigureWriting,
): 'model' | 'baseline' | 'even' | null {
	const { id, value, baseline, better } = figure;
	if (baseline === null) return null;
	if (formatFigure(id, value, writing) === formatFigure(id, baseline, writing)) return 'even';
	const target = FIGURES[id]?.target;
	if (target !== undefined) return Math.abs(value - target) < Math.abs(baseline - target) ? 'model' : 'baseline';
	return (better === 'lower') === value < baseline ? 'model' : 'baseline';
}
