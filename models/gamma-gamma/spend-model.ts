export interface SpendParameters {
	/** A purchase of a customer comes to an amount ~ Gamma(p, nu), with nu ~ Gamma(q, gamma) over customers. */
	readonly p: number;
	readonly q: number;
	readonly gamma: number;
}

/**
 * The simpler model that the data reduce a fit to, a limit of its parameters: `common` all customers spend alike (q and gamma
 * without bound); `own-constant` each customer always spends the same (p without bound); `constant` all purchases come to
 * one amount. Predictions hold in each.
 */
export type SimplerSpendModel = 'common' | 'own-constant' | 'constant';

/** A fitted Gamma-Gamma model, as plain JSON. */
export interface GammaGammaModel {
	readonly model: 'gamma-gamma';
	readonly parameters: SpendParameters;
	/** Null where the likelihood is flat in that direction. */
	readonly standardErrors: Readonly<Record<keyof SpendParameters, number | null>>;
	/** Null when all customers' means are one amount: no density describes that. */
	readonly logLikelihood: number | null;
	/** 2 · 3 parameters - 2 logLikelihood. */
	readonly aic: number | null;
	/** Customers that it was fitted on: those with a repeat purchase and positive mean money. */
	readonly n: number;
	/** Customers with a repeat purchase who were left out because their mean money was not positive. */
	readonly notPositive: number;
	/** The optimiser's own stopping rule held. */
	readonly converged: boolean;
	readonly degenerate: SimplerSpendModel | null;
	/** Expected money of a purchase of a customer without a repeat purchase. */
	readonly populationMean: number;
	/** `observed` when the fitted distribution has no mean (q <= 1): the mean over the customers. */
	readonly populationMeanFrom: 'model' | 'observed';
	/** Correlation of purchases and mean money, which the model takes to be 0; null when either is constant. */
	readonly correlation: number | null;
	/** What a reader of the figures should know, each a sentence without a full stop. */
	readonly warnings: readonly string[];
}
