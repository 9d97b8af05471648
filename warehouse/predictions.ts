import type { Connection } from './database.ts';

/** What a column of a prediction holds, as DuckDB names it. */
export type PredictionType = 'VARCHAR' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'DATE' | 'TIMESTAMP';

/**
 * What models say, as temporary tables that the transforms in `scores/` read: filled by the step that applies the models,
 * empty until then. Money is in base currency.
 */
export const PREDICTIONS = {
	/** One row per customer with a purchase; `position` is that of ftr_customer_purchases at the present. */
	predicted_customers: {
		position: 'INTEGER',
		segment: 'VARCHAR',
		recency_score: 'INTEGER',
		frequency_score: 'INTEGER',
		monetary_score: 'INTEGER',
		p_alive: 'DOUBLE',
		expected_purchases: 'DOUBLE',
		expected_purchases_lower: 'DOUBLE',
		expected_purchases_upper: 'DOUBLE',
		expected_revenue: 'DOUBLE',
		expected_revenue_lower: 'DOUBLE',
		expected_revenue_upper: 'DOUBLE',
		model: 'VARCHAR',
		model_version: 'VARCHAR',
	},
	/** One row per open deal that is in ftr_open_deals. */
	predicted_deals: {
		deal_id: 'VARCHAR',
		win_probability: 'DOUBLE',
		win_probability_lower: 'DOUBLE',
		win_probability_upper: 'DOUBLE',
		reasons: 'VARCHAR',
		model_version: 'VARCHAR',
	},
	/** One row per series, grain and bucket ahead. */
	predicted_revenue: {
		series: 'VARCHAR',
		series_value: 'VARCHAR',
		grain: 'VARCHAR',
		bucket: 'DATE',
		step: 'INTEGER',
		mean: 'DOUBLE',
		lower80: 'DOUBLE',
		upper80: 'DOUBLE',
		lower95: 'DOUBLE',
		upper95: 'DOUBLE',
		baseline: 'DOUBLE',
		model: 'VARCHAR',
		interval: 'VARCHAR',
		made_on: 'DATE',
	},
	/** One row per model, as it is in use. */
	current_models: {
		model: 'VARCHAR',
		kind: 'VARCHAR',
		version: 'VARCHAR',
		fitted_at: 'TIMESTAMP',
		refit_reason: 'VARCHAR',
		trained_from: 'DATE',
		trained_to: 'DATE',
		rows: 'BIGINT',
		status: 'VARCHAR',
		evidence: 'VARCHAR',
		parameters: 'VARCHAR',
	},
} as const satisfies Readonly<Record<string, Readonly<Record<string, PredictionType>>>>;

export type PredictionName = keyof typeof PREDICTIONS;

/** The features that each prediction is made from. */
export const PREDICTED_FROM: Readonly<Record<PredictionName, readonly string[]>> = {
	predicted_customers: ['ftr_customer_purchases', 'ftr_purchases_by_day'],
	predicted_deals: ['ftr_open_deals'],
	predicted_revenue: ['ftr_revenue_by_bucket'],
	current_models: ['ftr_customer_purchases', 'ftr_purchases_by_day', 'ftr_open_deals', 'ftr_revenue_by_bucket'],
};

/** Every prediction. */
export const PREDICTION_NAMES = Object.keys(PREDICTIONS) as readonly PredictionName[];

/** Makes the empty table of a prediction. */
export async function createPrediction(connection: Connection, name: PredictionName): Promise<void> {
	const columns = Object.entries(PREDICTIONS[name]).map(([column, type]) => `"${column}" ${type}`);
	await connection.run(`create temp table ${name} (${columns.join(', ')})`);
}
