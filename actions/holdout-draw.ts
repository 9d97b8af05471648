import { createHash } from 'node:crypto';

/** Somebody to draw, and the stratum within which the draw is even. */
export interface DrawUnit {
	readonly id: string;
	readonly stratum: string;
}

export interface Draw {
	/** Of everybody, the share that is held out. */
	readonly share: number;
	readonly seed: number;
	/** How many were drawn before: each draw of a growing list is another one. */
	readonly earlier: number;
}

/** A number in [0, 1) that follows from a text alone. */
function chanceOf(text: string): number {
	return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

/**
 * Draws a holdout: everybody stands in the order of their strata, by chance within each, and from a start by chance every
 * (1 / share)th is held out. So each has exactly the same chance, whatever their stratum (systematic sampling along the
 * strata: Cochran, Sampling Techniques, 3rd ed., 8.2); of all together and of each stratum as many are held out as the
 * share says, but for one. The same units, share and seed give the same draw, in whatever order they come.
 * @returns the ids that are held out
 * @example drawHoldout(tenUnits, { share: 0.2, seed: 1, earlier: 0 }).size // 2
 */
export function drawHoldout(units: readonly DrawUnit[], { share, seed, earlier }: Draw): ReadonlySet<string> {
	const lots = units.map((unit) => ({ ...unit, lot: chanceOf(`${seed} ${unit.id}`) }));
	lots.sort((a, b) => compare(a.stratum, b.stratum) || a.lot - b.lot || compare(a.id, b.id));
	const start = chanceOf(`${seed} start ${earlier}`);
	const passed = (place: number): number => Math.floor(place * share + start);
	return new Set(lots.filter((_, place) => passed(place + 1) > passed(place)).map(({ id }) => id));
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
