import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { customerScore } from '#warehouse/reads/customer-score.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';
import { GIVEN_SCORES } from './given-scores.ts';

let marts: TestMarts;
let db: Connection;
beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP, also: GIVEN_SCORES });
	db = marts.db;
});
afterAll(() => marts.close());

describe('customerScore', () => {
	it('gives what the models say of one customer', async () => {
		expect(await customerScore(db, 'c1')).toEqual({
			status: 'scored',
			segment: 'champions',
			recency_score: 5,
			frequency_score: 4,
			monetary_score: 3,
			purchases: 3,
			recency_days: 49,
			age_days: 91,
			p_alive: 0.8,
			expected_purchases: 4.5,
			expected_purchases_lower: 2,
			expected_purchases_upper: 7,
			expected_revenue: 400,
			expected_revenue_lower: 150,
			expected_revenue_upper: 700,
			value_at_risk: 100,
			reason: 'in_rhythm',
			reason_gap_days: 21,
		});
	});

	it('has a word and no figures for who cannot be scored, and nothing for who is not there', async () => {
		expect(await customerScore(db, 'd9')).toMatchObject({ status: 'no_history', segment: null, p_alive: null });
		expect(await customerScore(db, 'nobody')).toBeNull();
	});
});
