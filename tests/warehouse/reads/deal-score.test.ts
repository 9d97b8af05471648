import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealScore } from '#warehouse/reads/deal-score.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';

const SCORES = `
insert into deal_scores (deal_id, stage_id, stage, win_probability, win_probability_lower, win_probability_upper,
	stage_base_rate, stage_base_count, basis, reasons, amount_base, expected_base) values
	('d1', 's2', 'Offer', 0.62, 0.5, 0.7, 0.48, 220, 'model', '[{"feature":"stage","value":"Offer","effect":0.4}]', 100, 62),
	('d2', 's2', 'Offer', null, null, null, 0.5, 4, 'none', null, 100, null);
`;

let marts: TestMarts;
beforeAll(async () => {
	marts = await openMarts({ lines: [], also: SCORES });
});
afterAll(() => marts.close());

describe('dealScore', () => {
	it('gives the chance of an open deal beside that of its stage', async () => {
		expect(await dealScore(marts.db, 'd1')).toEqual({
			stage_id: 's2',
			stage: 'Offer',
			win_probability: 0.62,
			win_probability_lower: 0.5,
			win_probability_upper: 0.7,
			stage_base_rate: 0.48,
			stage_base_count: 220,
			basis: 'model',
			reasons: '[{"feature":"stage","value":"Offer","effect":0.4}]',
		});
	});

	it('gives no chance that nothing tells, and nothing for a deal that was not open', async () => {
		expect(await dealScore(marts.db, 'd2')).toMatchObject({ win_probability: null, basis: 'none', reasons: null });
		expect(await dealScore(marts.db, 'd3')).toBeNull();
	});
});
