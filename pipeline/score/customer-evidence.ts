import { evaluateBaseRate, evaluateScores } from '#models/classification-evaluation/evaluate-scores.ts';
import { holdoutFigures } from '#models/purchase/holdout-figures.ts';
import type { HoldoutFigures } from '#models/purchase/holdout-figures.ts';
import type { PurchaseChoice } from '#models/purchase/choose-purchase-model.ts';
import { predictPurchases } from '#models/purchase/predict-purchases.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import type { SeasonClock } from '#models/purchase/season-clock.ts';
import { calibrationOf } from './calibration-bins.ts';
import { foldOf, QUARTER_DAYS } from './customer-cut-offs.ts';
import type { CustomerCutOff } from './customer-cut-offs.ts';
import { fromDay } from './days.ts';
import { noEvidence } from './evidence.ts';
import type { Evidence, EvidenceFigure } from './evidence.ts';

/** The last quarter, and what the chosen model knew before it. */
export interface CustomerTrial {
	readonly cutOff: CustomerCutOff;
	readonly clock: SeasonClock | null;
	readonly model: PurchaseModel;
	/** As it was known then. */
	readonly pace: number;
}

/**
 * How a model of purchases did on the last quarter, fitted on what was known before it: purchases beside "same rate as
 * before", and whether somebody buys at all, as a probability.
 */
export function customerEvidence(
	choice: PurchaseChoice,
	trial: CustomerTrial | null,
	warnings: readonly string[],
): Evidence {
	const candidates = choice.candidates.flatMap(({ model, time, mae }) =>
		mae === null ? [] : [{ kind: nameOfCandidate(model, time), figure: 'mae', value: mae }],
	);
	const baseline = choice.baseline?.folds[0];
	if (trial === null || baseline === undefined) {
		return { ...noEvidence('same_rate', warnings), candidates };
	}
	const { cutOff, clock, model, pace } = trial;
	const fold = foldOf(cutOff, QUARTER_DAYS, clock);
	const { expected, pNone, lower, upper } = predictPurchases(model, fold.rows, pace * fold.horizon, 0.8);
	const figures = holdoutFigures(fold.rows.x, fold.actual, expected);
	const isBuyer = Uint8Array.from(fold.actual, (count) => (count > 0 ? 1 : 0));
	const pAny = pNone.map((none) => 1 - none);
	const within = fold.actual.filter((count, row) => count >= (lower[row] ?? 0) && count <= (upper[row] ?? 0)).length;
	return {
		holdout: { from: fromDay(cutOff.end + 1), to: fromDay(cutOff.end + QUARTER_DAYS), n: cutOff.rows },
		figures: [...figuresOf(figures, baseline), ...figuresOfBuying(pAny, isBuyer)],
		calibration: calibrationOf(pAny, isBuyer),
		coverage: [{ level: 80, share: within / cutOff.rows, n: cutOff.rows }],
		warnings,
		candidates,
		baseline: 'same_rate',
	};
}

export function nameOfCandidate(model: string, time: 'calendar' | 'season'): string {
	return time === 'season' ? `${model}:season` : model;
}

function figuresOf(chosen: HoldoutFigures, baseline: HoldoutFigures): EvidenceFigure[] {
	return [
		{ id: 'mae', value: chosen.mae, baseline: baseline.mae, better: 'lower' },
		{ id: 'rmse', value: chosen.rmse, baseline: baseline.rmse, better: 'lower' },
		{
			id: 'total_error',
			value: Math.abs(chosen.totalError ?? 1),
			baseline: Math.abs(baseline.totalError ?? 1),
			better: 'lower',
		},
	];
}

/** The baseline knows how many buy, and nothing of who. */
function figuresOfBuying(pAny: Float64Array, isBuyer: Uint8Array): EvidenceFigure[] {
	const buyers = isBuyer.reduce((sum, label) => sum + label, 0);
	if (buyers === 0 || buyers === isBuyer.length) return [];
	const model = evaluateScores(pAny, isBuyer);
	const baseline = evaluateBaseRate(buyers / isBuyer.length, isBuyer);
	return [
		{ id: 'auc', value: model.auc, baseline: baseline.auc, better: 'higher' },
		{ id: 'brier', value: model.brier, baseline: baseline.brier, better: 'lower' },
		{ id: 'ece', value: model.ece, baseline: null, better: 'lower' },
	];
}
