import type { GammaGammaModel, SpendParameters } from '#models/gamma-gamma/spend-model.ts';
import type { PurchaseModel, PurchaseParameters } from '#models/purchase/purchase-model.ts';

/** A model that was given its parameters instead of finding them. */
export function purchasesBy(model: PurchaseModel['model'], parameters: PurchaseParameters): PurchaseModel {
	const standardErrors = { r: null, alpha: null, a: null, b: null };
	const rest = { logLikelihood: 0, aic: 0, n: 0, converged: true, degenerate: null, warnings: [] };
	return { model, parameters, standardErrors, ...rest };
}

/** The same for money. */
export function spendBy(parameters: SpendParameters): GammaGammaModel {
	const { p, q, gamma } = parameters;
	return {
		model: 'gamma-gamma',
		parameters,
		standardErrors: { p: null, q: null, gamma: null },
		logLikelihood: 0,
		aic: 0,
		n: 0,
		notPositive: 0,
		converged: true,
		degenerate: null,
		populationMean: q > 1 ? (p * gamma) / (q - 1) : gamma,
		populationMeanFrom: q > 1 ? 'model' : 'observed',
		correlation: null,
		warnings: [],
	};
}
