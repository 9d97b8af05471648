import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RFM_SEGMENTS } from '#models/rfm/rfm-segment.ts';
import { runChecks } from '#warehouse/checks/run-checks.ts';
import { SCORE_CHECKS } from '#warehouse/checks/score-checks.ts';
import type { Connection } from '#warehouse/database.ts';
import { RFM_SEGMENT_IDS } from '#warehouse/segments.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { TINY_SCORES } from '../tiny-scores.ts';

async function failures(db: Connection): Promise<(string | number)[][]> {
	const results = await runChecks(db, { hasStaging: false }, SCORE_CHECKS);
	return results.filter(({ status }) => status === 'failed').map(({ name, failing }) => [name, failing]);
}

/** What is broken, and what the check of that name then says. */
const BROKEN: readonly (readonly [check: string, sql: string, failing: number])[] = [
	['customer_scores.customer_id unique', "update customer_scores set customer_id = 'c1' where customer_id = 'c2'", 1],
	['customer_scores rows = dim_customers', "delete from customer_scores where customer_id = 'c1'", 1],
	['customer_scores.status accepted', "update customer_scores set status = 'asleep' where customer_id = 'c5'", 1],
	['customer_scores.reason accepted', "update customer_scores set reason = 'why' where customer_id = 'c1'", 1],
	['customer_scores.segment accepted', "update customer_scores set segment = 'kings' where customer_id = 'c1'", 1],
	['customer_scores.figures finite', "update customer_scores set value_at_risk = 'nan' where customer_id = 'c1'", 1],
	['customer_scores.p_alive 0 to 1', "update customer_scores set p_alive = 1.5 where customer_id = 'c1'", 1],
	[
		'customer_scores.intervals ordered',
		"update customer_scores set expected_revenue_upper = 79 where customer_id = 'c1'",
		1,
	],
	['customer_scores.scored has figures', "update customer_scores set p_alive = null where customer_id = 'c1'", 1],
	['deal_scores.deal_id unique', "update deal_scores set deal_id = 'd5'", 2],
	['deal_scores rows = open deals', "delete from deal_scores where deal_id = 'd5'", 1],
	['deal_scores.basis accepted', "update deal_scores set basis = 'luck' where deal_id = 'd5'", 1],
	['deal_scores.figures finite', "update deal_scores set expected_base = 'inf' where deal_id = 'd5'", 1],
	['deal_scores.win_probability 0 to 1', "update deal_scores set win_probability = 62 where deal_id = 'd5'", 1],
	['deal_scores.intervals ordered', "update deal_scores set win_probability_upper = 0.6 where deal_id = 'd5'", 1],
	['forecasts key unique', "update forecasts set bucket = '2025-04-01'", 1],
	['forecasts.figures finite', "update forecasts set upper95 = 'inf' where step = 1", 1],
	['forecasts.bands ordered', 'update forecasts set lower80 = 110 where step = 1', 1],
	['forecasts complete', 'delete from forecasts where step = 1', 1],
	['forecast_accuracy key unique', 'insert into forecast_accuracy from forecast_accuracy', 1],
	['forecast_accuracy.figures finite', "update forecast_accuracy set actual = 'nan'", 1],
	['models.model unique', 'insert into models from models', 1],
	['models.status accepted', "update models set status = 'fine'", 1],
	['segment_movements key unique', "update segment_movements set from_segment = 'new', to_segment = 'lost'", 5],
	['segment_movements.figures finite', "update segment_movements set expected_revenue = 'nan'", 6],
];

describe('scores that are broken in one place each', () => {
	let built: BuiltWarehouse;
	beforeAll(async () => {
		built = await buildWarehouse(TINY_SCORES);
	});
	afterAll(() => built.close());

	test('as they are made, nothing is wrong with them', async () => {
		expect(await failures(built.db)).toEqual([]);
	});

	test.each(BROKEN)('%s', async (check, sql, failing) => {
		const { db } = built;
		await db.run('begin transaction');
		try {
			await db.run(sql);
			expect(await failures(db)).toContainEqual([check, failing]);
		} finally {
			await db.run('rollback');
		}
	});
});

test('every check has a case here', () => {
	expect(BROKEN.map(([name]) => name).sort()).toEqual(SCORE_CHECKS.map(({ name }) => name).sort());
});

test('the segments that a score may have are those of the model', () => {
	expect(RFM_SEGMENT_IDS).toEqual(RFM_SEGMENTS);
});
