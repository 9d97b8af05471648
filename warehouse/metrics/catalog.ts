import { CUSTOMER_METRICS } from './catalog/customers.ts';
import { MARKETING_METRICS } from './catalog/marketing.ts';
import { ORDER_METRICS } from './catalog/orders.ts';
import { PIPELINE_METRICS } from './catalog/pipeline.ts';
import { SALES_METRICS } from './catalog/sales.ts';
import { SCORE_METRICS } from './catalog/scores.ts';
import { SERVICE_METRICS } from './catalog/service.ts';
import type { Metric, OwnMetric } from './metric.ts';

/** Every figure of the product by its id, each with its one definition. */
export const METRICS = {
	...ORDER_METRICS,
	...CUSTOMER_METRICS,
	...PIPELINE_METRICS,
	...SALES_METRICS,
	...SERVICE_METRICS,
	...MARKETING_METRICS,
	...SCORE_METRICS,
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricId = keyof typeof METRICS;

/** Every metric's id, in the order of the catalogue. */
export const METRIC_IDS = Object.keys(METRICS) as readonly MetricId[];

/** A metric of the catalogue by its id, or one of somebody's own as it is. */
export type MetricRef = MetricId | OwnMetric;

/** What a metric is. */
export function metricOf(metric: MetricRef): Metric {
	return typeof metric === 'string' ? METRICS[metric] : metric;
}

/** What a metric is called by. */
export function metricId(metric: MetricRef): string {
	return typeof metric === 'string' ? metric : metric.id;
}

/** Whether the text is a metric's id. */
export function isMetricId(text: string): text is MetricId {
	return Object.hasOwn(METRICS, text);
}
