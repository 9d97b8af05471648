import type { Objective } from '../math/bfgs.ts';
import { maximiseLikelihood, parameterErrors } from '../math/maximum-likelihood.ts';
import type { LikelihoodMaximum } from '../math/maximum-likelihood.ts';
import { ModelError } from '../model-error.ts';
import { betaGeometricObjective } from './beta-geometric-likelihood.ts';
import { groupRows } from './distinct-rows.ts';
import type { DistinctRows } from './distinct-rows.ts';
import { nbdObjective, poissonLogLikelihood } from './nbd-likelihood.ts';
import { chancesBefore } from './purchase-model.ts';
import type { PurchaseModel, SimplerPurchaseModel } from './purchase-model.ts';
import { checkPurchaseRows } from './purchase-rows.ts';
import type { PurchaseRows } from './purchase-rows.ts';

const LEAST_CUSTOMERS = 10;
const LEAST_REPEATERS = 3;
/** Below so many customers with a repeat purchase a fit says that its parameters are uncertain. */
const FEW_REPEATERS = 50;
/** Two log-likelihoods this close are the same for our purposes. */
const SAME = 1e-3;
/** Optimisers that end further apart than this are reported. */
const DIFFERENT = 0.01;
/** Below this a mean chance, or a variance over a squared mean, counts as none. */
const NEGLIGIBLE = 1e-4;
/** Above so many distinct rows a log is large. */
const MANY_ROWS = 5000;
const PARAMETERS = 4;

/**
 * Fits the BG/NBD or the MBG/NBD by maximum likelihood on distinct rows with weights, from several starts, beside the NBD that both become when
 * nobody drops out: where that is as good, its r and alpha are the answer.
 * @throws ModelError (input) for rows that break a rule, fewer than 10 customers or fewer than 3 with a repeat purchase
 */
export function fitBetaGeometric(model: PurchaseModel['model'], rows: PurchaseRows): PurchaseModel {
	checkPurchaseRows(rows);
	const repeaters = countRepeaters(model, rows);
	const distinct = groupRows(rows);
	const ofNbd = nbdObjective(distinct);
	const nbd = maximiseLikelihood(ofNbd, [[0.5, meanAge(distinct) / 4]], distinct.customers);
	const objective = betaGeometricObjective(distinct, chancesBefore(model));
	const full = maximiseLikelihood(objective, startsFor(distinct, nbd.parameters), distinct.customers);
	const degenerate = simplerModel(full, nbd.logLikelihood, poissonLogLikelihood(distinct));
	const isNbd = degenerate === 'nbd' || degenerate === 'poisson';
	const logLikelihood = Math.max(full.logLikelihood, nbd.logLikelihood);
	return {
		model,
		...(isNbd ? withoutDropout(ofNbd, nbd, full) : withDropout(objective, full)),
		logLikelihood,
		aic: 2 * PARAMETERS - 2 * logLikelihood,
		n: distinct.customers,
		degenerate,
		warnings: warningsOf(degenerate, repeaters, full.polishedBy),
	};
}

function countRepeaters(model: PurchaseModel['model'], rows: PurchaseRows): number {
	const repeaters = rows.x.reduce((sum, x) => sum + (x > 0 ? 1 : 0), 0);
	if (rows.x.length < LEAST_CUSTOMERS || repeaters < LEAST_REPEATERS) {
		throw new ModelError(
			'input',
			`${model} requires at least ${LEAST_CUSTOMERS} customers, ${LEAST_REPEATERS} of them with a repeat purchase, ` +
				`received ${rows.x.length} and ${repeaters}`,
		);
	}
	return repeaters;
}

function meanAge({ T, weights, customers }: DistinctRows): number {
	return weights.reduce((sum, weight, row) => sum + weight * (T.values[T.codes[row] ?? 0] ?? 0), 0) / customers;
}

/**
 * Where searches begin: small logs have several peaks, of which each of these finds one that the others miss now and then
 * (rates alike, dropout rare, certain or at once). Large logs have one.
 */
function startsFor(rows: DistinctRows, nbd: Float64Array): number[][] {
	const age = meanAge(rows);
	const usual = [0.5, age / 4];
	const starts = [
		[...usual, 0.8, 2.5],
		[...usual, 0.2, 0.2],
		[...nbd, 0.02, 2],
		[2, age / 4, 3, 1],
		[20, 4 * age, 1, 1],
		[...usual, 5, 20],
		[...usual, 0.05, 0.01],
		[...usual, 0.003, 0.1],
	];
	return rows.weights.length > MANY_ROWS ? starts.slice(0, 3) : starts;
}

function simplerModel(full: LikelihoodMaximum, nbd: number, poisson: number): SimplerPurchaseModel | null {
	const [r = 0, , a = 0, b = 0] = full.parameters;
	const asGood = Math.max(full.logLikelihood, nbd) - SAME;
	if (poisson >= asGood) return 'poisson';
	if (nbd >= asGood || a / (a + b) < NEGLIGIBLE) return 'nbd';
	if (1 / r < NEGLIGIBLE) return 'common-rate';
	if (1 / (a + b) < NEGLIGIBLE) return 'common-dropout';
	return a + b < NEGLIGIBLE ? 'never-or-at-once' : null;
}

type Estimates = Pick<PurchaseModel, 'parameters' | 'standardErrors' | 'converged'>;

function withDropout(objective: Objective, { parameters, point, converged }: LikelihoodMaximum): Estimates {
	const [r = 0, alpha = 0, a = 0, b = 0] = parameters;
	const [ofR = null, ofAlpha = null, ofA = null, ofB = null] = parameterErrors(objective, point) ?? [];
	return { parameters: { r, alpha, a, b }, standardErrors: { r: ofR, alpha: ofAlpha, a: ofA, b: ofB }, converged };
}

/** r and alpha of the NBD; a and b are where the full search ran along its flat valley, and say no more than that a is 0. */
function withoutDropout(objective: Objective, nbd: LikelihoodMaximum, full: LikelihoodMaximum): Estimates {
	const [r = 0, alpha = 0] = nbd.parameters;
	const [, , a = 0, b = 0] = full.parameters;
	const [ofR = null, ofAlpha = null] = parameterErrors(objective, nbd.point) ?? [];
	return {
		parameters: { r, alpha, a, b },
		standardErrors: { r: ofR, alpha: ofAlpha, a: null, b: null },
		converged: nbd.converged,
	};
}

const IN_WORDS: Readonly<Record<SimplerPurchaseModel, string>> = {
	nbd: 'no dropout found: the data reduce the model to the NBD, in which every customer stays alive',
	poisson: 'no dropout and no differences found: all customers buy at one rate and stay alive',
	'common-rate':
		'no differences between the purchase rates of customers found: all buy at one rate until they drop out',
	'common-dropout': 'no differences between the dropout chances of customers found: all drop out with one chance',
	'never-or-at-once': 'customers either drop out at their first chance or never',
};

function warningsOf(degenerate: SimplerPurchaseModel | null, repeaters: number, polishedBy: number): string[] {
	const warnings = degenerate === null ? [] : [IN_WORDS[degenerate]];
	if (repeaters < FEW_REPEATERS) warnings.push(`only ${repeaters} customers bought again: parameters are uncertain`);
	if (polishedBy > DIFFERENT) {
		warnings.push(`two optimisers ended ${polishedBy.toFixed(2)} apart in log-likelihood: parameters are uncertain`);
	}
	return warnings;
}
