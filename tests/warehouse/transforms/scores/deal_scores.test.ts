import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import type { GivenRow } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';
import { TINY_SCORES } from '../../tiny-scores.ts';

test('an open deal has its modelled chance beside the rate of its stage, or says that nobody knows', async () => {
	const db = await openWarehouse({ ...TINY_SCORES, relations: ['deal_scores'] });
	expect(
		await tableOf(
			db,
			`select deal_id, stage, win_probability, stage_base_rate, stage_base_count, basis, amount_base::double,
				expected_base, expected_close_on
			from deal_scores order by deal_id`,
		),
	).toEqual([
		// Of the deals that ended, d1, d2, d4 and d8 reached Offer or passed it; all but d4 were won.
		['d5', 'Offer', 0.625, 0.75, 4, 'model', 3300, 2062.5, '2025-04-30'],
		// Qualify was reached by d3 as well. Five deals make no rate, and what was to close in March may close from now on.
		['d6', 'Qualify', null, 0.6, 5, 'none', 400, null, '2025-04-01'],
		['d7', 'Qualify', null, 0.6, 5, 'none', null, null, null],
	]);
});

test('the rate of ten deals that ended speaks for a deal that no model speaks for', async () => {
	const ended = Array.from({ length: 5 }, (_, index): GivenRow => ({
		deal_id: `x${index}`,
		stage_id: 's4',
		opened_at: '2025-01-01',
		closed_at: '2025-01-03',
	}));
	const moves = ended.map(({ deal_id: deal = '' }): GivenRow => ({
		deal_stage_event_id: `${deal} s1`,
		deal_id: deal,
		to_stage_id: 's1',
		changed_at: '2025-01-01',
	}));
	const db = await openWarehouse({
		sources: givenEntities({
			...TINY_CRM,
			deals: [...(TINY_CRM.deals ?? []), ...ended],
			deal_stage_events: [...(TINY_CRM.deal_stage_events ?? []), ...moves],
		}),
		relations: ['deal_scores'],
	});
	// Three of now ten deals that came to Qualify were won.
	expect(
		await tableOf(db, "select deal_id, basis, win_probability from deal_scores where stage = 'Qualify' order by 1"),
	).toEqual([
		['d6', 'stage', 0.3],
		['d7', 'stage', 0.3],
	]);
});
