import { describe, expect, test } from 'vitest';
import { createRandom } from '#models/math/random.ts';
import { sigmoid } from '#models/math/sigmoid.ts';
import { readDeals } from '#pipeline/score/deal-features.ts';
import { DEAL_WIN_MODEL, predictDeals } from '#pipeline/score/deal-win.ts';
import type { DealWinParameters } from '#pipeline/score/deal-win.ts';
import type { Fitted } from '#pipeline/score/scored-model.ts';
import type { Connection } from '#warehouse/database.ts';
import { openWarehouse } from '../../warehouse/open-warehouses.ts';

const AS_OF = '2025-04-01';
const STAGES = ['Qualify', 'Offer'] as const;
const FIRST_CUT_OFF = Temporal.PlainDate.from('2022-04-01');

interface Company {
	readonly deals: number;
	/** What a standard deviation of the owner's skill does to the log odds. */
	readonly skill: number;
	/** A deal's amount, from whether it was won; null where nothing is known. */
	readonly amountOf?: (isWon: boolean) => number | null;
}

/**
 * Deals that are each open at one first of a month, in one of two stages, and won with log odds of -1 or 1 by the stage and
 * the owner's skill, which `owner_win_rate` shows. Twenty are open at the present.
 */
async function openDeals({ deals, skill, amountOf = () => 1_000 }: Company): Promise<Connection> {
	const db = await openWarehouse({ sources: [], relations: ['ftr_open_deals'] });
	const random = createRandom(7);
	const rows = Array.from({ length: deals + 20 }, (_, index) => {
		const isPresent = index >= deals;
		const stage = STAGES[index % 2] ?? 'Offer';
		const rate = random.normal();
		const isWon = random.uniform() < sigmoid((stage === 'Offer' ? 1 : -1) + skill * rate);
		const cutOff = isPresent
			? Temporal.PlainDate.from(AS_OF)
			: FIRST_CUT_OFF.add({ months: Math.floor((index * 34) / deals) });
		return {
			deal_id: `d${index}`,
			stage,
			is_won: isPresent ? null : Number(isWon),
			owner_win_rate: rate,
			amount_base: amountOf(isWon),
			is_present: isPresent,
			cut_off_on: cutOff.toString(),
			closed_on: isPresent ? null : cutOff.add({ days: 5 + Math.floor(20 * random.uniform()) }).toString(),
		};
	});
	await db.run(
		`insert into ftr_open_deals by name
		select entry.*, entry.stage as stage_id, 'web' as source, 'company' as customer_kind, 0 as customer_won_deals,
			0 as recent_activities, 10 as age_days, 5 as days_in_stage
		from (select unnest(from_json($1::json, '[{"deal_id": "VARCHAR", "stage": "VARCHAR", "is_won": "INTEGER",
			"owner_win_rate": "DOUBLE", "amount_base": "DOUBLE", "is_present": "BOOLEAN", "cut_off_on": "DATE",
			"closed_on": "DATE"}]')) as entry)`,
		[JSON.stringify(rows)],
	);
	return db;
}

function fit(db: Connection): Promise<Fitted<DealWinParameters | null>> {
	return DEAL_WIN_MODEL.fit(db, { asOf: AS_OF });
}

describe('a company whose owners differ', () => {
	test('gets a model that beats the rate of the stage, with its holdout', async () => {
		const { kind, status, evidence, parameters } = await fit(await openDeals({ deals: 1_200, skill: 1.2 }));
		expect([kind, status]).toEqual(['logistic', 'good']);
		const [logLoss] = evidence.figures;
		expect(logLoss?.id).toBe('log_loss');
		expect(logLoss?.value).toBeLessThan(0.9 * (logLoss?.baseline ?? 0));
		// A quarter of the rows, the latest: of 34 months those from the 26th on.
		expect(evidence.holdout?.n).toBeGreaterThan(280);
		expect(evidence.holdout?.from).toBe('2024-05-01');
		expect(parameters?.resampled).toHaveLength(20);
		expect(evidence.warnings).toContain('constant:amount_base');
	});

	test('sees a better owner’s deal win, with an interval and what raises it', async () => {
		const db = await openDeals({ deals: 1_200, skill: 1.2 });
		const { parameters } = await fit(db);
		if (parameters === null) throw new Error('no parameters');
		const deals = await readDeals(db, 'present');
		const predicted = predictDeals(parameters, deals);
		expect(predicted.map(({ deal_id: id }) => id)).toEqual(deals.dealIds);
		const rates = deals.numbers.owner_win_rate;
		const best = rates.indexOf(Math.max(...rates));
		const worst = rates.indexOf(Math.min(...rates));
		expect(predicted[best]?.win_probability).toBeGreaterThan(predicted[worst]?.win_probability ?? 1);
		for (const each of predicted) {
			expect(each.win_probability_lower).toBeLessThanOrEqual(each.win_probability);
			expect(each.win_probability_upper).toBeGreaterThanOrEqual(each.win_probability);
		}
		const reasons = JSON.parse(predicted[best]?.reasons ?? '[]') as {
			feature: string;
			value: number;
			effect: number;
		}[];
		expect(reasons[0]).toMatchObject({ feature: 'owner_win_rate', value: rates[best] });
		expect(reasons[0]?.effect).toBeGreaterThan(0);
		expect(reasons.length).toBeLessThanOrEqual(3);
	});

	test('gets the same model from the same deals', async () => {
		const db = await openDeals({ deals: 600, skill: 1.2 });
		expect(JSON.stringify(await fit(db))).toBe(JSON.stringify(await fit(db)));
	});
});

test('where nothing but the stage tells, a model has nothing to add, and says so', async () => {
	const { status, evidence } = await fit(await openDeals({ deals: 400, skill: 0 }));
	const [logLoss] = evidence.figures;
	expect(logLoss?.value).toBeGreaterThan(logLoss?.baseline ?? 1);
	expect(status).toBe('weak');
});

test('the error of parameters is that on the latest deals, beside the rate of the stage', async () => {
	const db = await openDeals({ deals: 1_200, skill: 1.2 });
	const good = (await fit(db)).parameters;
	const blind = (await fit(await openDeals({ deals: 1_200, skill: 0 }))).parameters;
	const errorOf = (parameters: DealWinParameters | null) => DEAL_WIN_MODEL.errorOf?.(db, { asOf: AS_OF }, parameters);
	const [ofGood, ofBlind] = [await errorOf(good), await errorOf(blind)];
	expect(ofGood?.value).toBeLessThan(0.9 * (ofGood?.baseline ?? 0));
	expect(ofBlind?.value).toBeGreaterThan(ofGood?.value ?? 1);
	expect(ofBlind?.baseline).toBe(ofGood?.baseline);
	expect(await errorOf(null)).toBeNull();
});

describe('a column that knows the outcome', () => {
	test('is named, and the stage has the word', async () => {
		const db = await openDeals({ deals: 600, skill: 1.2, amountOf: (isWon) => (isWon ? 5_000 : 0) });
		const { kind, status, parameters, evidence } = await fit(db);
		expect([kind, status, parameters]).toEqual(['stage_rate', 'weak', null]);
		expect(evidence.warnings).toContain('leak:amount_base');
		expect(evidence.figures).toEqual([]);
	});

	test('is found as well where only that it is filled in tells', async () => {
		const db = await openDeals({ deals: 600, skill: 1.2, amountOf: (isWon) => (isWon ? 5_000 : null) });
		const { status, evidence } = await fit(db);
		expect(status).toBe('weak');
		expect(evidence.warnings).toContain('leak:amount_base_known');
	});
});

test('too few deals are refused in words', async () => {
	await expect(fit(await openDeals({ deals: 60, skill: 1 }))).rejects.toThrow(
		/^a win model needs 100 deals that ended, 20 of them won and as many lost, received \d+ won and \d+ lost$/,
	);
	await expect(fit(await openWarehouse({ sources: [], relations: ['ftr_open_deals'] }))).rejects.toThrow(
		'received 0 won and 0 lost',
	);
});

test('a deal that is open at the present alone, in a stage that no other was in, gets a chance all the same', async () => {
	const db = await openDeals({ deals: 600, skill: 1.2 });
	const { parameters } = await fit(db);
	await db.run("update ftr_open_deals set stage = 'Legal', owner_win_rate = null, amount_base = null where is_present");
	if (parameters === null) throw new Error('no parameters');
	for (const { win_probability: chance } of predictDeals(parameters, await readDeals(db, 'present'))) {
		expect(chance).toBeGreaterThan(0);
		expect(chance).toBeLessThan(1);
	}
});
