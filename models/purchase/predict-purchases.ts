/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import { ModelError } from '../model-error.ts';
import { chancesBefore, isWithoutDropout } from './purchase-model.ts';
import type { PurchaseModel } from './purchase-model.ts';
import { checkPurchaseRows } from './purchase-rows.ts';
import type { PurchaseRows } from './purchase-rows.ts';
import { purchasesExceeded } from './purchase-quantile.ts';
import { expectedAhead } from './purchases-ahead.ts';
import type { Alive } from './purchases-ahead.ts';

/** What a model says of customers over the next `horizon` units of time, one value per row. */
export interface PurchasePrediction {
	/** The chance that a customer has not dropped out by T. */
	readonly pAlive: Float64Array;
	/** Expected purchases within the horizon. */
	readonly expected: Float64Array;
	/** The chance of no purchase within the horizon: what most firms call churn. */
	readonly pNone: Float64Array;
	/** Purchases within the horizon lie from `lower` to `upper`, both included, with at least the chance `level`. */
	readonly lower: Float64Array;
	readonly upper: Float64Array;
}

/**
 * All that a model says of each customer's next `horizon` units of time. The interval is of the purchases themselves, from
 * their exact distribution given the parameters (whole numbers, so it covers somewhat more than `level`); that parameters are
 * estimates is not in it.
 * @param level chance that the interval covers, above 0 and below 1
 * @throws ModelError (input) for rows that break a rule, a horizon that is no finite time, or a level out of range
 * @example
 * const ahead = predictPurchases(model, rows, 39, 0.8); // CDNOW, x = 2, t_x = 30.43, T = 38.86 in weeks
 * // pAlive .7266, expected 1.226, pNone .5003, lower 0, upper 3
 */
export function predictPurchases(
	model: PurchaseModel,
	rows: PurchaseRows,
	horizon: number,
	level = 0.8,
): PurchasePrediction {
	if (!(level > 0 && level < 1)) {
		throw new ModelError('input', `the level of an interval must be above 0 and below 1, received ${level}`);
	}
	const expected = expectedPurchases(model, rows, horizon);
	const pAlive = chancesAlive(model, rows);
	const pNone = chancesOfNone(model, rows, pAlive, horizon);
	const lower = new Float64Array(pAlive.length);
	const upper = new Float64Array(pAlive.length);
	const tail = (1 - level) / 2;
	for (let row = 0; row < pAlive.length; row += 1) {
		const alive = stateOf(model, rows.x[row]!, rows.T[row]!);
		// Who buys nothing with more than the lower tail's chance has 0 as lower end.
		if (pNone[row]! < tail) lower[row] = purchasesExceeded(alive, pAlive[row]!, horizon, 1 - tail);
		upper[row] = purchasesExceeded(alive, pAlive[row]!, horizon, tail);
	}
	return { pAlive, expected, pNone, lower, upper };
}

/**
 * P(alive): the chance that a customer has not dropped out by T. The BG/NBD gives 1 to everybody without a repeat purchase.
 * @throws ModelError (input) for rows that break a rule
 */
export function probabilityAlive(model: PurchaseModel, rows: PurchaseRows): Float64Array {
	checkPurchaseRows(rows);
	return chancesAlive(model, rows);
}

/**
 * Expected purchases in the next `horizon` units of time after T, given the history.
 * @throws ModelError (input) for rows that break a rule or a horizon that is no finite time, 0 or longer
 */
export function expectedPurchases(model: PurchaseModel, rows: PurchaseRows, horizon: number): Float64Array {
	checkPurchaseRows(rows);
	checkHorizon(horizon);
	const pAlive = chancesAlive(model, rows);
	return pAlive.map((chance, row) => chance * expectedAhead(stateOf(model, rows.x[row]!, rows.T[row]!), horizon));
}

/**
 * The chance of no purchase in the next `horizon` units of time after T: gone, or alive and not buying.
 * @throws ModelError (input) for rows that break a rule or a horizon that is no finite time, 0 or longer
 */
export function probabilityOfNoPurchase(model: PurchaseModel, rows: PurchaseRows, horizon: number): Float64Array {
	checkPurchaseRows(rows);
	checkHorizon(horizon);
	return chancesOfNone(model, rows, chancesAlive(model, rows), horizon);
}

/**
 * Expected repeat purchases of a new customer within `time` units after the first purchase.
 * @throws ModelError (input) when the time is no finite number, 0 or longer
 * @example expectedPurchasesOfNewCustomer(model, 78) // 1.86 on the 1/10 sample of CDNOW in weeks (BG/NBD)
 */
export function expectedPurchasesOfNewCustomer(model: PurchaseModel, time: number): number {
	checkHorizon(time);
	const isAlive = chanceAlive(model, 0, 0, 0);
	return isAlive * expectedAhead(stateOf(model, 0, 0), time);
}

/** What is known of a customer of a model who is alive at T. */
export function stateOf(model: PurchaseModel, x: number, T: number): Alive {
	const { r, alpha, a, b } = model.parameters;
	const survived = x + chancesBefore(model.model);
	return { n: r + x, beta: alpha + T, a: isWithoutDropout(model) ? 0 : a, b: b + survived };
}

export function checkHorizon(horizon: number): void {
	if (Number.isFinite(horizon) && horizon >= 0) return;
	throw new ModelError('input', `a horizon must be a finite time, 0 or longer, received ${horizon}`);
}

function chancesAlive(model: PurchaseModel, { x, tx, T }: PurchaseRows): Float64Array {
	const chances = new Float64Array(x.length);
	for (let row = 0; row < x.length; row += 1) chances[row] = chanceAlive(model, x[row]!, tx[row]!, T[row]!);
	return chances;
}

/** 1 / (1 + odds of being gone); see `betaGeometricObjective` (Fader, Hardie & Lee, note 021). */
function chanceAlive(model: PurchaseModel, x: number, tx: number, T: number): number {
	const { r, alpha, a, b } = model.parameters;
	const chances = x + chancesBefore(model.model);
	if (chances === 0 || isWithoutDropout(model)) return 1;
	return 1 / (1 + (a / (b + chances - 1)) * Math.exp((r + x) * Math.log1p((T - tx) / (alpha + tx))));
}

function chancesOfNone(model: PurchaseModel, rows: PurchaseRows, pAlive: Float64Array, horizon: number): Float64Array {
	const { r, alpha } = model.parameters;
	return pAlive.map((alive, row) => {
		const chanceOfAny = -Math.expm1(-(r + rows.x[row]!) * Math.log1p(horizon / (alpha + rows.T[row]!)));
		return 1 - alive * chanceOfAny;
	});
}
