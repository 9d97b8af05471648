import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MARKETING_METRICS } from '#warehouse/metrics/catalog/marketing.ts';
import { PIPELINE_METRICS } from '#warehouse/metrics/catalog/pipeline.ts';
import { SALES_METRICS } from '#warehouse/metrics/catalog/sales.ts';
import { SERVICE_METRICS } from '#warehouse/metrics/catalog/service.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import { groupByRelation, sliceSql } from '#warehouse/metrics/compile.ts';
import { GRAINS } from '#warehouse/metrics/metric.ts';
import type { Metric } from '#warehouse/metrics/metric.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import { snapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';
import { row } from '#warehouse/query.ts';
import { buildWarehouse } from '../../build-warehouse.ts';
import type { BuiltWarehouse } from '../../build-warehouse.ts';
import { givenEntities } from '../../given-entities.ts';
import { TINY_CRM } from '../tiny-crm.ts';

const METRICS: Readonly<Partial<Record<MetricId, Metric>>> = {
	...PIPELINE_METRICS,
	...SALES_METRICS,
	...SERVICE_METRICS,
	...MARKETING_METRICS,
};

let crm: BuiltWarehouse;
beforeAll(async () => {
	crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
});
afterAll(() => crm.close());

test('parts of additive metrics of sales, service and marketing sum up to the whole by any dimension and grain', async () => {
	const additive = Object.entries(METRICS).filter(([, metric]) => metric.isAdditive);
	const anyRequest = fc.constantFrom(...additive).chain(([id, metric]) =>
		fc.record({
			metric: fc.constant(id),
			by: fc.subarray([...metric.dimensions], { maxLength: 2 }),
			grain: fc.constantFrom(null, ...GRAINS),
			from: fc.constantFrom(null, '2025-01-20', '2025-02-01'),
		}),
	);
	await fc.assert(
		fc.asyncProperty(anyRequest, async (request) => {
			const { rows, total } = await readMetric(crm.db, request);
			const sum = rows.reduce((all, { value }) => all + Number(value), 0);
			expect(sum).toBeCloseTo(Number(total), 6);
		}),
		{ numRuns: 150 },
	);
});

test('several metrics of one relation give in one pass what each gives alone', async () => {
	const facts = await snapshotFacts(crm.db);
	const slice = { by: [], grain: null, from: '2025-01-01', to: '2025-03-15', filter: null } as const;
	const sets = groupByRelation(Object.keys(METRICS) as MetricId[], slice, facts);
	// Deals by three days of theirs, stages by two, leads, tickets by four days, members and costs of campaigns.
	expect(sets).toHaveLength(12);
	for (const set of sets) {
		const together = await row<Record<string, unknown>>(crm.db, sliceSql(set, slice, facts));
		for (const metric of set) {
			const alone = await row<{ value: unknown }>(crm.db, sliceSql([metric], slice, facts));
			const value = together?.[set.length === 1 ? 'value' : metric];
			expect({ metric, value }).toEqual({ metric, value: alone?.value });
		}
	}
});

test.each(Object.keys(METRICS))('%s says what its breakdown by a dimension leaves without a value', async (metric) => {
	for (const dimension of METRICS[metric as MetricId]?.dimensions ?? []) {
		const where = `${dimension} is null or ${dimension} is not null`;
		const all = await readMetric(crm.db, { metric });
		expect((await readMetric(crm.db, { metric, where })).total).toEqual(all.total);
	}
});
