import type { Connection } from '../database.ts';
import { row } from '../query.ts';
import { METRICS } from './catalog.ts';
import type { MetricUnit } from './metric.ts';
import { compileMetric } from './compile.ts';
import { addDays, comparisonDays, daysBetween } from './period.ts';
import type { Comparison, DayRange } from './period.ts';
import type { MetricValue } from './read-metric.ts';
import { checkRequest } from './request.ts';
import type { MetricRequest } from './request.ts';
import { RequestError } from './request-error.ts';
import { snapshotFacts } from './snapshot-facts.ts';

export interface MetricComparison {
	/** The period itself, cut off at the analysis date where it reaches beyond. */
	readonly days: DayRange;
	/** The days it is compared with: as many as `days` has had so far. */
	readonly compared: DayRange;
	/** Whether the data reaches back to the start of `compared`. */
	readonly hasHistory: boolean;
	readonly total: MetricValue;
	/** The total over `compared`; null without history. */
	readonly before: MetricValue;
	/** As `changeBetween`. */
	readonly change: number | null;
}

/**
 * Compares a metric's total with that of an earlier period. A period that is still running is compared with the same
 * span of the earlier one.
 * @throws RequestError when the request does not fit the catalogue, or has no start
 */
export async function readComparison(
	db: Connection,
	request: MetricRequest,
	compare: Comparison,
): Promise<MetricComparison> {
	const { metric, from, to } = checkRequest(request);
	if (from === null) throw new RequestError('a comparison needs the day its period starts on');
	const facts = await snapshotFacts(db);
	const days = { from, to: to ?? facts.asOf };
	const elapsed = elapsedDays(days, facts.asOf);
	const compared = comparisonDays(elapsed, compare);
	const hasHistory = reachesBackTo(compared, facts.firstEventOn);
	const totalOf = async (range: DayRange): Promise<MetricValue> => {
		const { total } = compileMetric({ ...request, by: [], grain: null, ...range }, facts);
		return (await row<{ value: MetricValue }>(db, total))?.value ?? null;
	};
	const total = await totalOf(elapsed);
	const before = hasHistory ? await totalOf(compared) : null;
	const change = changeBetween(asNumber(total), asNumber(before), METRICS[metric].unit);
	return { days: elapsed, compared, hasHistory, total, before, change };
}

/** The part of a period that lies before the analysis date; a period wholly after it stays as it is. */
export function elapsedDays(days: DayRange, asOf: string): DayRange {
	return days.from < asOf && days.to > asOf ? { from: days.from, to: asOf } : days;
}

/**
 * Whether the data reaches back to the start of a period. A first event a little later is taken as a quiet start, not
 * as missing history: up to a tenth of the period, at most a week.
 */
export function reachesBackTo(days: DayRange, firstEventOn: string | null): boolean {
	if (firstEventOn === null) return false;
	const grace = Math.min(7, Math.floor(daysBetween(days.from, days.to) / 10));
	return firstEventOn <= addDays(days.from, grace);
}

/**
 * The change of a figure against an earlier one: of a share its difference (0.02 is two points more), of all else the
 * part of the earlier one (0.08 is eight percent more). Null where either is missing, or the earlier one is 0.
 */
export function changeBetween(value: number | null, before: number | null, unit: MetricUnit): number | null {
	if (value === null || before === null) return null;
	if (unit === 'ratio') return value - before;
	return before === 0 ? null : (value - before) / Math.abs(before);
}

function asNumber(value: MetricValue): number | null {
	return value === null ? null : Number(value);
}
