import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOverTime } from '#warehouse/reads/figures-over-time.ts';
import { filterableBy } from '#warehouse/reads/filter-options.ts';
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

describe('figuresOverTime', () => {
	it('shows the win rate by month beside that of the months before', async () => {
		const scope = await readScope(crm.db, { period: '2025-03-01..2025-03-31', compare: 'previous' });
		const { grain, points } = await figuresOverTime(crm.db, ['win_rate', 'deals_won'], scope, { grain: 'month' });
		expect(grain).toBe('month');
		expect(points).toEqual([
			{
				bucket: '2025-03-01',
				is_incomplete: false,
				values: { win_rate: 1 / 2, deals_won: 1 },
				before: { win_rate: 1 / 2, deals_won: 1 },
			},
		]);
	});

	it('shows times of tickets over time, gaps where none ended, and counts with 0', async () => {
		const scope = await readScope(crm.db, { period: 'all' });
		const metrics = ['tickets_opened', 'first_response_minutes', 'resolution_minutes', 'csat'] as const;
		const { points } = await figuresOverTime(crm.db, metrics, scope, { grain: 'month' });
		expect(points.map(({ bucket, values, before }) => [bucket, Object.values(values), before])).toEqual([
			['2025-01-01', [1, 30, 120, 1], null],
			['2025-02-01', [2, 90, 180, 0], null],
			['2025-03-01', [1, 60, null, null], null],
		]);
	});

	it('chooses a grain that a chart of the period can show', async () => {
		const month = await readScope(crm.db, { period: '2025-02-01..2025-02-28' });
		expect((await figuresOverTime(crm.db, ['deals'], month)).grain).toBe('day');
	});

	it('is filtered by what a page of service offers', async () => {
		const scope = await readScope(crm.db, {
			period: 'all',
			where: "channel = 'email'",
			dimensions: filterableBy('service'),
		});
		const { points } = await figuresOverTime(crm.db, ['tickets_opened'], scope, { grain: 'month' });
		expect(points.map(({ values }) => values.tickets_opened)).toEqual([1, 1, 0]);
	});
});
