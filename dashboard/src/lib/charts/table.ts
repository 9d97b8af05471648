import { formatBucket } from '../format/date.ts';
import { formatMeasure, type MeasureContext } from '../format/measure.ts';
import { formatPercent } from '../format/percent.ts';
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
	}
}
