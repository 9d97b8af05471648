import type { BuildInput, RelationBuild } from '#warehouse/build-relations.ts';
import type { Connection } from '#warehouse/database.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import { createPrediction } from '#warehouse/predictions.ts';
import type { PredictionName } from '#warehouse/predictions.ts';
import { versionOf } from '#warehouse/relation-versions.ts';
import type { RelationVersions } from '#warehouse/relation-versions.ts';
import { noteFit, noteForecasts, noteSegments, scoreHistoryVersions } from '#warehouse/score-history.ts';
import type { Fit } from '#warehouse/score-history.ts';
import { failpoint } from './failpoint.ts';
import { inTransaction } from './load/in-transaction.ts';
import type { LoadContext } from './load/load-context.ts';
import { requireLease } from './load/require-lease.ts';
import { codeVersion } from './score/code-version.ts';
import { PREDICTIONS_BY_MODELS } from './score/fill-predictions.ts';
import { fitModels } from './score/fit-models.ts';
import type { RefitPolicy } from './score/refit.ts';

export interface ScoreContext extends RefitPolicy, Pick<LoadContext, 'isCurrent' | 'signal'> {
	readonly now: Temporal.Instant;
	/** Versions in the last snapshot; none to score everything anew. */
	readonly previous: RelationVersions;
}

/**
 * Applies the models to the features of the snapshot being built: fits those that are due, predicts what is not as it was in
 * the last snapshot, and notes fits, forecasts and segments in history, in one transaction; then makes the relations that
 * follow from scores. Gives the versions of what those read.
 * @throws SourceError when the run no longer holds its lease: history is as it was then
 */
export async function scoreSnapshot(
	connection: Connection,
	build: RelationBuild,
	context: ScoreContext,
): Promise<RelationVersions> {
	const { asOf, previous } = context;
	await withInsertionOrder(connection, false, () => build.build(['features']));
	const { versions: made } = build.built();
	const models = await fitModels(connection, {
		...context,
		make: (features) => build.make(features),
		versionOf: (feature) => made[feature]?.version ?? '',
		isUnchanged: (features) => features.every((name) => previous[name]?.version === made[name]?.version),
	});
	const inputs: BuildInput[] = [];
	const changed = new Set<PredictionName>();
	for (const { name, models: wanted, features, fill } of PREDICTIONS_BY_MODELS) {
		await createPrediction(connection, name);
		const inUse = wanted.map((model) => models.inUse.get(model));
		const said = name === 'current_models' ? inUse.map((each) => [each?.refitReason, each?.warnings]) : [];
		const version = versionOf([
			codeVersion(),
			inUse.map((each) => each?.fit.version),
			said,
			features.map((feature) => made[feature]?.version),
		]);
		const fillIt = async (): Promise<void> => {
			await build.make(features);
			await fill(connection, models, { asOf });
		};
		// What says the same is copied with the relations that read it; one of them that has to be built asks for it.
		const isKnown = previous[name]?.version === version;
		inputs.push(isKnown ? { name, version, fill: fillIt } : { name, version });
		if (isKnown) continue;
		changed.add(name);
		await fillIt();
	}
	failpoint('score.predicted');
	await noteScores(connection, models.fits, changed, context);
	for (const [name, version] of await scoreHistoryVersions(connection)) inputs.push({ name, version });
	await build.build(['scores'], inputs);
	return Object.fromEntries(inputs.map(({ name, version }) => [name, { inputs: version, version }]));
}

async function noteScores(
	connection: Connection,
	fits: readonly Fit[],
	changed: ReadonlySet<PredictionName>,
	context: ScoreContext,
): Promise<void> {
	if (fits.length === 0 && changed.size === 0) return;
	await inTransaction(connection, async () => {
		for (const fit of fits) await noteFit(connection, fit);
		if (changed.has('predicted_revenue')) await noteForecasts(connection, context.asOf);
		if (changed.has('predicted_customers')) await noteSegments(connection, context.asOf);
		failpoint('score.noted');
		await requireLease('history', context);
	});
	failpoint('score.committed');
}
