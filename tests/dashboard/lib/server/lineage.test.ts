import { expect, test } from 'vitest';
import type { LineageNode } from '#warehouse/lineage.ts';
import { describeLineage } from '#lib/server/lineage.ts';

const NODES: readonly LineageNode[] = [
	{ name: 'source shop', kind: 'source', reads: [] },
	{ name: 'shop__rows', kind: 'raw', reads: ['source shop'] },
	{ name: 'stg_shop__orders', kind: 'staging', reads: ['shop__rows'] },
	{ name: 'stg_orders', kind: 'staging', reads: ['stg_shop__orders'] },
	{ name: 'stg_tickets', kind: 'staging', reads: [] },
	{ name: 'int_orders_dated', kind: 'intermediate', reads: ['stg_orders', 'stg_tickets'] },
	{ name: 'fct_orders', kind: 'mart', reads: ['int_orders_dated', 'stg_orders'] },
	{ name: 'fct_tickets', kind: 'mart', reads: ['stg_tickets'] },
	{ name: 'metric orders', kind: 'metric', reads: ['fct_orders'] },
	{ name: 'page /customers', kind: 'page', reads: ['metric orders', 'fct_orders'] },
];

const transform = (name: string, folder: 'intermediate' | 'marts') => ({
	name,
	folder,
	grain: `One row per ${name}.`,
	sql: `select * from somewhere -- ${name}`,
});
const lineage = describeLineage(
	NODES,
	[transform('int_orders_dated', 'intermediate'), transform('fct_orders', 'marts')],
	[{ relation: 'fct_orders', store: 'marts', rows_count: 42, columns_count: 9 }],
);

test('the drawing goes from sources to marts, over raw rows, the views of one source and what no source feeds', () => {
	expect(lineage.nodes).toEqual([
		{ name: 'source shop', from: [] },
		{ name: 'stg_orders', from: ['source shop'] },
		{ name: 'int_orders_dated', from: ['stg_orders'] },
		{ name: 'fct_orders', from: ['int_orders_dated', 'stg_orders'] },
	]);
});

test('a relation says its grain, its rows, what it is made from and who reads it', () => {
	expect(lineage.relations.find(({ name }) => name === 'fct_orders')).toEqual({
		name: 'fct_orders',
		kind: 'mart',
		grain: 'One row per fct_orders.',
		rowsCount: 42,
		sql: 'select * from somewhere -- fct_orders',
		isOwn: false,
		from: ['int_orders_dated', 'stg_orders'],
		readBy: [],
		metrics: ['orders'],
		pages: ['/customers'],
	});
});

test('an intermediate has no rows to count, and is read by what comes after it', () => {
	expect(lineage.relations[0]).toMatchObject({ name: 'int_orders_dated', rowsCount: null, readBy: ['fct_orders'] });
});
