import { m } from '#lib/paraglide/messages.js';

/** A model's name in the address and in the data. */
const MODELS = ['customer-value', 'rfm-segments', 'deal-win', 'revenue-forecast'] as const;
type ModelName = (typeof MODELS)[number];

/** What is said of a model whatever its figures. */
interface ModelWords {
	readonly name: () => string;
	readonly predicts: () => string;
	readonly use: () => string;
	readonly formula: () => string;
	readonly source: () => string;
	readonly needs: () => string;
	readonly not: readonly (() => string)[];
	/** The page that shows what it says. */
	readonly href: string;
}

const WORDS: Readonly<Record<ModelName, ModelWords>> = {
	'customer-value': {
		name: m.models_customer_value,
		predicts: m.models_customer_value_predicts,
		use: m.models_customer_value_use,
		formula: m.models_customer_value_formula,
		source: m.models_customer_value_source,
		needs: m.models_customer_value_needs,
		not: [m.models_customer_value_not_1, m.models_customer_value_not_2, m.models_customer_value_not_3],
		href: '/customers?status=scored&sort=expected_revenue',
	},
	'rfm-segments': {
		name: m.models_rfm_segments,
		predicts: m.models_rfm_segments_predicts,
		use: m.models_rfm_segments_use,
		formula: m.models_rfm_segments_formula,
		source: m.models_rfm_segments_source,
		needs: m.models_rfm_segments_needs,
		not: [m.models_rfm_segments_not_1, m.models_rfm_segments_not_2],
		href: '/segments',
	},
	'deal-win': {
		name: m.models_deal_win,
		predicts: m.models_deal_win_predicts,
		use: m.models_deal_win_use,
		formula: m.models_deal_win_formula,
		source: m.models_deal_win_source,
		needs: m.models_deal_win_needs,
		not: [m.models_deal_win_not_1, m.models_deal_win_not_2, m.models_deal_win_not_3],
		href: '/sales',
	},
	'revenue-forecast': {
		name: m.models_revenue_forecast,
		predicts: m.models_revenue_forecast_predicts,
		use: m.models_revenue_forecast_use,
		formula: m.models_revenue_forecast_formula,
		source: m.models_revenue_forecast_source,
		needs: m.models_revenue_forecast_needs,
		not: [m.models_revenue_forecast_not_1, m.models_revenue_forecast_not_2, m.models_revenue_forecast_not_3],
		href: '/forecast',
	},
};

/** What is said of a model; null for one that this version does not know. */
export function modelWords(model: string): ModelWords | null {
	const name = MODELS.find((known) => known === model);
	return name === undefined ? null : WORDS[name];
}

/** A model in the reader's language. */
export function modelName(model: string): string {
	return modelWords(model)?.name() ?? model;
}

const STATUSES: Readonly<Record<string, readonly [name: () => string, text: () => string]>> = {
	good: [m.models_status_good, m.models_status_good_text],
	weak: [m.models_status_weak, m.models_status_weak_text],
	insufficient: [m.models_status_insufficient, m.models_status_insufficient_text],
};

/** The traffic light of a model in words. */
export function modelStatusName(status: string): string {
	return STATUSES[status]?.[0]() ?? status;
}

/**
 * What the traffic light of a model means, in a sentence.
 * @param isTried whether it was tried on a holdout: one that was not is weak for want of proof
 */
export function modelStatusText(status: string, isTried: boolean): string {
	if (status === 'weak' && !isTried) return m.models_status_untried_text();
	return STATUSES[status]?.[1]() ?? '';
}

/** The mark of a model's traffic light. */
export function modelStatusMark(status: string): 'ok' | 'late' | 'unchanged' {
	if (status === 'good') return 'ok';
	return status === 'weak' ? 'late' : 'unchanged';
}

const KINDS: Readonly<Record<string, () => string>> = {
	'bg-nbd': () => 'BG/NBD',
	'mbg-nbd': () => 'MBG/NBD',
	'gamma-gamma': () => 'Gamma-Gamma',
	ets: () => 'ETS',
	theta: () => 'Theta',
	mean: m.models_kind_mean_of_both,
	naive: m.models_kind_naive,
	seasonal_naive: m.models_kind_seasonal_naive,
	stage_rate: m.models_kind_stage_rate,
	quintiles: m.models_kind_quintiles,
	logistic: m.models_kind_logistic,
	'auto-forecast': m.models_kind_auto,
	none: m.models_kind_none,
};

/** A kind of model, or a candidate: `mbg-nbd:season` is MBG/NBD by the season's clock. */
export function kindName(kind: string): string {
	const [bare = kind, clock] = kind.replaceAll(' ', '_').split(':');
	const name = KINDS[bare]?.() ?? bare;
	return clock === 'season' ? m.models_kind_season({ kind: name }) : name;
}

const BASELINES: Readonly<Record<string, () => string>> = {
	same_rate: m.models_baseline_same_rate,
	base_rate: m.models_baseline_base_rate,
	stage_rate: m.models_baseline_stage_rate,
	seasonal_naive: m.models_baseline_seasonal_naive,
};

/** What a model's figures stand beside. */
export function baselineName(baseline: string): string {
	return BASELINES[baseline]?.() ?? baseline;
}

const REASONS: Readonly<Record<string, () => string>> = {
	first: m.models_reason_first,
	schedule: m.models_reason_schedule,
	drift: m.models_reason_drift,
	asked: m.models_reason_asked,
	kept: m.models_reason_kept,
};

/** Why a model was fitted, or kept. */
export function refitReasonName(reason: string): string {
	return REASONS[reason]?.() ?? reason;
}

const FEATURES: Readonly<Record<string, () => string>> = {
	stage: m.scores_feature_stage,
	source: m.scores_feature_source,
	customer_kind: m.scores_feature_customer_kind,
	owner_win_rate: m.scores_feature_owner_win_rate,
	amount_base: m.scores_feature_amount_base,
	customer_won_deals: m.scores_feature_customer_won_deals,
	recent_activities: m.scores_feature_recent_activities,
	age_days: m.scores_feature_age_days,
	days_in_stage: m.scores_feature_days_in_stage,
};

/** What a model looks at, in the reader's language; `stage=Offer` keeps its level. */
export function featureName(feature: string): string {
	const [bare = feature, level] = feature.replace(/_known$/, '').split(/=(.*)/s);
	const name = FEATURES[bare]?.() ?? bare;
	return level === undefined ? name : `${name}: ${level}`;
}

/** A warning of a model in words; what follows a colon in its code is what it is about. */
export function warningText(warning: string): string {
	const [code = warning, about = ''] = warning.split(/:(.*)/s);
	switch (code) {
		case 'degenerate':
			return about === 'nbd' ? m.models_warning_degenerate_nbd() : m.models_warning_degenerate_other({ kind: about });
		case 'no_spend_model':
			return m.models_warning_no_spend_model();
		case 'no_holdout':
			return m.models_warning_no_holdout();
		case 'leak':
			return m.models_warning_leak({ feature: featureName(about) });
		case 'constant':
			return m.models_warning_constant({ feature: featureName(about) });
		case 'separation':
			return m.models_warning_separation({ feature: featureName(about) });
		case 'refit_failed':
			return m.models_warning_refit_failed();
		case 'not_fitted':
			return notFittedText(about);
		default:
			return m.models_warning_other({ code: warning });
	}
}

function notFittedText(message: string): string {
	const [, won, lost] = /received (\d+) won and (\d+) lost/.exec(message) ?? [];
	return won === undefined || lost === undefined
		? m.models_warning_not_fitted()
		: m.models_warning_not_fitted_deals({ won, lost });
}
