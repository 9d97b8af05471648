import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POPULATION, drawBuyer, drawSpend } from '#demo/buyers.ts';
import { createCalendar } from '#demo/calendar.ts';
import { writeCompany } from '#demo/company.ts';
import { createDemands } from '#demo/demand.ts';
import { createRandom } from '#demo/random.ts';
import { cell, readTable, readTruth } from './company-tables.ts';
import type { Row, Truth } from './company-tables.ts';

/**
 * Simulate, then recover. Every tolerance is four standard errors of the quantity under the model that the card states: a
 * right generator leaves it for one seed in 16,000, and the seeds are fixed.
 */
const ERRORS = 4;
const MS_PER_DAY = 86_400_000;

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe.each(['consumer', 'company'] as const)('a %s', (kind) => {
	const { r, alpha, p, q, gamma } = POPULATION[kind];
	const draws = 20_000;

	test('buys at a rate that is Gamma distributed with mean r / alpha', () => {
		const demand = createDemands(createCalendar('2026-10-14'))[kind];
		const lambdas = Array.from(
			{ length: draws },
			(_, index) => drawBuyer(createRandom(5, 'buyer', index), kind, demand).lambda,
		);
		const deviation = Math.sqrt(r) / alpha;
		expect(Math.abs(mean(lambdas) - r / alpha)).toBeLessThan((ERRORS * deviation) / Math.sqrt(draws));
		// The variance of a Gamma is r / alpha²; that of its estimate follows from the fourth moment, 3 + 6 / r.
		const variance = mean(lambdas.map((lambda) => (lambda - r / alpha) ** 2));
		const error = deviation ** 2 * Math.sqrt((2 + 6 / r) / draws);
		expect(Math.abs(variance - deviation ** 2)).toBeLessThan(ERRORS * error);
	});

	test('spends p × gamma / (q − 1) an order on average', () => {
		const random = createRandom(6, 'buyer');
		const spends = Array.from({ length: draws }, () => drawSpend(random, kind));
		const expected = (p * gamma) / (q - 1);
		// p / nu with nu ~ Gamma(q, gamma) is inverse Gamma: its variance is mean² / (q − 2).
		const error = expected / Math.sqrt((q - 2) * draws);
		expect(Math.abs(mean(spends) - expected)).toBeLessThan(ERRORS * error);
	});
});

describe('a company of 3,000 customers', () => {
	let folder: string;
	let customers: Row[];
	let truth: Truth;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'kundig-demo-buyers-'));
		const out = join(folder, 'company');
		await writeCompany({ customers: 3_000, seed: 11, until: '2026-10-14', out });
		customers = readTable(out, 'truth_customers');
		truth = readTruth(out);
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	function day(text: string | undefined): number {
		return (Date.parse(text ?? '') - Date.parse(truth.from)) / MS_PER_DAY;
	}

	test('purchases beside the first are Poisson with mean lambda × exposure', () => {
		let purchases = 0;
		let expected = 0;
		let squares = 0;
		for (const customer of customers) {
			const mean = Number(customer.lambda) * Number(customer.exposure_days);
			const isNew = day(customer.joined_on) >= 0;
			const more = Number(customer.sale_orders) - (isNew ? 1 : 0);
			purchases += more;
			expected += mean;
			squares += (more - mean) ** 2;
		}
		expect(Math.abs(purchases - expected)).toBeLessThan(ERRORS * Math.sqrt(expected));
		// A Poisson's variance is its mean. With means mostly below 20 the estimate is good to about 10 %.
		expect(squares / expected).toBeGreaterThan(0.9);
		expect(squares / expected).toBeLessThan(1.1);
	});

	test('as many have died as their rates say: with chance 1 − exp(−mu × days)', () => {
		const end = day(truth.until) + 1;
		let died = 0;
		let expected = 0;
		let variance = 0;
		for (const customer of customers) {
			// Days are whole in the file: half a day stands for the moment that is not known.
			const joined = day(customer.joined_on);
			const chance = 1 - Math.exp(-Number(customer.mu) * (end - (joined < 0 ? 0 : joined + 0.5)));
			died += customer.died_on === '' ? 0 : 1;
			expected += chance;
			variance += chance * (1 - chance);
		}
		expect(Math.abs(died - expected)).toBeLessThan(ERRORS * Math.sqrt(variance));
	});

	test('nobody buys before they joined or after they died', () => {
		const wrong = customers.filter((customer) => {
			const [first, last, joined, died] = ['first_order_on', 'last_order_on', 'joined_on', 'died_on'].map((column) =>
				cell(customer, column),
			);
			if (!first || !last || !joined) return false;
			return first < joined || (died !== undefined && died !== '' && last > died);
		});
		expect(wrong).toEqual([]);
	});

	test('orders come to about what their customers spend', () => {
		const buyers = customers.filter((customer) => Number(customer.sale_orders) > 0);
		const sales = buyers.reduce((sum, customer) => sum + Number(customer.sales_base), 0);
		const aims = buyers.reduce((sum, customer) => sum + Number(customer.spend) * Number(customer.sale_orders), 0);
		// A basket is whole pieces at shop prices near its aim: by 10 % the sum may miss it.
		expect(sales / aims).toBeGreaterThan(0.9);
		expect(sales / aims).toBeLessThan(1.1);
	});

	test('the planted anomaly can be seen: both days have less than half the orders of the same weekday around them', () => {
		const orders = new Map(truth.days.map(({ day: name, saleOrders }) => [name, saleOrders]));
		const shift = (name: string, days: number): string =>
			new Date(Date.parse(name) + days * MS_PER_DAY).toISOString().slice(0, 10);
		expect(shift(truth.anomaly.from, 1)).toBe(truth.anomaly.to);
		for (const name of [truth.anomaly.from, truth.anomaly.to]) {
			const around = [-21, -14, -7, 7, 14, 21].map((days) => orders.get(shift(name, days)) ?? 0);
			expect(orders.get(name), name).toBeLessThan(mean(around) / 2);
		}
	});

	test('December sells more than February, and every year more than the one before', () => {
		const byMonth = new Map(truth.months.map((month) => [String(month.month).slice(0, 7), Number(month.saleOrders)]));
		for (const year of [2024, 2025]) {
			expect(byMonth.get(`${year}-12`)).toBeGreaterThan(byMonth.get(`${year}-02`) ?? 0);
		}
		const newIn = (from: string, to: string): number =>
			truth.months
				.filter(({ month }) => String(month) >= from && String(month) < to)
				.reduce((sum, month) => sum + Number(month.newCustomers), 0);
		expect(newIn('2025-11', '2026-10')).toBeGreaterThan(newIn('2024-11', '2025-10'));
	});
});
