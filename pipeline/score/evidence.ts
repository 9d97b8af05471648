/** What a figure says: the lower the better for errors, the higher for a rank or a share of what happened. */
export interface EvidenceFigure {
	readonly id:
		| 'mae'
		| 'rmse'
		| 'total_error'
		| 'auc'
		| 'log_loss'
		| 'brier'
		| 'ece'
		| 'smape'
		| 'mase'
		| 'coverage80'
		| 'coverage95';
	readonly value: number;
	/** The same of the naive baseline; null where that has none. */
	readonly baseline: number | null;
	readonly better: 'lower' | 'higher';
}

/** A bar of a reliability diagram: mean prediction and what came, with Wilson's 95 % interval. */
export interface CalibrationBin {
	readonly lower: number;
	readonly upper: number;
	readonly count: number;
	readonly predicted: number;
	readonly observed: number;
	readonly observed_lower: number;
	readonly observed_upper: number;
}

/** Why a model may be believed: figures on a time that it had not seen, beside a naive baseline. Plain JSON. */
export interface Evidence {
	/** The days of the holdout, `to` included, and its rows; null without one. */
	readonly holdout: { readonly from: string; readonly to: string; readonly n: number } | null;
	readonly figures: readonly EvidenceFigure[];
	readonly calibration: readonly CalibrationBin[] | null;
	/** How many of the truths lay within the intervals of a level, in percent. */
	readonly coverage: readonly { readonly level: number; readonly share: number; readonly n: number }[] | null;
	/** Codes; what follows a colon is what they are about. */
	readonly warnings: readonly string[];
	/** What was held against each other, by the figure that decided. */
	readonly candidates: readonly { readonly kind: string; readonly figure: string; readonly value: number }[];
	/** A code of what the figures stand beside. */
	readonly baseline: string;
}

/** good: better than its baseline; weak: not; insufficient: too little data to say anything. */
export type ModelStatus = 'good' | 'weak' | 'insufficient';

/** Evidence of a model that could not be fitted. */
export function noEvidence(baseline: string, warnings: readonly string[]): Evidence {
	return { holdout: null, figures: [], calibration: null, coverage: null, warnings, candidates: [], baseline };
}
