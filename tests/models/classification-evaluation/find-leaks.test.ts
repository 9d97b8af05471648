import { describe, expect, it } from 'vitest';
import { findLeaks } from '#models/classification-evaluation/find-leaks.ts';
import type { FeatureColumn } from '#models/logistic/feature-column.ts';
import { createRandom } from '#models/math/random.ts';
import { readReferenceSet, TELCO } from '../logistic/reference-set.ts';

const random = createRandom(21);
const TARGET = Uint8Array.from({ length: 1_000 }, () => Number(random.uniform() < 0.2));
const HONEST: FeatureColumn[] = [
	{ name: 'related', kind: 'number', values: Float64Array.from(TARGET, (label) => label + random.normal()) },
	{ name: 'id', kind: 'category', values: Array.from(TARGET, (_, row) => `row ${row}`) },
	{
		name: 'plan',
		kind: 'category',
		values: Array.from(TARGET, (label) => (random.uniform() < 0.3 + label / 3 ? 'a' : 'b')),
	},
];

describe('findLeaks', () => {
	it('suspects nothing of honest columns, nor of an identifier', () => {
		expect(findLeaks(HONEST, TARGET)).toEqual([]);
	});

	it('finds planted columns, whichever way they point, the worst first', () => {
		const planted: FeatureColumn[] = [
			{ name: 'closed', kind: 'category', values: Array.from(TARGET, (label) => (label === 1 ? 'yes' : null)) },
			{
				name: 'days_to_go',
				kind: 'number',
				values: Float64Array.from(TARGET, (label) => -3 * label + random.normal()),
			},
		];
		const leaks = findLeaks([...HONEST, ...planted], TARGET);
		expect(leaks.map(({ feature }) => feature)).toEqual(['closed', 'days_to_go']);
		expect(leaks[0]?.auc).toBe(1);
	});

	it('gives every column that passes another threshold', () => {
		expect(findLeaks(HONEST, TARGET, 0.6).map(({ feature }) => feature)).toEqual(['related', 'plan']);
	});

	it('refuses one class', () => {
		expect(() => findLeaks(HONEST, new Uint8Array(1_000))).toThrow('all 1000 rows are of class 0');
	});

	const telco = readReferenceSet(TELCO);
	it.skipIf(telco === null)('suspects no column of the churn set, where the best alone has 0.74', () => {
		if (telco === null) return;
		const { columns, target } = telco.inFolds(0, 1, 2, 3, 4);
		expect(findLeaks(columns, target)).toEqual([]);
		expect(findLeaks(columns, target, 0.7).map(({ feature }) => feature)).toEqual(['tenure', 'Contract']);
	});
});
