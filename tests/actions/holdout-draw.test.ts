import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawHoldout } from '#actions/holdout-draw.ts';
import type { DrawUnit } from '#actions/holdout-draw.ts';

function units(sizes: Readonly<Record<string, number>>): DrawUnit[] {
	return Object.entries(sizes).flatMap(([stratum, size]) =>
		Array.from({ length: size }, (_, index) => ({ id: `${stratum}-${index}`, stratum })),
	);
}

const draw = { share: 0.1, seed: 1, earlier: 0 };

describe('drawHoldout', () => {
	it('gives the same holdout for the same people, in whatever order they come, and another for another seed', () => {
		const people = units({ a: 200, b: 100 });
		const held = drawHoldout(people, draw);
		expect(drawHoldout(people.toReversed(), draw)).toEqual(held);
		expect(drawHoldout(people, { ...draw, seed: 2 })).not.toEqual(held);
		expect(drawHoldout(people, { ...draw, earlier: 300 }).size).toBe(30);
	});

	it('holds nobody out of nobody or with a share of 0', () => {
		expect(drawHoldout([], draw).size).toBe(0);
		expect(drawHoldout(units({ a: 50 }), { ...draw, share: 0 }).size).toBe(0);
	});

	it('holds out as many as the share says, of all and of each stratum, but for one', () => {
		const sizes = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.integer({ min: 1, max: 60 }), { maxKeys: 12 });
		const share = fc.double({ min: 0, max: 0.5, noNaN: true });
		fc.assert(
			fc.property(sizes, share, fc.integer(), (given, asked, seed) => {
				const people = units(given);
				const held = drawHoldout(people, { share: asked, seed, earlier: 0 });
				expect(Math.abs(held.size - people.length * asked)).toBeLessThan(1);
				for (const [stratum, size] of Object.entries(given)) {
					const some = people.filter((unit) => unit.stratum === stratum && held.has(unit.id)).length;
					expect(Math.abs(some - size * asked)).toBeLessThanOrEqual(1 + 1e-9);
				}
			}),
			{ seed: 4, numRuns: 300 },
		);
	});

	it('gives everybody the same chance, whatever their stratum', () => {
		// Strata of 7 and 13 at 0.15: neither is a whole number of people. 4,000 draws: 6 standard errors are 0.034.
		const people = units({ few: 7, more: 13 });
		const times = new Map<string, number>();
		const draws = 4000;
		for (let seed = 0; seed < draws; seed += 1) {
			for (const id of drawHoldout(people, { share: 0.15, seed, earlier: 0 })) {
				times.set(id, (times.get(id) ?? 0) + 1);
			}
		}
		for (const { id } of people) expect(Math.abs((times.get(id) ?? 0) / draws - 0.15)).toBeLessThan(0.034);
	});
});
