import type { MetricId } from '#warehouse/metrics/catalog.ts';
import type { MetricUnit } from '#warehouse/metrics/metric.ts';
import { METRIC_IDS, METRICS } from '#warehouse/metrics/catalog.ts';
import { compileMetric } from '#warehouse/metrics/compile.ts';
import { DIMENSIONS } from '#warehouse/metrics/dimensions.ts';
import { sqlWithLiterals } from '#warehouse/metrics/literals.ts';
import type { Localized } from '#warehouse/metrics/localized.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** What a metric is, for people who want to know what a figure means. */
export interface MetricDefinition {
	readonly id: MetricId;
	readonly name: Localized;
	readonly unit: MetricUnit;
	readonly definition: Localized;
	readonly isAdditive: boolean;
	readonly dimensions: readonly { readonly id: string; readonly name: Localized }[];
	/** Its value over everything in the snapshot; null before there is one. */
	readonly sql: string | null;
}

/** Every metric of the catalogue in its order, with the SQL that its value over all time is read by. */
export function metricDefinitions(snapshot: RequestSnapshot | null): MetricDefinition[] {
	return METRIC_IDS.map((id) => {
		const { name, unit, definition, isAdditive, dimensions } = METRICS[id];
		return {
			id,
			name,
			unit,
			definition,
			isAdditive,
			dimensions: dimensions.map((each) => ({ id: each, name: DIMENSIONS[each].name })),
			sql: snapshot === null ? null : sqlWithLiterals(compileMetric({ metric: id }, snapshot.facts).total),
		};
	});
}
