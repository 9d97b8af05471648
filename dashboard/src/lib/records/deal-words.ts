import { m } from '#lib/paraglide/messages.js';
import { FORECAST_CATEGORIES, LOSS_REASONS } from '#records/schema/sales.ts';
import type { DealOutcome, ForecastCategory, LossReason } from '#records/schema/sales.ts';
import type { FieldOption } from './field.ts';

/** What became of a deal, by the word that it is kept as. */
export const OUTCOME_NAMES: Readonly<Record<DealOutcome, () => string>> = {
	open: m.deals_outcome_open,
	won: m.deals_outcome_won,
	lost: m.deals_outcome_lost,
};

/** Why a deal was lost, by the word that it is kept as. */
export const LOSS_REASON_NAMES: Readonly<Record<LossReason, () => string>> = {
	price: m.deals_loss_price,
	competitor: m.deals_loss_competitor,
	no_budget: m.deals_loss_no_budget,
	no_decision: m.deals_loss_no_decision,
	missing_feature: m.deals_loss_missing_feature,
	timing: m.deals_loss_timing,
	other: m.deals_loss_other,
};

/** How sure a deal is, by the word that it is kept as. */
export const FORECAST_CATEGORY_NAMES: Readonly<Record<ForecastCategory, () => string>> = {
	pipeline: m.deals_forecast_pipeline,
	best_case: m.deals_forecast_best_case,
	commit: m.deals_forecast_commit,
	omitted: m.deals_forecast_omitted,
};

/** What became of a deal, in the reader's language. */
export function dealOutcomeName(outcome: DealOutcome): string {
	return OUTCOME_NAMES[outcome]();
}

/** Why a deal was lost, in the reader's language. */
export function lossReasonName(reason: LossReason): string {
	return LOSS_REASON_NAMES[reason]();
}

/** How sure a deal is in a forecast, in the reader's language. */
export function forecastCategoryName(category: ForecastCategory): string {
	return FORECAST_CATEGORY_NAMES[category]();
}

/** What can become of a deal. */
export function dealOutcomeOptions(): FieldOption[] {
	return (['open', 'won', 'lost'] as const).map((value) => ({ value, label: OUTCOME_NAMES[value]() }));
}

/** Reasons for a loss to choose from. */
export function lossReasonOptions(): FieldOption[] {
	return LOSS_REASONS.map((value) => ({ value, label: LOSS_REASON_NAMES[value]() }));
}

/** Categories of a forecast to choose from. */
export function forecastCategoryOptions(): FieldOption[] {
	return FORECAST_CATEGORIES.map((value) => ({ value, label: FORECAST_CATEGORY_NAMES[value]() }));
}
