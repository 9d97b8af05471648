import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import type { GivenRow } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

const KNOWN = `select cut_off_on, deal_id, stage, age_days, days_in_stage, amount_base, round(owner_win_rate, 4),
	customer_won_deals, recent_activities from ftr_open_deals`;

function openCrm(changes: Readonly<Record<string, readonly GivenRow[]>> = {}) {
	return openWarehouse({ sources: givenEntities({ ...TINY_CRM, ...changes }), relations: ['ftr_open_deals'] });
}

test('a deal is there at each first of a month at which it was open, as it stood then', async () => {
	const db = await openCrm();
	expect(
		await tableOf(db, `${KNOWN} where deal_id in ('d2', 'd5') and not is_present order by cut_off_on, deal_id`),
	).toEqual([
		// Lines of 2000 francs at 1.10. Ben had ended no deal by then.
		['2025-02-01', 'd2', 'Qualify', 12, 12, 2200, null, 0, 0],
		// Opened on 10 February, in Offer since the 20th. Ada won one and lost one, of all two of three were won.
		['2025-03-01', 'd5', 'Offer', 19, 9, 3150, 0.6389, 1, 0],
	]);
});

test('what became of a deal stands beside it, null for one that is still open', async () => {
	const db = await openCrm();
	expect(
		await tableOf(
			db,
			`select deal_id, is_won, closed_on from ftr_open_deals where not is_present order by cut_off_on, deal_id`,
		),
	).toEqual([
		['d2', 1, '2025-02-20'],
		['d4', 0, '2025-03-07'],
		['d5', null, null],
	]);
});

test('at the present all open deals are there as they are', async () => {
	const db = await openCrm();
	expect(
		await tableOf(db, 'select deal_id, stage, is_won from ftr_open_deals where is_present order by deal_id'),
	).toEqual([
		['d5', 'Offer', null],
		['d6', 'Qualify', null],
		['d7', 'Qualify', null],
	]);
});

test('nothing that comes after a cut-off changes what was known at it', async () => {
	const later: readonly GivenRow[] = [
		{ deal_stage_event_id: 'planted 1', deal_id: 'd5', to_stage_id: 's1', changed_at: '2025-03-01', amount: '1' },
		{ deal_stage_event_id: 'planted 2', deal_id: 'd5', to_stage_id: 's3', changed_at: '2025-03-20', amount: '1' },
	];
	const before = await openCrm();
	const after = await openCrm({
		deal_stage_events: [...(TINY_CRM.deal_stage_events ?? []), ...later],
		deals: (TINY_CRM.deals ?? []).map((deal) =>
			deal.deal_id === 'd5' ? { ...deal, stage_id: 's3', closed_at: '2025-03-20' } : deal,
		),
		activities: [
			...(TINY_CRM.activities ?? []),
			{
				activity_id: 'planted',
				activity_type: 'call',
				subject_type: 'deal',
				subject_id: 'd5',
				completed_at: '2025-03-01',
				created_at: '2025-03-01',
			},
		],
	});
	const known = `${KNOWN} where not is_present and cut_off_on <= date '2025-03-01' order by cut_off_on, deal_id`;
	expect(await tableOf(after, known)).toEqual(await tableOf(before, known));
});

test('an amount is what the last move before the cut-off told', async () => {
	const moves = (TINY_CRM.deal_stage_events ?? []).map((move) =>
		move.deal_id === 'd5' ? { ...move, amount: '1500' } : move,
	);
	const db = await openCrm({ deal_stage_events: moves });
	expect(
		await tableOf(db, "select is_present, amount_base from ftr_open_deals where deal_id = 'd5' order by is_present"),
		// In francs at 1.05; today the deal is about twice as much.
	).toEqual([
		[false, 1575],
		[true, 3150],
	]);
});
