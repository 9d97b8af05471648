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

/** What is known of an earlier fit. */
export interface KnownFit {
	readonly fittedFor: string;
	readonly isUsed: boolean;
	readonly refitReason: string;
	/** Whether what it was fitted on is not what it was. */
	readonly isOutdated: boolean;
}

/**
 * Why a model is to be fitted whatever it says, or null. A day has one fit: where what it was made on has changed since, it
 * is made anew for the same reason, so that runs of one day end alike however many they were. Where no fit came into use
 * yet, there is another try when there is other data.
 * @param newest fit of the model, undefined without any; @param hasOne whether any came into use
 */
export function reasonToFit(
	newest: KnownFit | undefined,
	hasOne: boolean,
	{ asOf, refitDays, isRefitWanted }: RefitPolicy,
): RefitReason | null {
	if (newest === undefined) return 'first';
	if (isRefitWanted) return 'asked';
	if (newest.fittedFor === asOf) return newest.isOutdated ? (newest.refitReason as RefitReason) : null;
	if (!hasOne) return newest.isOutdated ? 'first' : null;
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
