/** The model cards, and their rows of figures as the models give them. */
import { readFileSync } from 'node:fs';
import { expectedPurchases } from '#models/purchase/predict-purchases.ts';
import { holdoutFigures, sameRateAsBefore } from '#models/purchase/holdout-figures.ts';
import type { HoldoutFigures } from '#models/purchase/holdout-figures.ts';
import { summarizePurchases } from '#models/purchase/purchase-history.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import type { PurchaseRows } from '#models/purchase/purchase-rows.ts';
import {
	cdnowFolder,
	dayOf,
	onlineRetailFolder,
	readCdnowLog,
	readCdnowSummary,
	readOnlineRetailLog,
} from './real-logs.ts';

export interface TriedHistory extends PurchaseRows {
	readonly monetary: Float64Array;
	readonly actual: Float64Array;
	readonly money: Float64Array | null;
	readonly horizon: number;
}

/** The card of a model with single spaces in its tables. */
export function readCard(model: string): string {
	return readFileSync(new URL(`../../../models/${model}/README.md`, import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
}

/** The logs that cards have figures of; none where they lie nowhere. */
export function realHistories(): { readonly name: string; readonly read: () => TriedHistory }[] {
	if (cdnowFolder === null || onlineRetailFolder === null) return [];
	const [cdnow, onlineRetail] = [cdnowFolder, onlineRetailFolder];
	return [
		{ name: 'the 1/10 sample of CDNOW', read: () => ({ ...readCdnowSummary(cdnow), money: null, horizon: 39 }) },
		{ name: 'CDNOW', read: () => triedHistory(readCdnowLog(cdnow, 'master'), '1997-09-30') },
		{ name: 'Online Retail', read: () => triedHistory(readOnlineRetailLog(onlineRetail), '2011-08-31') },
	];
}

function triedHistory(log: Parameters<typeof summarizePurchases>[0], calibrationEnd: string): TriedHistory {
	const { x, tx, T, monetary, holdout } = summarizePurchases(log, { calibrationEnd: dayOf(calibrationEnd) });
	if (monetary === null || holdout === null) throw new Error('a log without money or holdout');
	return { x, tx, T, monetary, actual: holdout.purchases, money: holdout.money, horizon: holdout.horizon };
}

const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');

/** With a minus sign as the cards have it. */
export function percent(share: number): string {
	return `${(100 * share).toFixed(1)} %`.replace('-', '−');
}

function cellsOf({ predictedTotal, totalError, mae, rmse, topDecileShare }: HoldoutFigures): string {
	const errors = `${percent(totalError ?? 0)} | ${mae.toFixed(3)} | ${rmse.toFixed(3)}`;
	return `${grouped(predictedTotal)} | ${errors} | ${percent(topDecileShare ?? 0)} |`;
}

export function rowOf(model: PurchaseModel, { actual, horizon, ...rows }: TriedHistory): string {
	const figures = holdoutFigures(rows.x, actual, expectedPurchases(model, rows, horizon));
	return `| ${grouped(figures.actualTotal)} | ${cellsOf(figures)}`;
}

export function baselineRowOf({ actual, horizon, ...rows }: TriedHistory): string {
	return `| same rate as before | | ${cellsOf(holdoutFigures(rows.x, actual, sameRateAsBefore(rows, horizon)))}`;
}
