import { incompleteBeta } from '../math/incomplete-beta.ts';
import { logBeta } from '../math/log-beta.ts';
import { logIntegral } from '../math/log-integral.ts';
import { logRising } from '../math/rising-factorial.ts';
import { log1pExp } from '../math/sigmoid.ts';

/**
 * What is known of a customer who is alive: a rate ~ Gamma(n, beta) and a chance of dropping out after each purchase
 * ~ Beta(a, b), independent of each other. After x purchases until T these are n = r + x, beta = alpha + T, a, and b plus the
 * chances survived. a = 0 says that nobody drops out.
 *
 * Of K purchases that would come within t, K ~ negative binomial (n, z = t / (beta + t)), those made are Y. The j-th is made
 * when K reaches it and the customer survived the j - 1 chances before it:
 *
 *     P(Y >= j) = P(K >= j) (b)_(j-1) / (a+b)_(j-1),        E[Y] = the sum over j
 *
 * All terms are positive. The sum equals the closed form (a+b-1)/(a-1) (1 - (1-z)^n 2F1(n, b; a+b-1; z)) of Fader, Hardie &
 * Lee (2005, equation 10) and is free of its singularities at a = 1 and a + b = 1.
 */
export interface Alive {
	readonly n: number;
	readonly beta: number;
	readonly a: number;
	readonly b: number;
}

/** A walk over the purchases ahead, j = 1, 2, ...; P(Y >= j) is `reached * survived`. */
export interface Walk {
	j: number;
	/** P(K = j - 1). */
	chance: number;
	/** P(K >= j). */
	reached: number;
	/** The chance of surviving j - 1 chances to drop out. */
	survived: number;
	readonly z: number;
}

/** A walk that would be longer gives way to an integral or a bisection. */
export const LONGEST_WALK = 2000;
const ACCURACY = 1e-11;
/** Exponents below this are 0 in double precision. */
const SMALLEST_EXPONENT = -700;

/** Stands before the first purchase; null where P(K = 0) is 0 in double precision, for then the walk would be endless. */
export function startWalk({ n, beta }: Alive, t: number): Walk | null {
	const logNone = -n * Math.log1p(t / beta);
	if (logNone <= SMALLEST_EXPONENT) return null;
	return { j: 1, chance: Math.exp(logNone), reached: -Math.expm1(logNone), survived: 1, z: t / (beta + t) };
}

/** Goes on to the next purchase. */
export function stepWalk(walk: Walk, { n, a, b }: Alive): void {
	const { j } = walk;
	walk.chance *= ((n + j - 1) / j) * walk.z;
	walk.reached = Math.max(0, walk.reached - walk.chance);
	walk.survived *= (b + j - 1) / (a + b + j - 1);
	walk.j = j + 1;
}

/**
 * Expected purchases within t of a customer who is alive, relative error below 1e-9.
 * @example expectedAhead({ n: 2.243, beta: 43.274, a: 0.793, b: 4.426 }, 39) // 1.687399; by P(alive) .726579 the paper's 1.226
 */
export function expectedAhead(alive: Alive, t: number): number {
	if (alive.a === 0 || t === 0) return (alive.n * t) / alive.beta;
	return expectedBySum(alive, t) ?? expectedByIntegral(alive, t);
}

/** Null when the walk would be too long. */
function expectedBySum(alive: Alive, t: number): number | null {
	const walk = startWalk(alive, t);
	if (walk === null) return null;
	const { z } = walk;
	let sum = walk.reached;
	while (walk.j < LONGEST_WALK) {
		stepWalk(walk, alive);
		sum += walk.reached * walk.survived;
		// From here on each chance is at most `shrink` times the one before, so that a double geometric series bounds what is left.
		const shrink = Math.max(z, ((alive.n + walk.j - 1) / walk.j) * z);
		if (shrink < 1 && walk.survived * walk.chance * shrink ** 2 <= ACCURACY * sum * (1 - shrink) ** 2) return sum;
	}
	return null;
}

/**
 * E[Y] = E[(1 - (1 + p t/beta)^-n) / p] over p ~ Beta(a, b), for a known chance p stops the purchases at the rate λp. The
 * integral runs over u = ln(p / (1 - p)), in which the integrand is smooth however extreme the parameters are.
 */
function expectedByIntegral({ n, beta, a, b }: Alive, t: number): number {
	const w = t / beta;
	const logIntegrand = (u: number): number => {
		const logP = -log1pExp(-u);
		const p = Math.exp(logP);
		return (a - 1) * logP - b * log1pExp(u) + Math.log(-Math.expm1(-n * Math.log1p(p * w)));
	};
	const centre = Math.log(a / b);
	const spread = Math.sqrt(1 / a + 1 / b);
	const size = Math.log(Math.max(1, a, b, (n + 1) * w));
	const logExpected = logIntegral(logIntegrand, {
		from: Math.max(-36 - size, centre - 10 * spread - 40 / a),
		leftRate: a,
		to: Math.min(36 + size, centre + 10 * spread + 40 / b),
		rightRate: b,
		step: Math.min(0.25, spread / 4),
	});
	return Math.exp(logExpected - logBeta(a, b));
}

/**
 * P(Y >= count) of a customer who is alive, for any whole count from 1 on.
 * @example chanceOfAtLeast({ n: 2, beta: 10, a: 0, b: 1 }, 10, 1) // 0.75, 1 - (10 / 20)²
 */
export function chanceOfAtLeast({ n, beta, a, b }: Alive, t: number, count: number): number {
	const reached = t < beta ? incompleteBeta(count, n, t / (beta + t)) : 1 - incompleteBeta(n, count, beta / (beta + t));
	return reached * Math.exp(logRising(b, count - 1) - logRising(a + b, count - 1));
}
