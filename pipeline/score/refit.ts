import type { Fit } from '#warehouse/score-history.ts';

export type RefitReason = 'first' | 'schedule' | 'drift' | 'asked';

/**
 * Why a model is to be fitted now, or null when the one in use is good for now.
 * @param fits of the model, the newest first
 */
export function reasonToFit(
	fits: readonly Pick<Fit, 'isUsed' | 'fittedFor'>[],
	{
		asOf,
		refitDays,
		isRefitWanted,
	}: { readonly asOf: string; readonly refitDays: number; readonly isRefitWanted: boolean },
): RefitReason | null {
	const [newest] = fits;
	if (newest === undefined || !fits.some(({ isUsed }) => isUsed)) return 'first';
	if (isRefitWanted) return 'asked';
	const age = Temporal.PlainDate.from(newest.fittedFor).until(asOf, { largestUnit: 'days' }).days;
	return age >= refitDays ? 'schedule' : null;
}
