import { describe, expect, test } from 'vitest';
import { drawAim, drawBuyer, exposureOf, POPULATION, purchaseDays } from '#demo/buyers.ts';
import type { Buyer } from '#demo/buyers.ts';
import { createCalendar } from '#demo/calendar.ts';
import { createDemands } from '#demo/demand.ts';
import { createRandom } from '#demo/random.ts';

const calendar = createCalendar('2026-11-23');
const demands = createDemands(calendar);
const MANY = 20_000;

/** Errors are told in standard errors, from the law's own variance; four of them happen once in 16,000 seeds. */
const MOST_ERRORS = 4;

function errorsOf(values: readonly number[], mean: number, variance: number): number {
	const found = values.reduce((sum, value) => sum + value, 0) / values.length;
	return Math.abs(found - mean) / Math.sqrt(variance / values.length);
}

describe.each(['consumer', 'company'] as const)('a crowd of kind %s', (kind) => {
	const { s, beta, p } = POPULATION[kind];
	const buyers = Array.from({ length: MANY }, (_, index) =>
		drawBuyer(createRandom(5, 'buyer', index), kind, demands[kind]),
	);
	const fresh = buyers.filter(({ joinedAt }) => joinedAt >= 0);

	test('dies by the law of Pareto where it joined within the history: (beta / (beta + t))^s live longer than t', () => {
		for (const days of [100, 365, 1000]) {
			const alive = (beta / (beta + days)) ** s;
			const shares = fresh.map(({ joinedAt, diedAt }) => Number(diedAt - joinedAt > days));
			expect(errorsOf(shares, alive, alive * (1 - alive))).toBeLessThan(MOST_ERRORS);
		}
	});

	test('lived to see the history begin, and of those who did mu ~ Gamma(s, beta + age)', () => {
		const old = buyers.filter(({ joinedAt }) => joinedAt < 0);
		const surplus = old.reduce((sum, { mu, joinedAt }) => sum + mu - s / (beta - joinedAt), 0);
		const variance = old.reduce((sum, { joinedAt }) => sum + s / (beta - joinedAt) ** 2, 0);
		expect(old.length).toBeGreaterThan(1_000);
		expect(Math.abs(surplus) / Math.sqrt(variance)).toBeLessThan(MOST_ERRORS);
		expect(Math.min(...buyers.map(({ diedAt }) => diedAt))).toBeGreaterThan(0);
	});

	test('aims at its own spend, more or less by a Gamma of shape p', () => {
		const random = createRandom(5, 'orders');
		const aims = Array.from({ length: MANY }, () => drawAim(random, kind, 80));
		expect(errorsOf(aims, 80, 80 ** 2 / p)).toBeLessThan(MOST_ERRORS);
	});
});

describe('one buyer', () => {
	const busy: Buyer = { lambda: 5, mu: 0.01, joinedAt: 100.4, diedAt: 300.2, spend: 50 };
	const days = purchaseDays(createRandom(1, 'orders', 1), busy, demands.consumer);

	test('buys from the day of joining to that of death, in the order of days', () => {
		expect([days[0], days.at(-1)]).toEqual([100, 300]);
		expect(days).toEqual([...days].sort((one, other) => one - other));
	});

	test('who joined before the history has no first purchase in it', () => {
		const old = { ...busy, lambda: 1e-9, joinedAt: -50 };
		expect(purchaseDays(createRandom(1, 'orders', 1), old, demands.consumer)).toEqual([]);
	});

	test('is exposed to the whole history when alive throughout', () => {
		const all = demands.consumer.weights.reduce((sum, weight) => sum + weight, 0);
		expect(exposureOf({ ...busy, joinedAt: -1, diedAt: 9_999 }, demands.consumer)).toBeCloseTo(all, 8);
	});
});
