import { expect } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import type { MetricValue } from '#warehouse/metrics/read-metric.ts';

/** A metric's total and its values by month: `2025-01` a month, `none` what has no day. */
export interface WorkedFigure {
	readonly metric: string;
	readonly all: MetricValue;
	readonly months: Readonly<Record<string, MetricValue>>;
}

/** Doubles are compared to a billionth: a mean of thirds has no last digit. */
function rounded(value: MetricValue): MetricValue {
	return typeof value === 'number' ? Number(value.toFixed(9)) : value;
}

/** Compares a metric with what was worked out by hand. */
export async function expectFigure(db: Connection, { metric, all, months }: WorkedFigure): Promise<void> {
	const { total, rows } = await readMetric(db, { metric, grain: 'month' });
	expect({ metric, total: rounded(total) }).toEqual({ metric, total: rounded(all) });
	const found = rows.map(({ month, value }) => [
		typeof month === 'string' ? month.slice(0, 7) : 'none',
		rounded(value),
	]);
	const worked = Object.entries(months).map(([month, value]) => [month, rounded(value)]);
	expect({ metric, months: found }).toEqual({ metric, months: worked });
}

/** A metric's values by a dimension. */
export async function valuesBy(db: Connection, metric: string, dimension: string): Promise<Map<unknown, MetricValue>> {
	const { rows } = await readMetric(db, { metric, by: [dimension] });
	return new Map(rows.map((row) => [row[dimension], row.value]));
}
