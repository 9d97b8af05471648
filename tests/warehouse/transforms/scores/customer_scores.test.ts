import { expect, test } from 'vitest';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';
import { TINY_SCORES } from '../../tiny-scores.ts';

const SHOP = { ...TINY_SCORES, relations: ['customer_scores'] };

test('every customer has a status and a reason', async () => {
	const db = await openWarehouse(SHOP);
	expect(
		await tableOf(
			db,
			`select customer_id, status, reason, purchases, recency_days, age_days, reason_gap_days, segment, country
			from customer_scores where customer_id like 'c_' order by customer_id`,
		),
	).toEqual([
		['c1', 'scored', 'in_rhythm', 3, 30, 90, 30, 'champions', 'Germany'],
		// Seventy days after the last purchase is more than twice the usual ten.
		['c2', 'scored', 'overdue', 2, 70, 80, 10, 'at_risk', 'Germany'],
		['c3', 'scored', 'bought_once', 1, 151, 151, null, 'hibernating', 'Austria'],
		['c4', 'gone', 'long_gone', 2, 336, 396, 60, 'lost', 'Austria'],
		['c5', 'too_new', 'first_weeks', 2, 12, 22, 10, 'new', 'Germany'],
		['c6', 'no_history', 'never_bought', 0, null, null, null, null, 'Germany'],
	]);
});

test('figures stand where they say something', async () => {
	const db = await openWarehouse(SHOP);
	expect(
		await tableOf(
			db,
			`select customer_id, p_alive, expected_purchases, expected_revenue, expected_revenue_lower, expected_revenue_upper,
				round(value_at_risk, 6), model, model_version
			from customer_scores where customer_id like 'c_' order by customer_id`,
		),
	).toEqual([
		['c1', 0.9, 8, 80, 40, 130, 8.888889, 'mbg-nbd', 'v1'],
		// Alive for certain they would spend 50, and with a chance of .6 they are not.
		['c2', 0.4, 2, 20, 0, 60, 30, 'mbg-nbd', 'v1'],
		['c3', 0.5, 1, 10, 0, 30, 10, 'mbg-nbd', 'v1'],
		['c4', 0.05, null, null, null, null, null, 'mbg-nbd', 'v1'],
		['c5', null, null, null, null, null, null, 'mbg-nbd', 'v1'],
		['c6', null, null, null, null, null, null, null, null],
	]);
});

test('without a model nobody is scored, and what follows from purchases alone stays', async () => {
	const db = await openWarehouse({ sources: TINY_SCORES.sources, relations: ['customer_scores'] });
	expect(
		await tableOf(
			db,
			`select status, reason, p_alive from customer_scores where customer_id in ('c1', 'c3', 'c6') order by customer_id`,
		),
	).toEqual([
		['too_new', 'in_rhythm', null],
		['too_new', 'bought_once', null],
		['no_history', 'never_bought', null],
	]);
});
