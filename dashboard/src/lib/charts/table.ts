import { formatCount } from '../format/count.ts';
import { formatBucket } from '../format/date.ts';
import { formatMeasure, type MeasureContext } from '../format/measure.ts';
import { nothing } from '../format/locale.ts';
import { formatPercent } from '../format/percent.ts';
import { formatShare } from '../format/share.ts';
import type { Coverage } from './coverage.ts';
import type { FanOverTime } from './fan-over-time.ts';
import type { Reliability } from './reliability.ts';
import type { ChartSpec } from './spec.ts';

/** A chart's numbers as text: column heads, and rows whose first cell names the row. */
interface ChartTable {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

/** The words a chart's table needs that the chart itself does not hold. */
interface TableWords {
	readonly period: string;
	readonly share: string;
}

/** The table behind a chart: one row per bucket or bar, every number whole and in the reader's language. */
export function chartTable(spec: ChartSpec, context: Omit<MeasureContext, 'unit'>, words: TableWords): ChartTable {
	const measure = (value: number | null): string => formatMeasure(value, { ...context, unit: spec.unit });
	switch (spec.kind) {
		case 'line-over-time': {
			const { rows, grain, name, beforeName } = spec;
			return {
				columns: [words.period, name, ...(beforeName ? [beforeName] : [])],
				rows: rows.map((row) => [
					formatBucket(row.starts_on, grain, context.locale),
					measure(row.value),
					...(beforeName ? [measure(row.before ?? null)] : []),
				]),
			};
		}
		case 'bars-over-time': {
			const { rows, grain, series } = spec;
			return {
				columns: [words.period, ...series.map(({ name }) => name)],
				rows: rows.map((row) => [
					formatBucket(row.starts_on, grain, context.locale),
					...series.map((_, place) => measure(row.values[place] ?? null)),
				]),
			};
		}
		case 'ranked-bars': {
			const { rows, rowsName, name } = spec;
			const hasShares = rows.some((row) => (row.share ?? null) !== null);
			return {
				columns: [rowsName, name, ...(hasShares ? [words.share] : [])],
				rows: rows.map((row) => [
					row.name,
					measure(row.value),
					...(hasShares ? [formatPercent(row.share ?? null, context.locale)] : []),
				]),
			};
		}
		case 'fan-over-time':
			return fanTable(spec, context, words.period);
		case 'paired-bars':
			return {
				columns: [spec.rowsName, ...spec.names],
				rows: spec.rows.map(({ name, values }) => [name, ...values.map(measure)]),
			};
		case 'diverging-bars':
			return {
				columns: [spec.rowsName, ...spec.names, spec.netName],
				rows: spec.rows.map(({ name, came, went }) => [name, measure(came), measure(went), measure(came - went)]),
			};
		case 'reliability':
			return reliabilityTable(spec, context);
		case 'coverage':
			return coverageTable(spec, context);
	}
}

/** A row per bucket, past and ahead; a running one has what came so far and what is expected of the whole. */
function fanTable(spec: FanOverTime, context: Omit<MeasureContext, 'unit'>, period: string): ChartTable {
	const { beforeName, baselineName } = spec;
	const measure = (value: number | null): string => formatMeasure(value, { ...context, unit: spec.unit });
	const days = [...new Set([...spec.rows, ...spec.ahead].map(({ starts_on }) => starts_on))].sort();
	return {
		columns: [
			period,
			spec.name,
			...(beforeName ? [beforeName] : []),
			spec.aheadName,
			...spec.bandNames,
			...(baselineName ? [baselineName] : []),
		],
		rows: days.map((day) => {
			const past = spec.rows.find(({ starts_on }) => starts_on === day);
			const ahead = spec.ahead.find(({ starts_on }) => starts_on === day);
			const band = (lower?: number, upper?: number): string =>
				lower === undefined || upper === undefined ? nothing : `${measure(lower)} – ${measure(upper)}`;
			return [
				formatBucket(day, spec.grain, context.locale),
				measure(past?.value ?? null),
				...(beforeName ? [measure(past?.before ?? null)] : []),
				measure(ahead?.mean ?? null),
				band(ahead?.lower80, ahead?.upper80),
				band(ahead?.lower95, ahead?.upper95),
				...(baselineName ? [measure(ahead?.baseline ?? null)] : []),
			];
		}),
	};
}

function reliabilityTable(spec: Reliability, { locale }: Pick<MeasureContext, 'locale'>): ChartTable {
	const percent = (share: number): string => formatPercent(share, locale);
	return {
		columns: [spec.predictedName, spec.observedName, spec.boundsName, spec.countName],
		rows: spec.bins.map(({ count, predicted, observed, observed_lower, observed_upper }) => [
			percent(predicted),
			formatShare(observed, count, locale),
			`${percent(observed_lower)} – ${percent(observed_upper)}`,
			formatCount(count, locale),
		]),
	};
}

function coverageTable(spec: Coverage, { locale }: Pick<MeasureContext, 'locale'>): ChartTable {
	const percent = (share: number): string => formatPercent(share, locale);
	return {
		columns: [spec.rowsName, spec.name, spec.boundsName, spec.targetName, spec.countName],
		rows: spec.rows.map(({ name, share, lower, upper, target, count }) => [
			name,
			formatShare(share, count, locale),
			`${percent(lower)} – ${percent(upper)}`,
			percent(target),
			formatCount(count, locale),
		]),
	};
}
