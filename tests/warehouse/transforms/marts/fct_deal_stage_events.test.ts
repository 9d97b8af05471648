import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('a deal’s moves follow each other, with the days between', async () => {
	const db = await openWarehouse({ sources: givenEntities(TINY_CRM) });
	expect(
		await tableOf(
			db,
			`select deal_id, stage, stage_outcome, next_stage, days_in_stage, entered_on, left_on from fct_deal_stage_events
			where deal_id in ('d1', 'd4', 'd7') order by deal_id, entered_on`,
		),
	).toEqual([
		['d1', 'Qualify', 'open', 'Offer', 10, '2025-01-10', '2025-01-20'],
		['d1', 'Offer', 'open', 'Won', 10, '2025-01-20', '2025-01-30'],
		['d1', 'Won', 'won', null, null, '2025-01-30', null],
		['d4', 'Offer', 'open', 'Lost', 30, '2025-02-05', '2025-03-07'],
		['d4', 'Lost', 'lost', null, null, '2025-03-07', null],
		['d7', 'Qualify', 'open', null, null, null, null],
	]);
});

test('a day on which clocks change is one day, and hours are parts of days', async () => {
	const entry = (to_stage_id: string, changed_at: string) => ({
		deal_stage_event_id: changed_at,
		deal_id: 'd1',
		to_stage_id,
		changed_at,
	});
	const db = await openWarehouse({
		sources: givenEntities({
			deals: [{ deal_id: 'd1', stage_id: 's3' }],
			deal_stage_events: [
				entry('s1', '2025-03-29 12:00:00'),
				entry('s2', '2025-03-31 12:00:00'),
				entry('s3', '2025-03-31 18:00:00'),
			],
		}),
	});
	expect(await tableOf(db, 'select stage, days_in_stage from fct_deal_stage_events order by entered_at')).toEqual([
		['s1', 2],
		['s2', 0.25],
		['s3', null],
	]);
});
