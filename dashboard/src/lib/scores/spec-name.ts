import { m } from '#lib/paraglide/messages.js';

const FALLBACKS: Readonly<Record<string, () => string>> = {
	constant: m.forecast_spec_constant,
	naive: m.models_kind_naive,
	'seasonal naive': m.models_kind_seasonal_naive,
	mean: m.forecast_spec_mean,
	'Croston (SBA)': () => 'Croston (SBA)',
};

/**
 * A model of a series as people read it: `mean of ETS(A,N,N) and Theta` names its parts in the reader's language; the
 * letters of ETS (error, trend, season) stay.
 */
export function specName(spec: string): string {
	const [, first, second] = /^mean of (.+) and (.+)$/.exec(spec) ?? [];
	if (first !== undefined && second !== undefined) {
		return m.forecast_spec_mean_of({ first: specName(first), second: specName(second) });
	}
	const [, bare] = /^(.+) on seasonally adjusted values$/.exec(spec) ?? [];
	if (bare !== undefined) return m.forecast_spec_adjusted({ model: bare });
	return FALLBACKS[spec]?.() ?? spec;
}

/** The candidate that a series' model came from, by what the model calls itself. */
export function candidateOf(spec: string): 'mean' | 'ets' | 'theta' | null {
	if (spec.startsWith('mean of')) return 'mean';
	if (spec.startsWith('ETS')) return 'ets';
	return spec.startsWith('Theta') ? 'theta' : null;
}
