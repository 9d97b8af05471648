import { ModelError } from '../model-error.ts';

/** Additive or multiplicative (relative) errors. */
type ErrorType = 'A' | 'M';
/** No trend, an additive one, or an additive one that is damped. */
type TrendType = 'N' | 'A' | 'Ad';
type SeasonType = 'N' | 'A' | 'M';

export interface EtsForm {
	readonly error: ErrorType;
	readonly trend: TrendType;
	readonly season: SeasonType;
}

const ERRORS: readonly ErrorType[] = ['A', 'M'];
const TRENDS: readonly TrendType[] = ['N', 'Ad', 'A'];
const SEASONS: readonly SeasonType[] = ['N', 'A', 'M'];

/**
 * The 15 forms that are fitted: no multiplicative trend, and no additive error with a multiplicative season, whose
 * variance is infinite beyond a few steps (Hyndman et al. 2008, chapter 15).
 */
export const ETS_FORMS: readonly EtsForm[] = ERRORS.flatMap((error) =>
	TRENDS.flatMap((trend) => SEASONS.map((season) => ({ error, trend, season }))),
).filter(({ error, season }) => error === 'M' || season !== 'M');

/** `ETS(M,Ad,M)`: error, trend, season, as the literature names a form. */
export const formName = ({ error, trend, season }: EtsForm): string => `ETS(${error},${trend},${season})`;

/**
 * Reads a form's letters.
 *
 * @throws ModelError (input) for letters that name none of the 15 forms
 * @example parseForm('MAdM') // { error: 'M', trend: 'Ad', season: 'M' }
 */
export function parseForm(letters: string): EtsForm {
	const form = ETS_FORMS.find(({ error, trend, season }) => error + trend + season === letters);
	if (form === undefined) {
		const known = ETS_FORMS.map(({ error, trend, season }) => error + trend + season).join(', ');
		throw new ModelError('input', `unknown form of ets: "${letters}" (expected ${known})`);
	}
	return form;
}

/** Whether a form divides by its values, so that it takes only positive ones. */
export const needsPositive = ({ error, season }: EtsForm): boolean => error === 'M' || season === 'M';

/**
 * How many numbers a form estimates by search: its smoothing parameters and its initial states (the seasonal ones sum
 * to a known value, so one of them is not free).
 */
export function countFree({ trend, season }: EtsForm, period: number): number {
	const smoothing = 1 + (trend === 'N' ? 0 : 1) + (season === 'N' ? 0 : 1) + (trend === 'Ad' ? 1 : 0);
	const states = 1 + (trend === 'N' ? 0 : 1) + (season === 'N' ? 0 : period - 1);
	return smoothing + states;
}
