import { describe, expect, test } from 'vitest';
import { describeNode } from '#lib/server/lineage-node.ts';
import type { LineageNode } from '#warehouse/lineage.ts';

const NODES: readonly LineageNode[] = [
	{ name: 'source shop', kind: 'source', reads: [] },
	{ name: 'shop__rows', kind: 'raw', reads: ['source shop'] },
	{ name: 'stg_orders', kind: 'staging', reads: ['shop__rows'] },
	{ name: 'int_orders', kind: 'intermediate', reads: ['stg_orders'] },
	{ name: 'fct_orders', kind: 'mart', reads: ['int_orders', 'stg_orders'] },
	{ name: 'fct_order_lines', kind: 'mart', reads: ['stg_orders'] },
	{ name: 'metric orders', kind: 'metric', reads: ['fct_orders'] },
	{ name: 'page /', kind: 'page', reads: ['metric orders'] },
];
const TRANSFORMS = [
	{
		name: 'fct_orders',
		folder: 'marts' as const,
		grain: 'One row per order.',
		sql: 'select 1',
		file: 'kundig/transforms/fct_orders.sql',
	},
];
const check = (name: string) => ({ name, severity: 'error' as const, status: 'passed' as const, failing: 0 });
const built = { name: 'fct_orders', rows: 3, seconds: 1, isCopied: false, reason: { kind: 'sql' } };
const KEPT = {
	publishedAt: '2026-11-24T01:00:04Z',
	details: {
		relations: [built],
		checks: [
			check('fct_orders.order_id unique'),
			check('fct_order_lines.order_id in fct_orders'),
			check('fct_order_lines.order_line_id unique'),
		],
	},
};

describe('a node of the lineage', () => {
	test('says what it is made from and what hangs on it, the nearest first, with what is next to it', () => {
		const node = describeNode('fct_orders', NODES, TRANSFORMS, KEPT);
		expect(node?.upstream.map(({ name, isNext }) => [name, isNext])).toEqual([
			['int_orders', true],
			['stg_orders', true],
			['shop__rows', false],
			['source shop', false],
		]);
		expect(node?.downstream).toEqual([
			{ name: 'metric orders', kind: 'metric', isNext: true },
			{ name: 'page /', kind: 'page', isNext: false },
		]);
	});

	test('says how it was made, from which file, and which checks look at it and not at one named alike', () => {
		expect(describeNode('fct_orders', NODES, TRANSFORMS, KEPT)).toMatchObject({
			grain: 'One row per order.',
			sql: 'select 1',
			file: 'kundig/transforms/fct_orders.sql',
			built,
			publishedAt: KEPT.publishedAt,
			checks: [{ name: 'fct_orders.order_id unique' }, { name: 'fct_order_lines.order_id in fct_orders' }],
		});
	});

	test('may be a source, a metric or a page, which no SQL makes', () => {
		const source = describeNode('source shop', NODES, TRANSFORMS, KEPT);
		expect(source).toMatchObject({ kind: 'source', upstream: [], sql: null, built: null });
		expect(source?.downstream.at(-1)?.name).toBe('page /');
		expect(describeNode('page /', NODES, TRANSFORMS, KEPT)).toMatchObject({ kind: 'page', downstream: [] });
	});

	test('is none where there is none of that name', () => {
		expect(describeNode('fct_nothing', NODES, TRANSFORMS, KEPT)).toBeNull();
	});
});
