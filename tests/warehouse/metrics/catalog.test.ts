import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRIC_IDS, METRICS } from '#warehouse/metrics/catalog.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import { GRAINS } from '#warehouse/metrics/metric.ts';
import type { Metric } from '#warehouse/metrics/metric.ts';
import { compileMetric } from '#warehouse/metrics/compile.ts';
import { rows } from '#warehouse/query.ts';
import { relationOf } from '#warehouse/metrics/relations.ts';
import { snapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';
import { openMarts } from './mart-tables.ts';
import type { TestMarts } from './mart-tables.ts';

let empty: TestMarts;

beforeAll(async () => {
	empty = await openMarts({ lines: [] });
});
afterAll(() => empty.close());

describe.each(METRIC_IDS)('%s', (id) => {
	const metric: Metric = METRICS[id];

	it('has a name and a definition of one or two sentences in both languages', () => {
		for (const text of [metric.name.en, metric.name.de]) expect(text).toMatch(/^\p{Lu}.*[^.]$/u);
		for (const text of [metric.definition.en, metric.definition.de]) expect(text).toMatch(/^\p{Lu}.{40,}\.$/u);
		expect(metric.definition.de).not.toBe(metric.definition.en);
	});

	it('can be computed by all of its dimensions at once, as its last path carries them', () => {
		const path = metric.paths.at(-1);
		const last = path && relationOf(path);
		expect(Object.keys(last?.dimensions ?? {})).toEqual(expect.arrayContaining([...metric.dimensions]));
	});

	it('is a share of what other metrics count, if it is one of things that are counted', () => {
		for (const counted of metric.shareOf ?? []) {
			expect(METRICS[counted as MetricId].unit).toBe('count');
			expect(METRICS[counted as MetricId].dimensions).toEqual(expect.arrayContaining([...metric.dimensions]));
		}
		expect(metric.shareOf === undefined || metric.unit === 'ratio').toBe(true);
	});

	it('runs by every dimension and grain over marts without a row, and has nothing to say', async () => {
		const facts = await snapshotFacts(empty.db);
		const total = metric.isAdditive || metric.unit === 'count' ? (metric.unit === 'money' ? '0.00' : 0) : null;
		for (const grain of [null, ...GRAINS.filter((name) => metric.grains.includes(name))]) {
			for (const by of [[], ...metric.dimensions.map((dimension) => [dimension])]) {
				const compiled = compileMetric({ metric: id, grain, by, from: '2025-01-01', to: '2026-01-01' }, facts);
				const isWhole = grain === null && by.length === 0;
				expect(await rows(empty.db, compiled.rows)).toEqual(isWhole ? [{ value: total }] : []);
				if (isWhole) expect(await rows(empty.db, compiled.total)).toEqual([{ value: total }]);
			}
		}
	});
});
