import { describe, expect, it } from 'vitest';
import { bucketsOf, chartGrain, sparkline } from '#warehouse/reads/series.ts';
import type { SnapshotFacts } from '#warehouse/metrics/snapshot-facts.ts';

const FACTS: SnapshotFacts = {
	snapshot: 's',
	runId: 'r',
	asOf: '2025-04-11',
	builtAt: '2025-04-11T03:00:00Z',
	companyName: 'Test',
	currency: 'EUR',
	zone: 'Europe/Berlin',
	weekStart: 'monday',
	firstEventOn: '2024-01-10',
	lastEventOn: '2025-04-10',
};

describe('chartGrain', () => {
	it.each([
		['2025-03-12', '2025-04-11', 'day'],
		['2025-01-11', '2025-04-11', 'week'],
		['2024-05-01', '2025-04-11', 'month'],
		['2015-01-01', '2025-04-11', 'quarter'],
	])('draws %s to %s by %s', (from, to, grain) => {
		expect(chartGrain({ from, to })).toBe(grain);
	});
});

describe('bucketsOf', () => {
	it('flags the buckets that the period or the data covers in part', () => {
		expect(bucketsOf('month', { from: '2025-01-15', to: '2025-04-11' }, FACTS)).toEqual([
			{ bucket: '2025-01-01', is_incomplete: true, before_bucket: null },
			{ bucket: '2025-02-01', is_incomplete: false, before_bucket: null },
			{ bucket: '2025-03-01', is_incomplete: false, before_bucket: null },
			{ bucket: '2025-04-01', is_incomplete: true, before_bucket: null },
		]);
	});

	it('takes a month for complete once its last day is over', () => {
		const facts = { ...FACTS, asOf: '2025-05-01' };
		expect(bucketsOf('month', { from: '2025-04-01', to: '2025-05-01' }, facts)[0]?.is_incomplete).toBe(false);
	});

	it('begins with the data, each bucket beside that in its place a year before', () => {
		const days = { from: '2023-12-01', to: '2024-04-01' };
		const compared = { from: '2022-12-01', to: '2023-04-01' };
		expect(bucketsOf('month', days, FACTS, compared).map(({ bucket }) => bucket)).toEqual([
			'2024-01-01',
			'2024-02-01',
			'2024-03-01',
		]);
		const year = { from: '2025-01-01', to: '2025-03-01' };
		const before = { from: '2024-01-01', to: '2024-03-01' };
		expect(bucketsOf('month', year, FACTS, before).map(({ before_bucket }) => before_bucket)).toEqual([
			'2024-01-01',
			'2024-02-01',
		]);
	});
});

describe('sparkline', () => {
	it('leads up to a short period with the weeks before it', () => {
		// 11 April 2025 was a Friday; 13 weeks before it is Friday, 10 January, in the week of Monday, the 6th.
		expect(sparkline({ from: '2025-04-01', to: '2025-04-11' }, FACTS)).toEqual({
			grain: 'week',
			days: { from: '2025-01-06', to: '2025-04-11' },
		});
	});

	it('shows the months of a long one, the first a whole one', () => {
		expect(sparkline({ from: '2024-05-15', to: '2025-04-11' }, FACTS)).toEqual({
			grain: 'month',
			days: { from: '2024-05-01', to: '2025-04-11' },
		});
	});
});
