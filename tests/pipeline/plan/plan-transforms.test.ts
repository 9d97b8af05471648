import { describe, expect, test } from 'vitest';
import { planTransforms } from '#pipeline/plan/plan-transforms.ts';
import type { OrderedTransform } from '#warehouse/graph.ts';
import type { LineageNode } from '#warehouse/lineage.ts';
import { versionOf } from '#warehouse/relation-versions.ts';
import type { RelationVersions } from '#warehouse/relation-versions.ts';

const made = (name: string, reads: readonly string[], inputs: readonly string[] = []): OrderedTransform => ({
	name,
	folder: 'marts',
	grain: 'One row per x.',
	sql: `select ${name}`,
	reads,
	inputs,
});

/** stg_orders and stg_rates → fct_a → fct_b → fct_c; stg_rates → ftr_customer_purchases → predicted → customer_scores. */
const TRANSFORMS = [
	made('fct_a', [], ['stg_orders', 'stg_rates']),
	made('fct_b', ['fct_a']),
	made('fct_c', ['fct_b', 'fct_a']),
	made('ftr_customer_purchases', [], ['stg_rates']),
	made('customer_scores', [], ['predicted_customers']),
	made('fct_alone', [], ['stg_alone']),
];
const NODES: readonly LineageNode[] = [
	...TRANSFORMS.map(({ name, reads, inputs }): LineageNode => ({ name, kind: 'mart', reads: [...reads, ...inputs] })),
	{ name: 'metric orders', kind: 'metric', reads: ['fct_c'] },
	{ name: 'page /', kind: 'page', reads: ['metric orders'] },
];
const BEFORE: RelationVersions = Object.fromEntries(
	TRANSFORMS.map(({ name, sql }) => [name, { inputs: 'i', version: 'v', sql: versionOf([sql]) }]),
);
const plan = (causes: Readonly<Record<string, readonly string[]>>, before = BEFORE, transforms = TRANSFORMS) =>
	planTransforms(transforms, NODES, before, new Map(Object.entries(causes)));

describe('what would not be as it was', () => {
	test('is nothing where nothing changes', () => {
		expect(plan({})).toEqual([]);
	});

	test('follows from what waits, however far below, and says by what it reads', () => {
		const planned = plan({ stg_orders: ['source orders has 2 new files'] });
		expect(planned.map(({ name, reason }) => [name, reason])).toEqual([
			['fct_a', 'reads stg_orders, which changes because source orders has 2 new files'],
			['fct_b', 'reads fct_a, which changes because source orders has 2 new files'],
			['fct_c', 'reads fct_b and fct_a, which change because source orders has 2 new files'],
		]);
		expect(planned[0]?.downstream).toEqual(['fct_b', 'fct_c', 'metric orders', 'page /']);
	});

	test('names each cause once, where several come together', () => {
		const [first] = plan({ stg_orders: ['b', 'a'], stg_rates: ['a'] });
		expect(first?.reason).toBe('reads stg_orders and stg_rates, which change because a and b');
		expect(first?.causes).toEqual(['a', 'b']);
	});

	test('passes through what models predict', () => {
		const [, , , , scores] = plan({ stg_rates: ['source rates has 1 new file'] });
		expect(scores).toMatchObject({
			name: 'customer_scores',
			reason: 'reads predicted_customers, which changes because source rates has 1 new file',
		});
	});

	test('is what has other SQL, or is new, whatever else changes, and what reads it', () => {
		const others = Object.fromEntries(Object.entries(BEFORE).filter(([name]) => name !== 'fct_c'));
		const before = { ...others, fct_a: { inputs: 'i', version: 'v', sql: 'other' } };
		expect(plan({ stg_orders: ['x'] }, before).map(({ name, reason }) => [name, reason])).toEqual([
			['fct_a', 'its SQL changed'],
			['fct_b', 'reads fct_a, which changes because the SQL of fct_a changed'],
			['fct_c', 'new'],
		]);
	});

	test('is told by what is executed, where that is not what was written', () => {
		const transform = { ...made('fct_a', []), built: 'guarded' };
		const before = (sql: string): RelationVersions => ({ fct_a: { inputs: 'i', version: 'v', sql: versionOf([sql]) } });
		expect(plan({}, before('guarded'), [transform])).toEqual([]);
		expect(plan({}, before('select fct_a'), [transform])).toHaveLength(1);
	});
});
