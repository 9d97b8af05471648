export interface PurchaseParameters {
	/** Purchases come at a rate ~ Gamma(r, alpha): mean r / alpha a unit of time. */
	readonly r: number;
	readonly alpha: number;
	/** Customers drop out with a chance ~ Beta(a, b) after a purchase: mean a / (a + b). */
	readonly a: number;
	readonly b: number;
}

/**
 * The simpler model that the data reduce a fit to, a limit of its parameters: `nbd` nobody drops out; `poisson` nobody drops
 * out and all buy at one rate; `common-rate` all buy at one rate (r without bound); `common-dropout` all drop out with one
 * chance (a and b without bound); `never-or-at-once` a customer drops out at the first chance or never (a and b near 0).
 * Predictions hold in each.
 */
export type SimplerPurchaseModel = 'nbd' | 'poisson' | 'common-rate' | 'common-dropout' | 'never-or-at-once';

/** A fitted BG/NBD or MBG/NBD, as plain JSON. Times are in the unit of the rows that it was fitted on. */
export interface PurchaseModel {
	readonly model: 'bg-nbd' | 'mbg-nbd';
	readonly parameters: PurchaseParameters;
	/** Null where the likelihood is flat in that direction. */
	readonly standardErrors: Readonly<Record<keyof PurchaseParameters, number | null>>;
	readonly logLikelihood: number;
	/** 2 · 4 parameters - 2 logLikelihood. */
	readonly aic: number;
	/** Customers that it was fitted on. */
	readonly n: number;
	/** The optimiser's own stopping rule held. */
	readonly converged: boolean;
	readonly degenerate: SimplerPurchaseModel | null;
	/** What a reader of the figures should know, each a sentence without a full stop. */
	readonly warnings: readonly string[];
}

/** Chances of dropping out before the first repeat purchase: the BG/NBD has none, the MBG/NBD one at the first purchase. */
export function chancesBefore(model: PurchaseModel['model']): 0 | 1 {
	return model === 'mbg-nbd' ? 1 : 0;
}

/** Nobody drops out: everybody is alive for certain, whatever a and b. */
export function isWithoutDropout(model: PurchaseModel): boolean {
	return model.degenerate === 'nbd' || model.degenerate === 'poisson';
}
