/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import { expectedSpend } from '../gamma-gamma/gamma-gamma.ts';
import type { GammaGammaModel } from '../gamma-gamma/spend-model.ts';
import type { SpendRows } from '../gamma-gamma/spend-rows.ts';
import { ModelError } from '../model-error.ts';
import { checkHorizon, expectedPurchases, probabilityAlive, stateOf } from '../purchase/predict-purchases.ts';
import type { PurchaseModel } from '../purchase/purchase-model.ts';
import type { PurchaseRows } from '../purchase/purchase-rows.ts';
import { createSpread, spreadPurchases } from '../purchase/purchase-spread.ts';
import { createMoneyBelow } from './money-ahead.ts';
import type { Spender } from './money-ahead.ts';

export interface ValueOptions {
	/** How far to look ahead, in the unit of the rows: about a year. */
	readonly horizon: number;
	/** Periods of equal length that the horizon is cut into; 12 without it. */
	readonly periods?: number;
	/** Discount of one period, 0.01 for 1 %; 0 without it. */
	readonly discountRate?: number;
	/** Share of the money that is kept, for a value instead of revenue; 1 without it. */
	readonly margin?: number;
	/** Chance that the interval covers, above 0 and below 1; 0.8 without it. */
	readonly level?: number;
}

/** What customers are worth over the horizon, one value per row, in the currency of the rows. */
export interface CustomerValues {
	/** Expected discounted value. */
	readonly value: Float64Array;
	/** The discounted value lies from `lower` to `upper` with about the chance `level`. */
	readonly lower: Float64Array;
	readonly upper: Float64Array;
	/** Expected purchases in the horizon, undiscounted, and expected money of each. */
	readonly expectedPurchases: Float64Array;
	readonly expectedSpend: Float64Array;
}

/**
 * Customer lifetime value over a horizon: the purchases expected in each period times the expected money of a purchase
 * times the margin, discounted as if all money of a period came at its end,
 *
 *     sum over k = 1 … periods of (E[Y(t_k)] - E[Y(t_(k-1))]) E[M] margin / (1 + d)^k.
 *
 * The interval is of the money itself, not of its expectation: how many purchases come and what they come to both vary. It is
 * discounted by the same share as the expectation; that parameters are estimates is not in it.
 * @param rows purchases with the mean money of repeat purchases
 * @throws ModelError (input) for rows that break a rule or an option out of range
 * @example customerValue(model, spend, rows, { horizon: 52, discountRate: 0.01 }).value // per customer, over a year
 */
export function customerValue(
	model: PurchaseModel,
	spend: GammaGammaModel,
	rows: PurchaseRows & SpendRows,
	options: ValueOptions,
): CustomerValues {
	const { horizon, periods = 12, discountRate = 0, margin = 1, level = 0.8 } = options;
	checkOptions({ horizon, periods, discountRate, margin, level });
	const ofPurchase = expectedSpend(spend, rows);
	const purchases = expectedPurchases(model, rows, horizon);
	const discounted = discountRate === 0 ? purchases : discountPurchases(model, rows, horizon, periods, discountRate);
	const value = discounted.map((count, row) => count * ofPurchase[row]! * margin);
	const pAlive = probabilityAlive(model, rows);
	const lower = new Float64Array(value.length);
	const upper = new Float64Array(value.length);
	const spread = createSpread();
	const moneyBelow = createMoneyBelow(spread.counts.length);
	const tail = (1 - level) / 2;
	for (let row = 0; row < value.length; row += 1) {
		if (!(purchases[row]! > 0)) continue;
		spreadPurchases(stateOf(model, rows.x[row]!, rows.T[row]!), pAlive[row]!, horizon, spread);
		const spender = spenderOf(spend, rows.x[row]!, rows.monetary[row]!);
		const kept = (discounted[row]! / purchases[row]!) * margin;
		lower[row] = kept * moneyBelow(spread, spender, tail);
		upper[row] = kept * moneyBelow(spread, spender, 1 - tail);
	}
	return { value, lower, upper, expectedPurchases: purchases, expectedSpend: ofPurchase };
}

function checkOptions({ horizon, periods, discountRate, margin, level }: Required<ValueOptions>): void {
	checkHorizon(horizon);
	const rules: readonly (readonly [boolean, string])[] = [
		[Number.isInteger(periods) && periods >= 1, `periods must be a whole number of 1 or more, received ${periods}`],
		[Number.isFinite(discountRate) && discountRate > -1, `a discount rate must be above -1, received ${discountRate}`],
		[Number.isFinite(margin) && margin > 0, `a margin must be above 0, received ${margin}`],
		[level > 0 && level < 1, `the level of an interval must be above 0 and below 1, received ${level}`],
	];
	const broken = rules.find(([holds]) => !holds);
	if (broken !== undefined) throw new ModelError('input', broken[1]);
}

function discountPurchases(
	model: PurchaseModel,
	rows: PurchaseRows,
	horizon: number,
	periods: number,
	discountRate: number,
): Float64Array {
	const discounted = new Float64Array(rows.x.length);
	let before = new Float64Array(rows.x.length);
	for (let k = 1; k <= periods; k += 1) {
		const until = Float64Array.from(expectedPurchases(model, rows, (horizon * k) / periods));
		const factor = (1 + discountRate) ** -k;
		for (let row = 0; row < discounted.length; row += 1) discounted[row]! += (until[row]! - before[row]!) * factor;
		before = until;
	}
	return discounted;
}

/** Customers without money of their own are as the population is. */
function spenderOf({ parameters, degenerate, populationMean }: GammaGammaModel, x: number, z: number): Spender {
	const { p, q, gamma } = parameters;
	if (degenerate === 'constant') return { p, shape: q, scale: populationMean * (q / p) };
	return x > 0 && z > 0 ? { p, shape: q + p * x, scale: gamma + x * z } : { p, shape: q, scale: gamma };
}
