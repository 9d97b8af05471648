import type { Connection } from '../database.ts';
import { row, rows } from '../query.ts';
import { isMetricId, metricOf } from './catalog.ts';
import type { MetricUnit } from './metric.ts';
import { compileMetric } from './compile.ts';
import { sqlWithLiterals } from './literals.ts';
import type { Localized } from './localized.ts';
import { checkRequest } from './request.ts';
import type { MetricRequest } from './request.ts';
import { snapshotFacts } from './snapshot-facts.ts';
import type { SnapshotFacts } from './snapshot-facts.ts';
import { ownMetrics } from '../own/own-definitions.ts';

/** A decimal string for money, a number for counts and shares, null where there is nothing to divide by. */
export type MetricValue = string | number | null;

/** One row of a result: a field per grain (`YYYY-MM-DD`, the bucket's first day) and dimension, then `value`. */
export interface MetricRow {
	readonly [field: string]: string | number | boolean | null;
	readonly value: MetricValue;
}

export interface MetricResult {
	readonly metric: string;
	/** The base currency's ISO code for money, else `count` or `ratio`. */
	readonly unit: string;
	readonly kind: MetricUnit;
	readonly name: Localized;
	readonly definition: Localized;
	/** The SQL of `rows` with its values written in. */
	readonly sql: string;
	readonly snapshot: string;
	readonly asOf: string;
	/** Over the whole period; computed from the data, so for a metric that is not additive it is not the sum of rows. */
	readonly total: MetricValue;
	readonly rows: readonly MetricRow[];
}

/**
 * Reads a metric from the connection's snapshot, as `compileMetric` describes its rows.
 * @throws RequestError when the request does not fit the catalogue
 */
export async function readMetric(db: Connection, request: MetricRequest, known?: SnapshotFacts): Promise<MetricResult> {
	const own = isMetricId(request.metric) ? [] : await ownMetrics(db);
	const { metric, by, grain } = checkRequest(request, own);
	const facts = known ?? (await snapshotFacts(db));
	const compiled = compileMetric(request, facts, own);
	const total = (await row<{ value: MetricValue }>(db, compiled.total))?.value ?? null;
	const isWhole = by.length === 0 && grain === null;
	const { name, unit, definition } = metricOf(metric);
	return {
		metric: request.metric,
		unit: unit === 'money' ? facts.currency : unit,
		kind: unit,
		name,
		definition,
		sql: sqlWithLiterals(compiled.rows),
		snapshot: facts.snapshot,
		asOf: facts.asOf,
		total,
		rows: isWhole ? [{ value: total }] : await rows<MetricRow>(db, compiled.rows),
	};
}
