/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import { pearsonCorrelation } from '../math/correlation.ts';
import { maximiseLikelihood, parameterErrors } from '../math/maximum-likelihood.ts';
import { ModelError } from '../model-error.ts';
import { codeColumn } from '../purchase/distinct-rows.ts';
import { spendObjective } from './spend-likelihood.ts';
import type { GammaGammaModel, SimplerSpendModel, SpendParameters } from './spend-model.ts';
import { checkSpendRows } from './spend-rows.ts';
import type { SpendRows } from './spend-rows.ts';

const LEAST_CUSTOMERS = 10;
/** Amounts whose relative spread is below this are one amount. */
const SAME_AMOUNT = 1e-9;
/** Squared coefficients of variation below this count as none. */
const NEGLIGIBLE = 1e-4;
/** From here on purchases and money go together so clearly that values of heavy buyers are off. */
const STRONG_CORRELATION = 0.3;
const PARAMETERS = 3;

/**
 * Fits the Gamma-Gamma model of money by purchase (Fader, Hardie & Lee, JMR 42, 2005, 415-430; Fader & Hardie, note 025, 2013)
 * by maximum likelihood. Customers without a repeat purchase or with mean money of 0 or less take no part.
 * @throws ModelError (input) for columns of different length, a row that breaks a rule (counted from 1), or fewer than 10
 * customers with a repeat purchase and positive money
 * @example fitGammaGamma(rows).parameters // on the 1/10 sample of CDNOW { p: 6.249, q: 3.745, gamma: 15.45 }
 */
export function fitGammaGamma(rows: SpendRows): GammaGammaModel {
	checkSpendRows(rows);
	const repeaters = rows.x.reduce((sum, x) => sum + (x > 0 ? 1 : 0), 0);
	const kept = Int32Array.from(rows.x.keys()).filter((row) => rows.x[row]! > 0 && rows.monetary[row]! > 0);
	if (kept.length < LEAST_CUSTOMERS) {
		throw new ModelError(
			'input',
			`gamma-gamma requires at least ${LEAST_CUSTOMERS} customers with a repeat purchase and positive money, ` +
				`received ${kept.length}`,
		);
	}
	const x = Float64Array.from(kept, (row) => rows.x[row]!);
	const z = Float64Array.from(kept, (row) => rows.monetary[row]!);
	const observedMean = z.reduce((sum, value) => sum + value / z.length, 0);
	const seen = { n: z.length, notPositive: repeaters - z.length, correlation: pearsonCorrelation(x, z) };
	const isOneAmount = z.every((value) => Math.abs(value - observedMean) <= SAME_AMOUNT * observedMean);
	return isOneAmount ? oneAmount(observedMean, seen) : fitVaried(x, z, observedMean, seen);
}

/**
 * E[M | x, mean money]: expected money of a customer's purchases, the population's mean drawn towards the customer's own,
 * the more so the more purchases there are. Customers without a repeat purchase or positive money get the population's mean.
 * @throws ModelError (input) for columns of different length or a row that breaks a rule
 * @example
 * // p 6.25, q 3.74, gamma 15.44: (15.44 + 2 · 22.35) · 6.25 / (12.5 + 2.74)
 * expectedSpend(model, { x: Float64Array.of(2), monetary: Float64Array.of(22.35) }) // [24.66]
 */
export function expectedSpend(model: GammaGammaModel, rows: SpendRows): Float64Array {
	checkSpendRows(rows);
	return rows.x.map((x, row) => {
		const z = rows.monetary[row]!;
		if (!(x > 0 && z > 0) || model.degenerate === 'constant') return model.populationMean;
		const { p, q, gamma } = model.parameters;
		const weight = p * x + q - 1;
		// With p x + q <= 1 even this customer's expectation does not exist: then what was seen is all there is.
		return weight > 0 ? ((gamma + x * z) * p) / weight : z;
	});
}

type Seen = Pick<GammaGammaModel, 'n' | 'notPositive' | 'correlation'>;

function fitVaried(x: Float64Array, z: Float64Array, observedMean: number, seen: Seen): GammaGammaModel {
	const objective = spendObjective({ x: codeColumn(x), z });
	// At each start p gamma / (q - 1), the mean of the distribution, is the observed one.
	const starts = [
		[3, 3, (2 / 3) * observedMean],
		[0.5, 1.5, observedMean],
		[20, 2, observedMean / 20],
	];
	const { parameters, point, logLikelihood, converged } = maximiseLikelihood(objective, starts, z.length);
	const [p = 0, q = 0, gamma = 0] = parameters;
	const degenerate = simplerModel({ p, q, gamma });
	if (degenerate === 'constant') return oneAmount(observedMean, seen);
	const [ofP = null, ofQ = null, ofGamma = null] = parameterErrors(objective, point) ?? [];
	const hasMean = q > 1;
	return {
		model: 'gamma-gamma',
		parameters: { p, q, gamma },
		standardErrors: { p: ofP, q: ofQ, gamma: ofGamma },
		logLikelihood,
		aic: 2 * PARAMETERS - 2 * logLikelihood,
		...seen,
		converged,
		degenerate,
		populationMean: hasMean ? (p * gamma) / (q - 1) : observedMean,
		populationMeanFrom: hasMean ? 'model' : 'observed',
		warnings: warningsOf(degenerate, hasMean, seen),
	};
}

function simplerModel({ p, q }: SpendParameters): SimplerSpendModel | null {
	const isOwnConstant = 1 / p < NEGLIGIBLE;
	const isCommon = 1 / q < NEGLIGIBLE;
	if (isOwnConstant && isCommon) return 'constant';
	if (isOwnConstant) return 'own-constant';
	return isCommon ? 'common' : null;
}

/** All customers' means are one amount, or as good as one: there is nothing to fit, but an answer. */
function oneAmount(amount: number, seen: Seen): GammaGammaModel {
	const large = 1 / NEGLIGIBLE ** 2;
	return {
		model: 'gamma-gamma',
		parameters: { p: large, q: large, gamma: (amount * (large - 1)) / large },
		standardErrors: { p: null, q: null, gamma: null },
		logLikelihood: null,
		aic: null,
		...seen,
		converged: true,
		degenerate: 'constant',
		populationMean: amount,
		populationMeanFrom: 'observed',
		warnings: warningsOf('constant', true, seen),
	};
}

const IN_WORDS: Readonly<Record<SimplerSpendModel, string>> = {
	common: 'no differences between customers found: all spend alike, and what one has spent says nothing',
	'own-constant': 'every customer always spends the same: what one has spent is the expectation',
	constant: 'all purchases come to one amount',
};

function warningsOf(degenerate: SimplerSpendModel | null, hasMean: boolean, seen: Seen): string[] {
	const correlation = seen.correlation ?? 0;
	const warnings = degenerate === null ? [] : [IN_WORDS[degenerate]];
	if (!hasMean) {
		warnings.push(
			'q is 1 or less, so the distribution has no mean: customers without a repeat purchase get the observed one',
		);
	}
	if (seen.notPositive > 0) {
		warnings.push(`customers left out because their repeat purchases come to 0 or less: ${seen.notPositive}`);
	}
	if (Math.abs(correlation) > STRONG_CORRELATION) {
		warnings.push(`purchases and mean money correlate by ${correlation.toFixed(2)}, which the model takes to be 0`);
	}
	return warnings;
}
