import { incompleteBeta } from './incomplete-beta.ts';
import { upperGamma } from './incomplete-gamma.ts';

/**
 * The chance that a chi-square variable with `degrees` degrees of freedom is above `x` (NIST DLMF 8.2.4 with 2a = degrees).
 * @example chiSquareUpperTail(3.841458820694124, 1) // 0.05
 */
export function chiSquareUpperTail(x: number, degrees: number): number {
	return upperGamma(degrees / 2, x / 2);
}

/**
 * The chance that a Student t variable with `degrees` degrees of freedom is above `t` (Abramowitz & Stegun 26.7.1).
 * @example studentUpperTail(2, 10) // 0.03669401738537018
 */
export function studentUpperTail(t: number, degrees: number): number {
	const twoSided = incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t));
	return t >= 0 ? twoSided / 2 : 1 - twoSided / 2;
}
