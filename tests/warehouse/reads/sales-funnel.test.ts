import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterableBy } from '#warehouse/reads/filter-options.ts';
import { salesFunnel } from '#warehouse/reads/sales-funnel.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';

let crm: BuiltWarehouse;
beforeAll(async () => {
	crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
});
afterAll(() => crm.close());

async function funnel(period: string, where = ''): Promise<unknown[][]> {
	const scope = await readScope(crm.db, { period, where, dimensions: filterableBy('sales') });
	const stages = await salesFunnel(crm.db, scope);
	return stages.map(({ stage, reached_count, passed_count, conversion, median_days }) => [
		stage,
		reached_count,
		passed_count,
		conversion,
		median_days,
	]);
}

// The stages reached are worked out in metrics/README.md.
describe('salesFunnel', () => {
	it('counts the deals that reached each stage in the period, skipped stages too, and those that went on', async () => {
		expect(await funnel('2025-01-01..2025-01-31')).toEqual([
			['Qualify', 2, 2, 1, 10],
			['Offer', 1, 1, 1, 10],
			['Won', 1, 0, null, null],
		]);
		expect(await funnel('2025-02-01..2025-02-28')).toEqual([
			['Qualify', 3, 2, 2 / 3, 10],
			['Offer', 3, 1, 1 / 3, null],
			['Won', 1, 0, null, null],
		]);
	});

	it('shows a stage that no deal reached with 0 and no conversion', async () => {
		expect(await funnel('2025-01-01..2025-01-15')).toEqual([
			['Qualify', 1, 1, 1, null],
			['Offer', 0, 0, null, null],
			['Won', 0, 0, null, null],
		]);
	});

	it('is filtered by what is said of the deal', async () => {
		expect(await funnel('all', "owner = 'Ada'")).toEqual([
			// d1, d3, d5, d8; d3 was lost, the others went on.
			['Qualify', 4, 3, 3 / 4, 10],
			['Offer', 3, 2, 2 / 3, 10],
			['Won', 2, 0, null, null],
		]);
	});

	it('has no stage where no source lists one', async () => {
		const empty = await buildWarehouse({ sources: [] });
		expect(await salesFunnel(empty.db, await readScope(empty.db, { period: 'this-year' }))).toEqual([]);
		empty.close();
	});
});
