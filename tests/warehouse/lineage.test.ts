import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { loadTransforms, orderTransforms } from '#warehouse/graph.ts';
import { downstream, lineageNodes, readLineage, upstream, writeLineage } from '#warehouse/lineage.ts';
import type { LineageNode } from '#warehouse/lineage.ts';
import type { StagingSource } from '#warehouse/staging.ts';

let database: Database;
let connection: Connection;

beforeEach(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	connection = await database.connect();
});

afterEach(() => {
	connection.closeSync();
	database.close();
});

const SOURCES: readonly StagingSource[] = [
	{
		name: 'shop',
		key: [],
		entities: {
			order_lines: { order_line_id: { line: true }, order_id: 'order', quantity: 'pieces', unit_price: 'price' },
			orders: { order_id: 'order', ordered_at: 'at' },
		},
	},
	{ name: 'customers', key: ['id'], entities: { customers: { customer_id: 'id' } } },
];

async function nodes(): Promise<LineageNode[]> {
	return lineageNodes(connection, SOURCES, await orderTransforms(connection, loadTransforms()));
}

function readsOf(all: readonly LineageNode[], name: string): readonly string[] | undefined {
	return all.find((node) => node.name === name)?.reads;
}

test('follows a source through raw and staging to the facts', async () => {
	const all = await nodes();
	expect(readsOf(all, 'shop__rows')).toEqual(['source shop']);
	expect(readsOf(all, 'stg_shop__orders')).toEqual(['shop__rows']);
	expect(readsOf(all, 'stg_orders')).toEqual(['stg_shop__orders']);
	expect(readsOf(all, 'int_customers_gathered')).toEqual(['stg_companies', 'stg_contacts', 'stg_customers']);
	expect(readsOf(all, 'dim_products')).toEqual(['stg_products']);
	expect(upstream('fct_order_lines', all)).toEqual(
		expect.arrayContaining(['source shop', 'source customers', 'stg_order_lines', 'int_order_lines_valued']),
	);
});

test('an entity that nobody maps reads nothing', async () => {
	expect(readsOf(await nodes(), 'stg_exchange_rates')).toEqual([]);
});

test('a source of the name of a metric is another node', async () => {
	const all = await nodes();
	expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	expect(all.filter(({ name }) => name.endsWith(' customers')).map(({ kind }) => kind)).toEqual(['source', 'metric']);
});

test('everything that a node reads is a node before it', async () => {
	const seen = new Set<string>();
	for (const { name, reads } of await nodes()) {
		expect(
			reads.filter((read) => !seen.has(read)),
			name,
		).toEqual([]);
		seen.add(name);
	}
});

test('a metric reads the tables of all its paths, and of a query among them those it names', async () => {
	const all = await nodes();
	expect(readsOf(all, 'metric sales_revenue')).toEqual(['fct_order_lines', 'rollup_order_lines_by_day']);
	expect(readsOf(all, 'metric cohort_customers')).toEqual(['dim_customers', 'fct_orders', 'rollup_cohorts_by_month']);
	// New are those whose first sale ever lies in the period: that is looked up with the customer.
	expect(readsOf(all, 'metric new_customers')).toEqual(['dim_customers', 'fct_order_lines', 'fct_orders']);
});

test('downstream goes to metrics and pages, upstream back to the files', async () => {
	const all = await nodes();
	const below = downstream('rollup_cohorts_by_month', all);
	expect(below).toEqual(['metric cohort_customers', 'metric cohort_retention', 'page /']);
	expect(downstream('source customers', all)).toEqual(expect.arrayContaining(['dim_people', 'page /customers']));
	expect(upstream('page /customers', all)).toEqual(
		expect.arrayContaining(['source shop', 'source customers', 'dim_people', 'dim_customers']),
	);
	expect(upstream('page /customers', all)).not.toContain('page /customers');
	expect(downstream('customer_scores', all)).toEqual(
		expect.arrayContaining([
			'metric value_at_risk',
			'page /',
			'page /customers/[id]',
			'page /segments',
			'page /lists/[id]',
		]),
	);
	expect(downstream('forecasts', all)).toEqual(expect.arrayContaining(['page /', 'page /forecast']));
	expect(downstream('fct_tickets', all)).toEqual(
		expect.arrayContaining(['page /service/figures', 'page /customers/[id]']),
	);
	expect(upstream('source shop', all)).toEqual([]);
	expect(downstream('page /', all)).toEqual([]);
});

test('a snapshot gives back the lineage it was built with, and the metrics and pages of today', async () => {
	await connection.run("attach ':memory:' as marts");
	const all = await nodes();
	await writeLineage(connection, all);
	await connection.run("set search_path = 'marts.main'");
	const sorted = all.map((node) => ({ ...node, reads: node.reads.toSorted() }));
	const read = (await readLineage(connection)).map((node) => ({ ...node, reads: node.reads.toSorted() }));
	expect(read).toEqual(sorted);
});
