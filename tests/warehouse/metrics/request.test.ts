import { describe, expect, it } from 'vitest';
import { checkRequest } from '#warehouse/metrics/request.ts';

describe('checkRequest', () => {
	it('fills in what a request leaves out', () => {
		expect(checkRequest({ metric: 'orders' })).toEqual({
			metric: 'orders',
			by: [],
			grain: null,
			from: null,
			to: null,
			filter: null,
		});
	});

	it.each([
		[{ metric: 'revenue' }, 'unknown metric: "revenue" (expected net_revenue, sales_revenue, returns_revenue, '],
		[{ metric: 'toString' }, 'unknown metric: "toString" (expected net_revenue, '],
		[{ metric: 'orders', by: ['shop'] }, 'unknown dimension of orders: "shop" (expected country, category, '],
		[{ metric: 'orders', by: ['cohort_month'] }, 'unknown dimension of orders: "cohort_month" (expected country, '],
		[{ metric: 'orders', by: ['country', 'country'] }, 'dimension given twice: "country" (expected each once)'],
		[
			{ metric: 'orders', grain: 'fortnight' },
			'invalid grain of orders: "fortnight" (expected day, week, month, quarter, year)',
		],
		[
			{ metric: 'cohort_retention', grain: 'week' },
			'invalid grain of cohort_retention: "week" (expected month, quarter, year)',
		],
		[{ metric: 'orders', from: '2025-02-30' }, 'invalid day: "2025-02-30"'],
		[
			{ metric: 'orders', from: '2025-02-01', to: '2025-02-01' },
			'invalid period: 2025-02-01 to 2025-02-01 (expected an end after its start',
		],
		[
			{ metric: 'orders', where: "line_kind = 'sale'" },
			'invalid filter at position 1: "line_kind" (expected one of country, ',
		],
	])('refuses %j', (request, message) => {
		expect(() => checkRequest(request)).toThrow(message);
	});
});
