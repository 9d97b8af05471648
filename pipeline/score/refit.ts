import type { Fit } from '#warehouse/score-history.ts';
import type { FitError } from './scored-model.ts';

export type RefitReason = 'first' | 'schedule' | 'drift' | 'asked';

export interface RefitPolicy {
	readonly asOf: string;
	/** A model whose newest fit is older is fitted anew. */
	readonly refitDays: number;
	/** Whether somebody asked for it. */
	readonly isRefitWanted: boolean;
}

/** The error of a model may grow by so much, beside that of its baseline, before it counts as drift. */
const DRIFT = 1.1;
/** Fits whose errors differ by less are alike: the newer one is as good. */
const ALIKE = 1.005;

/**
 * Why a model is to be fitted whatever it says, or null.
 * @param fits of the model, the newest first
 */
export function reasonToFit(
	fits: readonly Pick<Fit, 'isUsed' | 'fittedFor'>[],
	{ asOf, refitDays, isRefitWanted }: RefitPolicy,
): Exclude<RefitReason, 'drift'> | null {
	const [newest] = fits;
	if (newest === undefined || !fits.some(({ isUsed }) => isUsed)) return 'first';
	if (isRefitWanted) return 'asked';
	const age = Temporal.PlainDate.from(newest.fittedFor).until(asOf, { largestUnit: 'days' }).days;
	return age >= refitDays ? 'schedule' : null;
}

/**
 * Whether a model has drifted: its error on the newest truth, beside that of its baseline there, is a tenth above what it
 * was when it was fitted. Beside the baseline, for a busy quarter is harder to foretell than a quiet one.
 */
export function hasDrifted(then: FitError | null, now: FitError | null): boolean {
	if (then === null || now === null || then.baseline <= 0 || now.baseline <= 0) return false;
	return now.value / now.baseline > (DRIFT * then.value) / then.baseline;
}

/** Whether a new fit may take the place of the one in use: on the same truth its error is not above that one's. */
export function mayReplace(next: FitError | null, current: FitError | null): boolean {
	if (next === null || current === null) return true;
	return next.value <= ALIKE * current.value;
}
