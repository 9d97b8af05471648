import { RFM_SEGMENT_IDS } from '../segments.ts';
import type { Check } from './check.ts';
import { accepted, equal, never, unique } from './rules.ts';

const KEYS: readonly Check[] = [
	unique('customer_scores', ['customer_id'], 'a customer is scored twice'),
	equal(
		'customer_scores rows = dim_customers',
		'customers were lost or doubled on the way to their scores',
		'select count(*) from customer_scores',
		'select count(*) from dim_customers',
	),
	unique('deal_scores', ['deal_id'], 'a deal is scored twice'),
	equal(
		'deal_scores rows = open deals',
		'open deals were lost or doubled on the way to their scores',
		'select count(*) from deal_scores',
		"select count(*) from fct_deals where outcome = 'open'",
	),
	unique('forecasts', ['series', 'series_value', 'grain', 'bucket'], 'a bucket is forecast twice'),
	unique('forecast_accuracy', ['series', 'series_value', 'grain', 'bucket', 'made_on'], 'a forecast is judged twice'),
	unique('models', ['model'], 'a model is in use twice'),
	unique('segment_movements', ['since_on', 'from_segment', 'to_segment'], 'a movement is there twice'),
];

const VALUES: readonly Check[] = [
	accepted('customer_scores', 'status', ['scored', 'too_new', 'gone', 'no_history'], 'error'),
	accepted(
		'customer_scores',
		'reason',
		['in_rhythm', 'overdue', 'long_gone', 'bought_once', 'first_weeks', 'never_bought'],
		'error',
	),
	accepted('customer_scores', 'segment', RFM_SEGMENT_IDS, 'error'),
	accepted('deal_scores', 'basis', ['model', 'stage', 'none'], 'error'),
	accepted('models', 'status', ['good', 'weak', 'insufficient'], 'error'),
];

/** Columns of figures that may be null, but no NaN and not infinite. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
	customer_scores: [
		'p_alive',
		'expected_purchases',
		'expected_purchases_lower',
		'expected_purchases_upper',
		'expected_revenue',
		'expected_revenue_lower',
		'expected_revenue_upper',
		'value_at_risk',
		'reason_gap_days',
	],
	deal_scores: [
		'win_probability',
		'win_probability_lower',
		'win_probability_upper',
		'stage_base_rate',
		'expected_base',
	],
	forecasts: ['mean', 'lower80', 'upper80', 'lower95', 'upper95', 'baseline'],
	forecast_accuracy: ['mean', 'lower80', 'upper80', 'lower95', 'upper95', 'baseline', 'actual'],
	segment_movements: ['expected_revenue'],
};

const FINITE: readonly Check[] = Object.entries(FIGURES).map(([relation, columns]) =>
	never(
		relation,
		'figures finite',
		'error',
		'a score is no number',
		columns.map((column) => `not coalesce(isfinite(${column}), true)`).join(' or '),
	),
);

const ORDERED: readonly Check[] = [
	never(
		'customer_scores',
		'p_alive 0 to 1',
		'error',
		'a chance is no share of 1',
		'not p_alive between 0 and 1',
		'customer_id',
	),
	never(
		'customer_scores',
		'intervals ordered',
		'error',
		'an expectation lies outside its own interval',
		`not (expected_purchases between expected_purchases_lower and expected_purchases_upper
			and expected_revenue between expected_revenue_lower and expected_revenue_upper)`,
		'customer_id',
	),
	never(
		'customer_scores',
		'scored has figures',
		'error',
		'a customer counts as scored and has no figures, or has figures and does not',
		`(status = 'scored') <> (expected_purchases is not null and expected_revenue is not null)
			or (status in ('scored', 'gone')) <> (p_alive is not null)`,
		'customer_id',
	),
	never(
		'deal_scores',
		'win_probability 0 to 1',
		'error',
		'a chance is no share of 1',
		'not win_probability between 0 and 1',
		'deal_id',
	),
	never(
		'deal_scores',
		'intervals ordered',
		'error',
		'a chance lies outside its own interval',
		'not win_probability between win_probability_lower and win_probability_upper',
		'deal_id',
	),
	never(
		'forecasts',
		'bands ordered',
		'error',
		'a forecast lies outside its own band',
		'not (lower95 <= lower80 and lower80 <= mean and mean <= upper80 and upper80 <= upper95)',
		"concat_ws(' ', series, series_value, grain, bucket)",
	),
	{
		name: 'forecasts complete',
		severity: 'error',
		meaning: 'a forecast leaves out a bucket',
		sql: `select count(*) as failing from (
			select 1 from forecasts group by series, series_value, grain
			having min(step) <> 1 or max(step) <> count(*) or count(mean) <> count(*))`,
	},
];

/** Rules for what models say. */
export const SCORE_CHECKS: readonly Check[] = [...KEYS, ...VALUES, ...FINITE, ...ORDERED];
