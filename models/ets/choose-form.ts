import { ModelError } from '../model-error.ts';
import { fitForm } from './fit-form.ts';
import type { FormFit } from './fit-form.ts';
import { ETS_FORMS, formName, needsPositive } from './forms.ts';
import type { EtsForm } from './forms.ts';

/** Longer seasons have more initial states than a series could tell. */
export const LONGEST_SEASON = 24;

export interface ChosenForm {
	readonly fit: FormFit;
	/** Why this form, as words. */
	readonly reason: string;
}

/**
 * The form with the lowest AICc among those that a series allows: positive values for multiplicative parts, two full
 * seasons for a seasonal form, enough values for its parameters. Null when none of them can be fitted.
 */
export function chooseForm(values: Float64Array, season: number): ChosenForm | null {
	const tried = ETS_FORMS.filter((form) => obstacle(form, values, season) === null);
	let best: FormFit | null = null;
	let fitted = 0;
	for (const form of tried) {
		const fit = fitForm(values, form, season);
		if (fit === null) continue;
		fitted += 1;
		if (fit.aicc < (best?.aicc ?? Infinity)) best = fit;
	}
	return best === null ? null : { fit: best, reason: `lowest AICc of ${fitted} forms` };
}

/**
 * The form asked for, where a series allows it; else the one with the lowest AICc, and why.
 *
 * @throws ModelError (input) for a seasonal form of a season that is none, or too long for forms
 */
export function fitAskedForm(values: Float64Array, season: number, form: EtsForm): ChosenForm | null {
	if (form.season !== 'N' && (season === 1 || season > LONGEST_SEASON)) {
		throw new ModelError(
			'input',
			`${formName(form)} takes seasons of 2 to ${LONGEST_SEASON} steps, received ${season}`,
		);
	}
	const against = obstacle(form, values, season);
	const fit = against === null ? fitForm(values, form, season) : null;
	if (fit !== null) return { fit, reason: 'the form asked for' };
	const chosen = chooseForm(values, season);
	if (chosen === null) return null;
	const why = against ?? `${values.length} values are too few for its parameters`;
	return { fit: chosen.fit, reason: `${formName(form)} was asked for, but ${why}; ${chosen.reason}` };
}

/** What keeps a series from a form, as words. */
function obstacle(form: EtsForm, values: Float64Array, season: number): string | null {
	if (form.season !== 'N' && (season === 1 || season > LONGEST_SEASON))
		return `it has no season of 2 to ${LONGEST_SEASON}`;
	if (form.season !== 'N' && values.length < 2 * season) {
		return `${values.length} values are less than two seasons of ${season}`;
	}
	if (needsPositive(form) && !values.every((value) => value > 0)) return 'it takes positive values only';
	return null;
}
