import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('a deal reached every stage up to the furthest it entered; a skipped one on the day of the next', async () => {
	const db = await openWarehouse({ sources: givenEntities(TINY_CRM) });
	expect(
		await tableOf(
			db,
			`select deal_id, stage, is_passed, is_skipped, entered_on from fct_deal_stages
			where deal_id in ('d2', 'd3', 'd4', 'd8') order by deal_id, stage_step`,
		),
	).toEqual([
		['d2', 'Qualify', true, false, '2025-01-20'],
		['d2', 'Offer', true, true, '2025-02-20'],
		['d2', 'Won', false, false, '2025-02-20'],
		['d3', 'Qualify', false, false, '2025-02-01'],
		['d4', 'Qualify', true, true, '2025-02-05'],
		['d4', 'Offer', false, false, '2025-02-05'],
		['d8', 'Qualify', true, true, '2025-03-31'],
		['d8', 'Offer', true, true, '2025-03-31'],
		['d8', 'Won', false, false, '2025-03-31'],
	]);
});

test('a deal that went back has still passed where it was, once', async () => {
	const entry = (to_stage_id: string, changed_at: string) => ({
		deal_stage_event_id: changed_at,
		deal_id: 'd1',
		to_stage_id,
		changed_at,
	});
	const deal_stage_events = [entry('s1', '2025-01-01'), entry('s2', '2025-01-05'), entry('s1', '2025-01-09')];
	const deals = [{ deal_id: 'd1', stage_id: 's1' }];
	const db = await openWarehouse({ sources: givenEntities({ ...TINY_CRM, deals, deal_stage_events }) });
	expect(await tableOf(db, 'select stage, is_passed, entered_on from fct_deal_stages order by stage_step')).toEqual([
		['Qualify', true, '2025-01-01'],
		['Offer', false, '2025-01-05'],
	]);
});

test('stages of another sales pipeline are none of the deal’s', async () => {
	const other = [
		{ stage_id: 't1', sales_pipeline: 'Partners', name: 'Call', position: '1', outcome: 'open' },
		{ stage_id: 't2', sales_pipeline: 'Partners', name: 'Signed', position: '2', outcome: 'won' },
	];
	const stages = [...(TINY_CRM.stages ?? []), ...other];
	const deals = [{ deal_id: 'd1', stage_id: 't2', closed_at: '2025-02-01' }];
	const db = await openWarehouse({ sources: givenEntities({ stages, deals }) });
	expect(await tableOf(db, 'select sales_pipeline, stage from fct_deal_stages order by stage_step')).toEqual([
		['Partners', 'Call'],
		['Partners', 'Signed'],
	]);
});
