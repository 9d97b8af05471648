import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pipelineByMonth } from '#warehouse/reads/open-pipeline.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';

let crm: BuiltWarehouse;
beforeAll(async () => {
	const deals = [
		...(TINY_CRM.deals ?? []),
		{ deal_id: 'd9', stage_id: 's2', amount: '60', owner_id: 'u1', expected_close_on: '2025-03-31' },
		{ deal_id: 'd10', stage_id: 's2', amount: '10', owner_id: 'u1', expected_close_on: '2025-04-01' },
	];
	crm = await buildWarehouse({ sources: givenEntities({ ...TINY_CRM, deals }) });
});
afterAll(() => crm.close());

describe('pipelineByMonth', () => {
	it('puts open deals in the month of their expected close, overdue ones flagged, undated ones last', async () => {
		// Seen from 1 April: what was to close by 31 March is overdue.
		const scope = await readScope(crm.db, { period: '2025-01-01..2025-01-31' });
		expect(await pipelineByMonth(crm.db, scope)).toEqual([
			{ month: '2025-03-01', is_overdue: true, open_deals: 2, open_pipeline: 460, weighted_pipeline: 150 },
			{ month: '2025-04-01', is_overdue: false, open_deals: 2, open_pipeline: 3310, weighted_pipeline: 1655 },
			{ month: null, is_overdue: false, open_deals: 1, open_pipeline: 0, weighted_pipeline: 0 },
		]);
	});

	it('is filtered', async () => {
		const scope = await readScope(crm.db, { period: 'all', where: "team = 'South'", dimensions: ['team'] });
		expect(await pipelineByMonth(crm.db, scope)).toEqual([
			{ month: '2025-03-01', is_overdue: true, open_deals: 1, open_pipeline: 400, weighted_pipeline: 120 },
		]);
	});
});
