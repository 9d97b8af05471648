import { naiveScale } from '#models/forecast-evaluation/forecast-evaluation.ts';
import type { ForecastGrain, PastForecast } from '#warehouse/reads/forecast.ts';
import { addDays, addMonths } from '#lib/filters/period.ts';

/** How past forecasts of some horizons did, beside the naive forecast. Shares are of 1. */
export interface ScoreboardRow {
	/** Buckets ahead, from and to. */
	readonly from: number;
	readonly to: number;
	/** Forecasts that have come true, one for each bucket and horizon. */
	readonly forecasts: number;
	/** Mean absolute error beside the usual change from one bucket to the next, as known then; null without any. */
	readonly mase: number | null;
	readonly baseline_mase: number | null;
	/** Symmetric mean absolute error. */
	readonly smape: number;
	readonly baseline_smape: number;
	/** Forecasts less truth, beside the truth: above 0 too high; null where nothing came. */
	readonly bias: number | null;
	/** How many truths lay within the bands. */
	readonly within80: number;
	readonly within95: number;
}

/** A bucket that is over and what it brought. */
export interface KnownBucket {
	readonly bucket: string;
	readonly value: number;
}

const GROUPS: Readonly<Record<ForecastGrain, readonly (readonly [from: number, to: number])[]>> = {
	week: [
		[1, 1],
		[2, 4],
		[5, 8],
		[9, 13],
	],
	month: [
		[1, 1],
		[2, 3],
		[4, 6],
		[7, 12],
	],
};

/**
 * Past forecasts by how far ahead they looked, those nearest first; horizons without any are left out.
 * @param known the buckets of the series that are over, in order: what the errors are scaled by
 */
export function scoreboard(
	past: readonly PastForecast[],
	known: readonly KnownBucket[],
	grain: ForecastGrain,
): ScoreboardRow[] {
	const scales = new Map<string, number | null>();
	const scaleOn = (day: string): number | null => {
		const found = scales.get(day);
		if (found !== undefined) return found;
		const values = known.filter(({ bucket }) => endOf(bucket, grain) <= day).map(({ value }) => value);
		const scale = naiveScale(values, 1);
		scales.set(day, scale);
		return scale;
	};
	return GROUPS[grain].flatMap(([from, to]) => {
		const rows = past.filter(({ horizon }) => horizon >= from && horizon <= to);
		return rows.length === 0 ? [] : [{ from, to, ...figuresOf(rows, scaleOn) }];
	});
}

function figuresOf(
	rows: readonly PastForecast[],
	scaleOn: (day: string) => number | null,
): Omit<ScoreboardRow, 'from' | 'to'> {
	const truth = rows.reduce((sum, { actual }) => sum + actual, 0);
	const surplus = rows.reduce((sum, { mean, actual }) => sum + mean - actual, 0);
	return {
		forecasts: rows.length,
		mase: scaledError(rows, 'mean', scaleOn),
		baseline_mase: scaledError(rows, 'baseline', scaleOn),
		smape: symmetricError(rows, 'mean'),
		baseline_smape: symmetricError(rows, 'baseline'),
		bias: truth === 0 ? null : surplus / Math.abs(truth),
		within80: rows.filter(({ actual, lower80, upper80 }) => actual >= lower80 && actual <= upper80).length,
		within95: rows.filter(({ actual, lower95, upper95 }) => actual >= lower95 && actual <= upper95).length,
	};
}

function scaledError(
	rows: readonly PastForecast[],
	name: 'mean' | 'baseline',
	scaleOn: (day: string) => number | null,
): number | null {
	const scaled = rows.flatMap((row) => {
		const scale = scaleOn(row.made_on);
		return scale === null ? [] : [Math.abs(row[name] - row.actual) / scale];
	});
	return scaled.length === 0 ? null : scaled.reduce((sum, error) => sum + error, 0) / scaled.length;
}

function symmetricError(rows: readonly PastForecast[], name: 'mean' | 'baseline'): number {
	const errors = rows.map((row) => {
		const size = Math.abs(row[name]) + Math.abs(row.actual);
		return size === 0 ? 0 : (2 * Math.abs(row[name] - row.actual)) / size;
	});
	return errors.reduce((sum, error) => sum + error, 0) / rows.length;
}

/** The day after a bucket's last one. */
export function endOf(bucket: string, grain: ForecastGrain): string {
	return grain === 'week' ? addDays(bucket, 7) : addMonths(bucket, 1);
}
