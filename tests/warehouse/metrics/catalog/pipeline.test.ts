import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
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
	{ metric: 'deals', all: 8, months: { '2025-01': 2, '2025-02': 3, '2025-03': 1, none: 2 } },
	{ metric: 'open_deals', all: 3, months: { '2025-03': 1, '2025-04': 1, none: 1 } },
	{
		metric: 'open_pipeline',
		all: '3700.00',
		months: { '2025-03': '400.00', '2025-04': '3300.00', none: '0.00' },
	},
	{
		metric: 'weighted_pipeline',
		all: '1770.00',
		months: { '2025-03': '120.00', '2025-04': '1650.00', none: '0.00' },
	},
	{
		metric: 'stage_conversion',
		all: 8 / 13,
		months: { '2025-01': 1, '2025-02': 3 / 6, '2025-03': 2 / 3, none: 0 },
	},
	{ metric: 'time_in_stage', all: 10, months: { '2025-01': 10, '2025-02': 10, '2025-03': 30 } },
	{ metric: 'leads_created', all: 4, months: { '2025-01': 2, '2025-02': 1, '2025-03': 0, none: 1 } },
	{ metric: 'lead_conversion_rate', all: 1 / 4, months: { '2025-01': 1 / 2, '2025-02': 0, none: 0 } },
];

test.each(FIGURES)('$metric is what was worked out by hand, by month and in all', async (figure) => {
	await expectFigure(crm.db, figure);
});

test('what has no day counts in no period', async () => {
	const all = { from: '2000-01-01', to: '2100-01-01' };
	expect((await readMetric(crm.db, { metric: 'deals', ...all })).total).toBe(6);
	expect((await readMetric(crm.db, { metric: 'open_deals', ...all })).total).toBe(2);
});

test('empty months between two expected closes are shown, and none beyond them', async () => {
	const { rows } = await readMetric(crm.db, { metric: 'open_deals', grain: 'week', from: '2025-01-01' });
	expect(rows.map(({ value }) => value)).toEqual([1, 0, 0, 0, 0, 0, 0, 1]);
	expect(rows[0]?.week).toBe('2025-03-10');
});

test('each stage has its own conversion and its own time; a skipped one counts as reached', async () => {
	expect(await valuesBy(crm.db, 'stage_conversion', 'stage')).toEqual(
		new Map([
			['Qualify', 5 / 8],
			['Offer', 3 / 5],
		]),
	);
	expect(await valuesBy(crm.db, 'time_in_stage', 'stage')).toEqual(
		new Map([
			['Offer', 20],
			['Qualify', 10],
		]),
	);
});

test('an expected close before the analysis date is flagged, not dropped', async () => {
	expect(await valuesBy(crm.db, 'open_pipeline', 'is_overdue')).toEqual(
		new Map([
			[false, '3300.00'],
			[true, '400.00'],
		]),
	);
	expect((await readMetric(crm.db, { metric: 'open_deals', where: 'is_overdue' })).total).toBe(1);
});

test('the stage of all deals is where each of them is now', async () => {
	expect(await valuesBy(crm.db, 'deals', 'stage')).toEqual(
		new Map([
			['Won', 3],
			['Lost', 2],
			['Qualify', 2],
			['Offer', 1],
		]),
	);
});

test('leads are told apart by source', async () => {
	expect(await valuesBy(crm.db, 'lead_conversion_rate', 'source')).toEqual(
		new Map<unknown, number>([
			['web', 1 / 2],
			['fair', 0],
			[null, 0],
		]),
	);
});
