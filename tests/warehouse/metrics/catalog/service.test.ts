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
	{ metric: 'tickets_opened', all: 5, months: { '2025-01': 1, '2025-02': 2, '2025-03': 1, none: 1 } },
	{ metric: 'tickets_open', all: 2, months: { '2025-01': 0, '2025-02': 1, '2025-03': 0, none: 1 } },
	{ metric: 'tickets_resolved', all: 3, months: { '2025-01': 1, '2025-02': 1, '2025-03': 1 } },
	{
		metric: 'tickets_resolved_before_response',
		all: 1,
		months: { '2025-01': 0, '2025-02': 0, '2025-03': 1 },
	},
	{ metric: 'first_response_minutes', all: 60, months: { '2025-01': 30, '2025-02': 90, '2025-03': 60 } },
	{ metric: 'resolution_minutes', all: 150, months: { '2025-01': 120, '2025-02': 180 } },
	{ metric: 'ratings', all: 3, months: { '2025-01': 1, '2025-02': 1, '2025-03': 0, none: 1 } },
	{ metric: 'csat', all: 2 / 3, months: { '2025-01': 1, '2025-02': 0, none: 1 } },
	{ metric: 'satisfaction_mean', all: 11 / 3, months: { '2025-01': 5, '2025-02': 2, none: 4 } },
];

test.each(FIGURES)('$metric is what was worked out by hand, by month and in all', async (figure) => {
	await expectFigure(crm.db, figure);
});

test('tickets are told apart by priority, channel, owner and country', async () => {
	expect(await valuesBy(crm.db, 'tickets_opened', 'priority')).toEqual(
		new Map([
			['normal', 2],
			['low', 1],
			['urgent', 1],
			[null, 1],
		]),
	);
	expect(await valuesBy(crm.db, 'csat', 'channel')).toEqual(
		new Map([
			['chat', 1],
			['email', 1],
			['phone', 0],
		]),
	);
	expect(await valuesBy(crm.db, 'resolution_minutes', 'owner')).toEqual(
		new Map([
			['Ben', 180],
			['Ada', 120],
		]),
	);
});

test('a duration is given in minutes, a mean rating as a rating', async () => {
	expect((await readMetric(crm.db, { metric: 'resolution_minutes' })).unit).toBe('minutes');
	expect((await readMetric(crm.db, { metric: 'satisfaction_mean' })).unit).toBe('rating');
});
