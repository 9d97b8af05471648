import type { Metric, MetricUnit } from '#warehouse/metrics/metric.ts';
import { METRIC_IDS, METRICS } from '#warehouse/metrics/catalog.ts';
import { compileMetric } from '#warehouse/metrics/compile.ts';
import { DIMENSIONS } from '#warehouse/metrics/dimensions.ts';
import { sqlWithLiterals } from '#warehouse/metrics/literals.ts';
import type { Localized } from '#warehouse/metrics/localized.ts';
import { ownMetrics } from '#warehouse/own/own-definitions.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** What a metric is, for people who want to know what a figure means. */
export interface MetricDefinition {
	readonly id: string;
	/** Whether somebody wrote it beside their config. */
	readonly isOwn: boolean;
	readonly name: Localized;
	readonly unit: MetricUnit;
	readonly definition: Localized;
	readonly isAdditive: boolean;
	readonly dimensions: readonly { readonly id: string; readonly name: Localized }[];
	/** Its value over everything in the snapshot; null before there is one. */
	readonly sql: string | null;
}

/**
 * Every metric of the catalogue in its order, then those of somebody's own that the snapshot was built with, each with the
 * SQL that its value over all time is read by.
 */
export async function metricDefinitions(snapshot: RequestSnapshot | null): Promise<MetricDefinition[]> {
	const own = snapshot === null ? [] : await snapshot.cached('own metrics', ownMetrics);
	const ours = METRIC_IDS.map((id): [string, Metric] => [id, METRICS[id]]);
	return [...ours, ...own.map((metric): [string, Metric] => [metric.id, metric])].map(([id, metric]) => {
		const { name, unit, definition, isAdditive, dimensions } = metric;
		return {
			id,
			isOwn: own.some((each) => each.id === id),
			name,
			unit,
			definition,
			isAdditive,
			dimensions: dimensions.map((each) => ({ id: each, name: DIMENSIONS[each].name })),
			sql: snapshot === null ? null : sqlWithLiterals(compileMetric({ metric: id }, snapshot.facts, own).total),
		};
	});
}
