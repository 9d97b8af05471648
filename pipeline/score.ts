import { ulid } from 'ulid';
import { ModelError } from '#models/model-error.ts';
import type { RelationBuild } from '#warehouse/build-relations.ts';
import type { Connection } from '#warehouse/database.ts';
import { createPrediction, PREDICTION_NAMES, PREDICTIONS } from '#warehouse/predictions.ts';
import type { PredictionName } from '#warehouse/predictions.ts';
import { contentVersion, versionOf } from '#warehouse/relation-versions.ts';
import type { RelationVersions } from '#warehouse/relation-versions.ts';
import { fitsUntil, noteFit, noteForecasts, noteSegments, scoreHistoryVersions } from '#warehouse/score-history.ts';
import type { Fit } from '#warehouse/score-history.ts';
import { appendColumns } from '#warehouse/typed-columns.ts';
import { failpoint } from './failpoint.ts';
import { inTransaction } from './load/in-transaction.ts';
import type { LoadContext } from './load/load-context.ts';
import { requireLease } from './load/require-lease.ts';
import { codeVersion } from './score/code-version.ts';
import { CUSTOMER_VALUE_MODEL, predictCustomers, readCutOff } from './score/customer-value.ts';
import type { CustomerValueParameters } from './score/customer-value.ts';
import { noEvidence } from './score/evidence.ts';
import { reasonToFit } from './score/refit.ts';
import { predictRevenue, readRevenue, REVENUE_FORECAST_MODEL } from './score/revenue-forecast.ts';
import type { RevenueForecastParameters } from './score/revenue-forecast.ts';
import { predictSegments, readRfmCustomers, RFM_SEGMENTS_MODEL, rfmCustomersOf } from './score/rfm-segments.ts';
import type { RfmParameters } from './score/rfm-segments.ts';
import type { ModelName, ScoredModel } from './score/scored-model.ts';

export interface ScoreContext extends Pick<LoadContext, 'isCurrent' | 'signal'> {
	readonly asOf: string;
	readonly now: Temporal.Instant;
	readonly refitDays: number;
	/** Whether somebody wants every model fitted anew. */
	readonly isRefitWanted: boolean;
	/** Versions of features and whatever else was made before. */
	readonly versions: ReadonlyMap<string, string>;
	/** Versions in the last snapshot, none to score everything anew. */
	readonly previous: RelationVersions;
}

export interface Scored {
	/** Versions of what the transforms in scores/ read. */
	readonly versions: ReadonlyMap<string, string>;
}

const MODELS: readonly ScoredModel<unknown>[] = [CUSTOMER_VALUE_MODEL, RFM_SEGMENTS_MODEL, REVENUE_FORECAST_MODEL];

/** What a prediction is made from. */
const MADE_FROM: Readonly<
	Partial<Record<PredictionName, { readonly models: readonly ModelName[]; readonly features: readonly string[] }>>
> = {
	predicted_customers: { models: ['customer-value', 'rfm-segments'], features: ['ftr_customer_purchases'] },
	predicted_revenue: { models: ['revenue-forecast'], features: ['ftr_revenue_by_bucket'] },
};

/** Fits a model, or says in words why it cannot be. */
async function tryFit(
	connection: Connection,
	model: ScoredModel<unknown>,
	refitReason: string,
	{ asOf, now }: ScoreContext,
): Promise<Fit> {
	const common = {
		version: ulid(),
		model: model.name,
		fittedAt: now.toString(),
		fittedFor: asOf,
		refitReason,
		isUsed: true,
	};
	try {
		const { evidence, parameters, ...fitted } = await model.fit(connection, { asOf }, null);
		return { ...common, ...fitted, evidence: JSON.stringify(evidence), parameters: JSON.stringify(parameters) };
	} catch (error) {
		if (!(error instanceof ModelError)) throw error;
		return {
			...common,
			kind: 'none',
			isUsed: false,
			trainedFrom: null,
			trainedTo: null,
			rows: 0,
			status: 'insufficient',
			evidence: JSON.stringify(noEvidence(model.baseline, [`failed:${error.message}`])),
			parameters: 'null',
		};
	}
}

/** Fits what is due. Gives each model as it is in use, and the fits that history has yet to note. */
async function fitModels(
	connection: Connection,
	build: RelationBuild,
	context: ScoreContext,
): Promise<{ readonly inUse: ReadonlyMap<string, Fit>; readonly fits: readonly Fit[] }> {
	const known = await fitsUntil(connection, context.asOf);
	const inUse = new Map<string, Fit>();
	const fits: Fit[] = [];
	for (const model of MODELS) {
		const ofModel = known.filter((fit) => fit.model === model.name);
		const reason = reasonToFit(ofModel, context);
		const current = ofModel.find(({ isUsed }) => isUsed);
		if (current !== undefined) inUse.set(model.name, current);
		if (reason === null) continue;
		await build.make(model.features);
		const fit = await tryFit(connection, model, reason, context);
		fits.push(fit);
		if (fit.isUsed || current === undefined) inUse.set(model.name, fit);
	}
	return { inUse, fits };
}

function parametersOf<Parameters>(inUse: ReadonlyMap<string, Fit>, model: ScoredModel<Parameters>): Parameters | null {
	return JSON.parse(inUse.get(model.name)?.parameters ?? 'null') as Parameters | null;
}

async function fillCustomers(connection: Connection, inUse: ReadonlyMap<string, Fit>, asOf: string): Promise<void> {
	const cuts: RfmParameters | null = parametersOf(inUse, RFM_SEGMENTS_MODEL);
	if (cuts === null) return;
	const columns = await readRfmCustomers(connection, 0);
	const scores = predictSegments(cuts, rfmCustomersOf(columns));
	const value: CustomerValueParameters | null = parametersOf(inUse, CUSTOMER_VALUE_MODEL);
	const nothing = new Float64Array(columns.rows).fill(Number.NaN);
	const predicted =
		value === null
			? {
					p_alive: nothing,
					expected_purchases: nothing,
					expected_purchases_lower: nothing,
					expected_purchases_upper: nothing,
					expected_revenue: nothing,
					expected_revenue_lower: nothing,
					expected_revenue_upper: nothing,
				}
			: predictCustomers(value, await readCutOff(connection, asOf, 0));
	await appendColumns(connection, 'predicted_customers', columns.rows, {
		position: Int32Array.from({ length: columns.rows }, (_, index) => index + 1),
		segment: scores.segments,
		recency_score: scores.recency,
		frequency_score: scores.frequency,
		monetary_score: scores.monetary,
		...predicted,
		model: inUse.get('customer-value')?.kind ?? '',
		model_version: inUse.get('customer-value')?.version ?? '',
	});
}

async function fillRevenue(connection: Connection, inUse: ReadonlyMap<string, Fit>, asOf: string): Promise<void> {
	const parameters: RevenueForecastParameters | null = parametersOf(inUse, REVENUE_FORECAST_MODEL);
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

async function fillModels(connection: Connection, inUse: ReadonlyMap<string, Fit>): Promise<void> {
	for (const fit of inUse.values()) {
		await connection.run(
			`insert into current_models values ($1, $2, $3, $4::timestamp, $5, $6::date, $7::date, $8, $9, $10, $11)`,
			[
				fit.model,
				fit.kind,
				fit.version,
				fit.fittedAt,
				fit.refitReason,
				fit.trainedFrom,
				fit.trainedTo,
				BigInt(fit.rows),
				fit.status,
				fit.evidence,
				fit.parameters,
			],
		);
	}
}

/**
 * Applies the models to the features of the snapshot being built: fits those that are due, fills the predictions that are
 * not as they were in the last snapshot, and notes fits, forecasts and segments in history, all in one transaction.
 */
export async function scoreSnapshot(
	connection: Connection,
	build: RelationBuild,
	context: ScoreContext,
): Promise<Scored> {
	const { inUse, fits } = await fitModels(connection, build, context);
	const versions = new Map<string, string>();
	const changed = new Set<PredictionName>();
	for (const name of PREDICTION_NAMES) {
		await createPrediction(connection, name);
		const made = MADE_FROM[name];
		const version = versionOf([
			codeVersion(),
			PREDICTIONS[name],
			(made?.models ?? []).map((model) => inUse.get(model)?.version),
			(made?.features ?? []).map((feature) => context.versions.get(feature)),
		]);
		versions.set(name, version);
		if (context.previous[name]?.version === version) continue;
		changed.add(name);
		await build.make(made?.features ?? []);
	}
	if (changed.has('predicted_customers')) await fillCustomers(connection, inUse, context.asOf);
	if (changed.has('predicted_revenue')) await fillRevenue(connection, inUse, context.asOf);
	await fillModels(connection, inUse);
	versions.set('current_models', await contentVersion(connection, 'current_models'));
	await inTransaction(connection, async () => {
		for (const fit of fits) await noteFit(connection, fit);
		if (changed.has('predicted_revenue')) await noteForecasts(connection, context.asOf);
		if (changed.has('predicted_customers')) await noteSegments(connection, context.asOf);
		failpoint('score.noted');
		await requireLease('history', context);
	});
	failpoint('score.committed');
	for (const [name, version] of await scoreHistoryVersions(connection)) versions.set(name, version);
	return { versions };
}
