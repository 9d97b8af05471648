import { describe, expect, test } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { loadTransforms } from '#warehouse/graph.ts';
import { givenEntities } from '../../given-entities.ts';
import type { GivenRow } from '../../given-entities.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

const STAGES = [
	{ stage_id: 's1', name: 'Qualify', position: '1', outcome: 'open' },
	{ stage_id: 's2', name: 'Offer', position: '2', outcome: 'open' },
	{ stage_id: 's3', name: 'Won', position: '3', outcome: 'won' },
];

const entry = (deal_id: string, to_stage_id: string, changed_at: string): GivenRow => ({
	deal_stage_event_id: `${deal_id} ${changed_at}`,
	deal_id,
	to_stage_id,
	changed_at,
});

function crm(deals: readonly GivenRow[], events: readonly GivenRow[] = []): Promise<Connection> {
	return openWarehouse({ sources: givenEntities({ stages: STAGES, deals, deal_stage_events: events }) });
}

const ENTRIES =
	'select deal_id, stage_id, entered_on from int_deal_stage_events_completed order by entered_on, stage_id';

describe('a deal without an event', () => {
	test('entered its stage when it was opened', async () => {
		const db = await crm([{ deal_id: 'd1', stage_id: 's2', opened_at: '2025-01-10' }]);
		expect(await tableOf(db, ENTRIES)).toEqual([['d1', 's2', '2025-01-10']]);
	});

	test('entered its stage when it closed', async () => {
		const db = await crm([{ deal_id: 'd1', stage_id: 's3', opened_at: '2025-01-10', closed_at: '2025-02-01' }]);
		expect(await tableOf(db, ENTRIES)).toEqual([['d1', 's3', '2025-02-01']]);
	});

	test('entered its stage, who knows when, where it has no day', async () => {
		const db = await crm([{ deal_id: 'd1', stage_id: 's1' }]);
		expect(await tableOf(db, ENTRIES)).toEqual([['d1', 's1', null]]);
	});

	test('and without a stage entered none', async () => {
		expect(await tableOf(await crm([{ deal_id: 'd1', opened_at: '2025-01-10' }]), ENTRIES)).toEqual([]);
	});
});

describe('a deal whose last event is another stage than its own', () => {
	test('entered its own when it closed', async () => {
		const deal = { deal_id: 'd1', stage_id: 's3', opened_at: '2025-01-10', closed_at: '2025-02-01' };
		const db = await crm([deal], [entry('d1', 's1', '2025-01-10'), entry('d1', 's2', '2025-01-12')]);
		expect(await tableOf(db, ENTRIES)).toEqual([
			['d1', 's1', '2025-01-10'],
			['d1', 's2', '2025-01-12'],
			['d1', 's3', '2025-02-01'],
		]);
	});

	test('entered its own nobody knows when while it is open', async () => {
		const deal = { deal_id: 'd1', stage_id: 's2', opened_at: '2025-01-10' };
		const db = await crm([deal], [entry('d1', 's1', '2025-01-10')]);
		expect(await tableOf(db, ENTRIES)).toEqual([
			['d1', 's1', '2025-01-10'],
			['d1', 's2', null],
		]);
	});
});

test('what was noted day by day counts for deals whose source tells no moves, from the start of that day', async () => {
	const deals = [
		{ deal_id: 'd1', stage_id: 's2', opened_at: '2025-01-10' },
		{ deal_id: 'd2', stage_id: 's2', opened_at: '2025-01-10' },
	];
	const db = await crm(deals, [entry('d2', 's2', '2025-01-15')]);
	await db.run(`insert into raw.history.deal_stage_events values
		('d1:2025-02-03', 'crm', 'd1', 's1', 's2', null, null, date '2025-02-03'),
		('d2:2025-02-03', 'crm', 'd2', 's1', 's2', null, null, date '2025-02-03')`);
	// The history is written before the transforms of a run; here it comes later, so that they read it once more.
	const { sql = '' } = loadTransforms().find(({ name }) => name === 'int_deal_stage_events_completed') ?? {};
	expect(await tableOf(db, `select deal_id, stage_id, entered_at from (${sql}) order by deal_id`)).toEqual([
		['d1', 's2', '2025-02-02T23:00:00Z'],
		['d2', 's2', '2025-01-14T23:00:00Z'],
	]);
});
