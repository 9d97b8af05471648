import { isMetricId, METRIC_IDS, metricId, metricOf } from './catalog.ts';
import { GRAINS } from './metric.ts';
import type { MetricId, MetricRef } from './catalog.ts';
import type { Grain, OwnMetric } from './metric.ts';
import { isDimensionId } from './dimensions.ts';
import type { DimensionId } from './dimensions.ts';
import { parseFilter } from './filter.ts';
import type { Filter } from './filter.ts';
import { parseDay } from './period.ts';
import { listed, RequestError } from './request-error.ts';

/** What is asked of a metric, as a person or a page writes it; whatever is left out does not restrict. */
export interface MetricRequest {
	readonly metric: string;
	/** Dimensions to break down by. */
	readonly by?: readonly string[];
	/** Buckets of time to break down by. */
	readonly grain?: string | null;
	/** First day that counts, `YYYY-MM-DD`. */
	readonly from?: string | null;
	/** First day that counts no more. */
	readonly to?: string | null;
	/** A condition in the filter language, see `parseFilter`. */
	readonly where?: string | null;
}

/** A request without its metric, every name in it known. */
export interface Slice {
	readonly by: readonly DimensionId[];
	readonly grain: Grain | null;
	readonly from: string | null;
	readonly to: string | null;
	readonly filter: Filter | null;
}

export interface CheckedRequest<Ref extends MetricRef = MetricRef> extends Slice {
	readonly metric: Ref;
}

/**
 * Checks a request against the catalogue.
 * @throws RequestError for an unknown metric, dimension, grain or day, a filter that cannot be read, and a period whose
 * end is not after its start; the message lists what is valid
 */
export function checkRequest(request: MetricRequest): CheckedRequest<MetricId>;
/** The same with metrics of somebody's own beside the catalogue's. */
export function checkRequest(request: MetricRequest, own: readonly OwnMetric[]): CheckedRequest;
export function checkRequest(request: MetricRequest, own: readonly OwnMetric[] = []): CheckedRequest {
	const metric = isMetricId(request.metric) ? request.metric : own.find(({ id }) => id === request.metric);
	if (metric === undefined) {
		const known = [...METRIC_IDS, ...own.map(({ id }) => id)];
		throw new RequestError(`unknown metric: "${request.metric}" (expected ${listed(known)})`);
	}
	const { dimensions, grains } = metricOf(metric);
	const id = metricId(metric);
	const from = checkDay(request.from);
	const to = checkDay(request.to);
	if (from !== null && to !== null && to <= from) {
		throw new RequestError(`invalid period: ${from} to ${to} (expected an end after its start; the end is exclusive)`);
	}
	return {
		metric,
		by: checkDimensions(id, request.by ?? [], dimensions),
		grain: checkGrain(id, request.grain ?? null, grains),
		from,
		to,
		filter: parseFilter(request.where ?? '', dimensions),
	};
}

function checkDimensions(metric: string, by: readonly string[], valid: readonly DimensionId[]): DimensionId[] {
	const dimensions = by.map((name) => {
		if (isDimensionId(name) && valid.includes(name)) return name;
		throw new RequestError(`unknown dimension of ${metric}: "${name}" (expected ${listed(valid)})`);
	});
	const twice = dimensions.find((dimension, index) => dimensions.indexOf(dimension) < index);
	if (twice !== undefined) throw new RequestError(`dimension given twice: "${twice}" (expected each once)`);
	return dimensions;
}

function checkGrain(metric: string, grain: string | null, valid: readonly Grain[]): Grain | null {
	if (grain === null) return null;
	const known = GRAINS.find((name) => name === grain);
	if (known && valid.includes(known)) return known;
	throw new RequestError(`invalid grain of ${metric}: "${grain}" (expected ${listed(valid)})`);
}

function checkDay(day: string | null | undefined): string | null {
	return day === null || day === undefined ? null : parseDay(day).toString();
}
