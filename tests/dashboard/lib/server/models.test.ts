import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCustomerScore } from '#lib/server/customer-score.ts';
import { readDealScore } from '#lib/server/deal-score.ts';
import { readModel, readModels } from '#lib/server/models.ts';
import { GIVEN_SCORES } from '../../../warehouse/reads/given-scores.ts';
import { openTinySnapshot } from './tiny-snapshot.ts';
import type { TinySnapshot } from './tiny-snapshot.ts';

const GIVEN = `${GIVEN_SCORES}
insert into models (model, kind, version, fitted_at, refit_reason, trained_from, trained_to, rows, status, evidence,
	parameters) values ('customer-value', 'mbg-nbd', 'f1', timestamp '2025-04-11 03:00:00', 'first', date '2025-01-10',
	date '2025-04-10', 3, 'weak', '{"not":"ours"}', '{"parameters":null}');
insert into deal_scores (deal_id, stage_id, stage, win_probability, stage_base_rate, stage_base_count, basis, reasons) values
	('d1', 's2', 'Offer', 0.6, 0.5, 40, 'model', '[{"feature":"age_days","value":null,"effect":-0.2}]'),
	('d2', 's2', 'Offer', 0.5, 0.5, 40, 'stage', 'no JSON');
`;

let tiny: TinySnapshot;
let old: TinySnapshot;
beforeAll(async () => {
	tiny = await openTinySnapshot({ also: GIVEN });
	old = await openTinySnapshot({ also: 'drop table customer_scores; drop table models; drop table deal_scores;' });
});
afterAll(() => {
	tiny.close();
	old.close();
});

describe('readModels', () => {
	it('lists models, with evidence of another shape as none', async () => {
		const [model] = (await readModels(tiny.snapshot)) ?? [];
		expect(model).toMatchObject({ model: 'customer-value', status: 'weak', evidence: { figures: [], holdout: null } });
	});

	it('tells a snapshot without models from one from before there were any', async () => {
		const none = await openTinySnapshot();
		expect(await readModels(none.snapshot)).toEqual([]);
		none.close();
		expect(await readModels(old.snapshot)).toBeNull();
	});
});

describe('readModel', () => {
	it('gives a card, and null for a name that no model has', async () => {
		expect(await readModel(tiny.snapshot, 'customer-value')).toMatchObject({ parameters: [], series: [] });
		expect(await readModel(tiny.snapshot, 'horoscope')).toBeNull();
		expect(await readModel(old.snapshot, 'customer-value')).toBeNull();
	});
});

describe('readCustomerScore', () => {
	it('tells who is not known from a snapshot without scores', async () => {
		expect(await readCustomerScore(tiny.snapshot, 'c1')).toMatchObject({ score: { p_alive: 0.8 } });
		expect(await readCustomerScore(tiny.snapshot, 'nobody')).toEqual({ score: null });
		expect(await readCustomerScore(old.snapshot, 'c1')).toBeNull();
	});
});

describe('readDealScore', () => {
	it('reads the reasons, and leaves out what is none', async () => {
		const found = await readDealScore(tiny.snapshot, 'd1');
		expect(found?.score?.reasons).toEqual([{ feature: 'age_days', value: null, effect: -0.2 }]);
		expect((await readDealScore(tiny.snapshot, 'd2'))?.score?.reasons).toEqual([]);
	});

	it('tells a deal that was not open from a snapshot without scores', async () => {
		expect(await readDealScore(tiny.snapshot, 'd3')).toEqual({ score: null });
		expect(await readDealScore(old.snapshot, 'd1')).toBeNull();
	});
});
