import { expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import { DATED_ENTITIES, eventDays } from '#warehouse/event-days.ts';
import { stagingViews } from '#warehouse/staging.ts';
import type { GivenSource } from './build-warehouse.ts';
import { givenLines } from './given-lines.ts';
import { givenList } from './given-people.ts';
import { openWarehouse } from './open-warehouses.ts';

const TODAY = '2025-03-31';

test('an empty warehouse has no first and no last day', async () => {
	expect(await eventDays(await openWarehouse({ relations: [], sources: [] }), TODAY)).toEqual({
		first: null,
		last: null,
	});
});

test('days are those of the company, of orders and of lines that say their own time', async () => {
	const orders: GivenSource = {
		name: 'orders',
		zone: 'UTC',
		columns: { order: 'text', at: 'timestamp' },
		// Half past eleven at night in UTC is the first of the next month in Berlin.
		loads: [[['o1', '2025-01-31 23:30:00']]],
		entities: { orders: { order_id: 'order', ordered_at: 'at' } },
	};
	const lines = givenLines([{ at: '2025-01-01 00:00:00' }, { at: null }]);
	expect(await eventDays(await openWarehouse({ relations: [], sources: [orders, lines] }), TODAY)).toEqual({
		first: '2025-01-01',
		last: '2025-02-01',
	});
});

const KINDS: readonly (readonly [entity: string, row: Readonly<Record<string, string>>, day: string])[] = [
	['deals', { deal_id: 'd1', opened_at: '2025-02-01 12:00:00' }, '2025-02-01'],
	['deals', { deal_id: 'd1', outcome: 'won', closed_at: '2025-02-02 12:00:00' }, '2025-02-02'],
	[
		'deal_stage_events',
		{ deal_stage_event_id: 'e1', deal_id: 'd1', to_stage_id: 's1', changed_at: '2025-02-03 12:00:00' },
		'2025-02-03',
	],
	['leads', { lead_id: 'l1', created_at: '2025-02-04 12:00:00' }, '2025-02-04'],
	['tickets', { ticket_id: 't1', resolved_at: '2025-02-05 12:00:00' }, '2025-02-05'],
	['campaign_members', { campaign_member_id: 'm1', campaign_id: 'k1', sent_at: '2025-02-06 12:00:00' }, '2025-02-06'],
	['activities', { activity_id: 'a1', activity_type: 'call', completed_at: '2025-02-07 12:00:00' }, '2025-02-07'],
];

test.each(KINDS)('%s %j count with the day on which something happened', async (entity, given, day) => {
	const db = await openWarehouse({ relations: [], sources: [givenList('crm', entity, [given])] });
	expect(await eventDays(db, TODAY)).toEqual({ first: day, last: day });
});

test.each(KINDS)('%s %j do not count with a day that is still to come', async (entity, given, day) => {
	const db = await openWarehouse({ relations: [], sources: [givenList('crm', entity, [given])] });
	expect(await eventDays(db, day)).toEqual({ first: day, last: day });
	const before = day.replace('02-0', '01-0');
	expect(await eventDays(db, before)).toEqual({ first: null, last: null });
});

test('when a deal is expected to close, or an open one says it closed, is no event', async () => {
	const deals = givenList('crm', 'deals', [
		{ deal_id: 'd1', opened_at: '2025-02-01 12:00:00', outcome: 'open', closed_at: '2025-03-01 12:00:00' },
	]);
	const expected: GivenSource = {
		...deals,
		columns: { ...deals.columns, expected: 'date' },
		loads: [(deals.loads[0] ?? []).map((given) => [...given, '2025-03-15'])],
		entities: { deals: { ...deals.entities.deals, expected_close_on: 'expected' } },
	};
	expect(await eventDays(await openWarehouse({ relations: [], sources: [expected] }), TODAY)).toEqual({
		first: '2025-02-01',
		last: '2025-02-01',
	});
});

test('the entities that are said to have days are all that are asked, and no others', async () => {
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	try {
		const db = await database.connect();
		for (const view of stagingViews([], 'UTC').filter(({ entity }) => DATED_ENTITIES.includes(entity))) {
			await db.run(`create view ${view.name} as\n${view.sql}`);
		}
		await expect(eventDays(db, TODAY)).resolves.toEqual({ first: null, last: null });
		for (const entity of DATED_ENTITIES) {
			await db.run(`alter view stg_${entity} rename to hidden`);
			await expect(eventDays(db, TODAY)).rejects.toThrow(`stg_${entity} does not exist`);
			await db.run(`alter view hidden rename to stg_${entity}`);
		}
	} finally {
		database.close();
	}
});
