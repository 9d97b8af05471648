import type { Connection } from '#warehouse/database.ts';
import type { PredictionName } from '#warehouse/predictions.ts';
import { appendColumns } from '#warehouse/typed-columns.ts';
import { predictRfm } from '#models/rfm/rfm.ts';
import { readCutOff } from './customer-cut-offs.ts';
import { readDeals } from './deal-features.ts';
import { CUSTOMER_VALUE_MODEL } from './customer-value.ts';
import { DEAL_WIN_MODEL, predictDeals } from './deal-win.ts';
import type { Evidence } from './evidence.ts';
import { parametersJson, parametersOf } from './fit-models.ts';
import type { FittedModels } from './fit-models.ts';
import { predictCustomers } from './predict-customers.ts';
import type { CustomerPredictions } from './predict-customers.ts';
import { predictRevenue, REVENUE_FORECAST_MODEL } from './revenue-forecast.ts';
import { readRevenue } from './revenue-series.ts';
import { readRfmCustomers, RFM_SEGMENTS_MODEL } from './rfm-segments.ts';
import type { ModelName, ScoreTime } from './scored-model.ts';

/** How a prediction comes about. */
export interface Prediction {
	readonly name: PredictionName;
	readonly models: readonly ModelName[];
	readonly features: readonly string[];
	/** Fills its table, which is there and empty; leaves it so where a model has nothing to say. */
	readonly fill: (connection: Connection, models: FittedModels, time: ScoreTime) => Promise<void>;
}

function nothingOf(rows: number): CustomerPredictions {
	const nothing = new Float64Array(rows).fill(Number.NaN);
	return {
		p_alive: nothing,
		expected_purchases: nothing,
		expected_purchases_lower: nothing,
		expected_purchases_upper: nothing,
		expected_revenue: nothing,
		expected_revenue_lower: nothing,
		expected_revenue_upper: nothing,
	};
}

async function fillCustomers(connection: Connection, models: FittedModels, { asOf }: ScoreTime): Promise<void> {
	const cuts = parametersOf(RFM_SEGMENTS_MODEL, models);
	if (cuts === null) return;
	const customers = await readRfmCustomers(connection, 0);
	const rows = customers.recency.length;
	const { segments, recency, frequency, monetary } = predictRfm(cuts, customers);
	const value = models.inUse.get('customer-value')?.fit;
	// A model that is not better than its baseline says so, instead of figures.
	const parameters = value?.status === 'good' ? parametersOf(CUSTOMER_VALUE_MODEL, models) : null;
	await appendColumns(connection, 'predicted_customers', rows, {
		position: Int32Array.from({ length: rows }, (_, index) => index + 1),
		segment: segments,
		recency_score: recency,
		frequency_score: frequency,
		monetary_score: monetary,
		...(parameters === null ? nothingOf(rows) : predictCustomers(parameters, await readCutOff(connection, asOf, 0))),
		model: value?.kind ?? 'none',
		model_version: value?.version ?? '',
	});
}

async function fillDeals(connection: Connection, models: FittedModels): Promise<void> {
	const fit = models.inUse.get('deal-win')?.fit;
	const parameters = parametersOf(DEAL_WIN_MODEL, models);
	// A model that is not better than the rate of the stage leaves the word to that.
	if (fit === undefined || parameters === null || fit.status !== 'good') return;
	const predicted = predictDeals(parameters, await readDeals(connection, 'present'));
	await connection.run(
		`insert into predicted_deals by name
		select entry.*, $2::varchar as model_version from (select unnest(from_json($1::json, '[{"deal_id": "VARCHAR",
			"win_probability": "DOUBLE", "win_probability_lower": "DOUBLE", "win_probability_upper": "DOUBLE",
			"reasons": "VARCHAR"}]')) as entry)`,
		[JSON.stringify(predicted), fit.version],
	);
}

async function fillRevenue(connection: Connection, models: FittedModels, { asOf }: ScoreTime): Promise<void> {
	const parameters = parametersOf(REVENUE_FORECAST_MODEL, models);
	if (parameters === null) return;
	const predicted = predictRevenue(parameters, await readRevenue(connection));
	await connection.run(
		`insert into predicted_revenue by name
		select entry.*, $2::date as made_on from (select unnest(from_json($1::json, '[{"series": "VARCHAR",
			"series_value": "VARCHAR", "grain": "VARCHAR", "bucket": "DATE", "step": "INTEGER", "mean": "DOUBLE",
			"lower80": "DOUBLE", "upper80": "DOUBLE", "lower95": "DOUBLE", "upper95": "DOUBLE", "baseline": "DOUBLE",
			"model": "VARCHAR", "interval": "VARCHAR"}]')) as entry)`,
		[JSON.stringify(predicted), asOf],
	);
}

async function fillModels(connection: Connection, models: FittedModels): Promise<void> {
	for (const { fit, refitReason, warnings } of models.inUse.values()) {
		const evidence = JSON.parse(fit.evidence) as Evidence;
		await connection.run(
			'insert into current_models values ($1, $2, $3, $4::timestamp, $5, $6::date, $7::date, $8, $9, $10, $11)',
			[
				fit.model,
				fit.kind,
				fit.version,
				fit.fittedAt,
				refitReason,
				fit.trainedFrom,
				fit.trainedTo,
				BigInt(fit.rows),
				fit.status,
				JSON.stringify({ ...evidence, warnings: [...evidence.warnings, ...warnings] }),
				parametersJson(fit),
			],
		);
	}
}

/** Every prediction; the models themselves are the last, for they are said to be in use whatever came of them. */
export const PREDICTIONS_BY_MODELS: readonly Prediction[] = [
	{
		name: 'predicted_customers',
		models: ['customer-value', 'rfm-segments'],
		features: ['ftr_customer_purchases'],
		fill: fillCustomers,
	},
	{ name: 'predicted_deals', models: ['deal-win'], features: ['ftr_open_deals'], fill: fillDeals },
	{
		name: 'predicted_revenue',
		models: ['revenue-forecast'],
		features: ['ftr_revenue_by_bucket'],
		fill: fillRevenue,
	},
	{
		name: 'current_models',
		models: ['customer-value', 'rfm-segments', 'deal-win', 'revenue-forecast'],
		features: [],
		fill: fillModels,
	},
];
