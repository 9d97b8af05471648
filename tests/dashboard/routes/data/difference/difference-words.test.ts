import { describe, expect, test } from 'vitest';
import { METRICS } from '#warehouse/metrics/catalog.ts';
import { FACTS } from '#warehouse/reads/difference/facts.ts';
import type { FactId } from '#warehouse/reads/difference/facts.ts';
import {
	changeName,
	differenceHref,
	differenceText,
	factName,
} from '../../../../../dashboard/src/routes/data/difference/difference-words.ts';

const of = (metric: 'net_revenue' | 'win_rate' | 'orders') => {
	const { name, definition, unit } = METRICS[metric];
	return { metric, name, definition, unit, before: 1, after: 2, difference: 1, months: [] };
};
const pair = {
	before: { id: 'A', publishedAt: '', asOf: '' },
	after: { id: 'B', publishedAt: '', asOf: '' },
};

describe('differenceText', () => {
	test.each([
		['net_revenue', 12.5, '+€\u202f12.50'],
		['net_revenue', -12.5, '−€\u202f12.50'],
		['orders', 3, '+3'],
		['orders', 0, '0'],
		['win_rate', -0.0004, '−0.04\u202fpts'],
	] as const)('of %s by %d is written in its unit with its sign', (metric, value, text) => {
		expect(differenceText(value, of(metric), 'EUR', 'en').replaceAll(/\s/g, '\u202f')).toBe(text);
	});

	test('that cannot be told is a dash', () => {
		expect(differenceText(null, of('orders'), 'EUR', 'en')).toBe('–');
	});
});

test('addresses keep both snapshots and name what is looked into', () => {
	expect(differenceHref(pair)).toBe('/data/difference?before=A&after=B');
	expect(differenceHref(pair, { fact: 'deals' })).toBe('/data/difference?before=A&after=B&fact=deals#rows');
	expect(differenceHref(pair, { metric: 'orders', month: '2026-02-01' })).toBe(
		'/data/difference?before=A&after=B&metric=orders&month=2026-02-01#rows',
	);
});

test('every kind of row and change has a name of its own', () => {
	const names = (Object.keys(FACTS) as FactId[]).map(factName);
	expect(new Set(names).size).toBe(names.length);
	expect((['added', 'removed', 'changed'] as const).map(changeName)).toEqual(['Added', 'Removed', 'Changed']);
});
