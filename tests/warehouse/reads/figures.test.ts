import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';
import type { Slice } from '#warehouse/metrics/request.ts';
import { readFigures } from '#warehouse/reads/figures.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';

let crm: BuiltWarehouse;
beforeAll(async () => {
	crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
});
afterAll(() => crm.close());

const FEBRUARY: Slice = { by: [], grain: null, from: '2025-02-01', to: '2025-03-01', filter: null };

describe('readFigures', () => {
	it('reads what is so as of the snapshot without the period, and all else with it', async () => {
		const metrics = ['won_revenue', 'open_pipeline', 'tickets_open', 'tickets_opened', 'csat'] as const;
		expect(await readFigures(crm.db, metrics, FEBRUARY, await snapshotFacts(crm.db))).toEqual([
			{
				group: {},
				values: { won_revenue: 2100, open_pipeline: 3700, tickets_open: 2, tickets_opened: 2, csat: 0 },
			},
		]);
	});

	it('puts what several relations say of one group together', async () => {
		const slice = { ...FEBRUARY, by: ['country'] } as const;
		const found = await readFigures(
			crm.db,
			['won_revenue', 'win_rate', 'tickets_opened'],
			slice,
			await snapshotFacts(crm.db),
		);
		expect(new Map(found.map(({ group, values }) => [group.country, Object.values(values)]))).toEqual(
			new Map([
				['Switzerland', [2100, 1, 1]],
				['Germany', [0, 0, 0]],
				['Austria', [0, null, 1]],
			]),
		);
	});

	it('takes a state apart by its own days where a grain is asked for', async () => {
		const slice = { ...FEBRUARY, grain: 'month', from: null, to: null } as const;
		const found = await readFigures(crm.db, ['open_deals'], slice, await snapshotFacts(crm.db));
		expect(new Map(found.map(({ group, values }) => [group.month, values.open_deals]))).toEqual(
			new Map([
				['2025-03-01', 1],
				['2025-04-01', 1],
				[null, 1],
			]),
		);
	});
});
