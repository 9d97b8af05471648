import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWarehouse } from '../../build-warehouse.ts';
import type { BuiltWarehouse } from '../../build-warehouse.ts';
import { givenEntities } from '../../given-entities.ts';
import { expectFigure, valuesBy } from '../figures.ts';
import type { WorkedFigure } from '../figures.ts';
import { TINY_CRM } from '../tiny-crm.ts';

let crm: BuiltWarehouse;
beforeAll(async () => {
	crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
});
afterAll(() => crm.close());

/** The README.md above works every figure out. */
const FIGURES: readonly WorkedFigure[] = [
	{
		metric: 'campaign_cost',
		all: '352.50',
		months: { '2025-01': '100.00', '2025-02': '52.50', '2025-03': '200.00' },
	},
	{ metric: 'campaign_members', all: 4, months: { '2025-01': 2, '2025-02': 0, '2025-03': 1, none: 1 } },
	{ metric: 'campaign_responses', all: 1, months: { '2025-01': 1, '2025-02': 0, '2025-03': 0 } },
	{ metric: 'campaign_response_rate', all: 1 / 4, months: { '2025-01': 1 / 2, '2025-03': 0, none: 0 } },
];

test.each(FIGURES)('$metric is what was worked out by hand, by month and in all', async (figure) => {
	await expectFigure(crm.db, figure);
});

test('campaigns go by their names', async () => {
	expect(await valuesBy(crm.db, 'campaign_cost', 'campaign')).toEqual(
		new Map([
			['Fair', '200.00'],
			['Spring', '152.50'],
		]),
	);
	expect(await valuesBy(crm.db, 'campaign_response_rate', 'campaign')).toEqual(
		new Map([
			['Spring', 1 / 3],
			['Fair', 0],
		]),
	);
	expect(await valuesBy(crm.db, 'campaign_cost', 'campaign_type')).toEqual(
		new Map([
			['event', '200.00'],
			['email', '152.50'],
		]),
	);
});
