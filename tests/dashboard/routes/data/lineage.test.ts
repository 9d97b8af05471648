import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { DataPage } from '#lib/server/data.ts';
import ChecksTable from '../../../../dashboard/src/routes/data/ChecksTable.svelte';
import { builtText, nodeHref, nodeName } from '../../../../dashboard/src/routes/data/lineage-words.ts';
import LineagePanel from '../../../../dashboard/src/routes/data/LineagePanel.svelte';
import { words } from '../../lib/components/words.ts';

const metric: DataPage['metrics'][number] = {
	id: 'orders',
	isOwn: true,
	name: { en: 'Orders', de: 'Bestellungen' },
	unit: 'count',
	definition: { en: 'What was ordered.', de: 'Was bestellt wurde.' },
	isAdditive: true,
	dimensions: [],
	sql: 'select count(*) as value from fct_orders',
};
const node: NonNullable<DataPage['node']> = {
	name: 'fct_orders',
	kind: 'mart',
	grain: 'One row per order.',
	sql: 'select order_id from stg_orders',
	file: 'kundig/transforms/fct_orders.sql',
	columns: [{ name: 'order_id', type: 'varchar' }],
	rowsCount: 1234,
	built: {
		name: 'fct_orders',
		rows: 1234,
		seconds: 0.5,
		isCopied: false,
		reason: { kind: 'inputs', changed: ['stg_orders'] },
	},
	publishedAt: '2026-11-24T01:00:04Z',
	upstream: [
		{ name: 'stg_orders', kind: 'staging', isNext: true },
		{ name: 'source shop', kind: 'source', isNext: false },
	],
	downstream: [
		{ name: 'metric orders', kind: 'metric', isNext: true },
		{ name: 'page /customers', kind: 'page', isNext: false },
	],
	checks: [{ name: 'fct_orders.order_id unique', severity: 'error', status: 'passed', failing: 0 }],
};
const lineage: DataPage['lineage'] = {
	nodes: [
		{ name: 'source shop', from: [] },
		{ name: 'stg_orders', from: ['source shop'] },
		{ name: 'fct_orders', from: ['stg_orders'] },
		{ name: 'fct_elsewhere', from: ['source shop'] },
	],
	relations: [],
};

function panel(chosen: DataPage['node'], wanted: string | null): string {
	return render(LineagePanel, { props: { lineage, metrics: [metric], node: chosen, wanted, zone: 'Europe/Berlin' } })
		.body;
}

describe('the lineage on the page', () => {
	test('every table of the drawing is a link that works without any script', () => {
		const body = panel(null, null);
		for (const name of ['source%20shop', 'stg_orders', 'fct_orders', 'fct_elsewhere']) {
			expect(body).toContain(`href="?node=${name}#lineage"`);
		}
		expect(body).not.toContain('<article');
	});

	test('a chosen one is drawn with what belongs to it alone, and says all that is known of it', () => {
		const body = panel(node, 'fct_orders');
		expect(body).not.toContain('fct_elsewhere');
		expect(body).toContain('aria-current="true"');
		const text = words(body).replaceAll('\u202f', ' ');
		for (const said of [
			'One row per order.',
			'Rows 1,234',
			'Built: stg_orders changed (500 ms)',
			'File kundig/transforms/fct_orders.sql',
			'order_id varchar',
			'Every order_id occurs once in fct_orders',
			'select order_id from stg_orders',
			'Made from',
			'What hangs on it',
		]) {
			expect(text).toContain(said);
		}
		for (const name of ['stg_orders', 'source shop', 'metric orders', 'page /customers']) {
			expect(body).toContain(`href="${nodeHref(name)}"`);
		}
		expect(body).toContain('href="?#lineage"');
	});

	test('a metric says its definition, its SQL and how it is asked for', () => {
		const chosen = {
			...node,
			name: 'metric orders',
			kind: 'metric' as const,
			grain: null,
			sql: null,
			file: null,
			built: null,
			columns: [],
			rowsCount: null,
		};
		const text = words(panel(chosen, 'metric orders'));
		expect(text).toContain('Orders Metric own');
		expect(text).toContain('What was ordered.');
		expect(text).toContain('kundig metric orders --grain month');
		expect(text).toContain('select count(*) as value from fct_orders');
	});

	test('a name that is none says so, and everything is still there', () => {
		const body = panel(null, '<b>x</b>');
		expect(words(body)).toContain('Nothing is called');
		expect(body).not.toContain('<b>x</b>');
		expect(body).toContain('fct_elsewhere');
	});
});

describe('what a relation is called and how it came about', () => {
	test('names are those that people know', () => {
		expect(
			['metric orders', 'metric gone', 'page /customers', 'page /rows', 'source shop', 'fct_x'].map((name) =>
				nodeName(name, [metric]),
			),
		).toEqual(['Orders', 'gone', 'Customers', '/rows', 'shop', 'fct_x']);
		expect(nodeHref('page /customers/[id]')).toBe('?node=page%20%2Fcustomers%2F%5Bid%5D#lineage');
	});

	test.each([
		[{ isCopied: true, reason: null }, /^Copied/],
		[{ isCopied: false, reason: { kind: 'new' } }, /^Built: it is new$/],
		[{ isCopied: false, reason: { kind: 'sql' } }, /^Built: its SQL changed$/],
		[{ isCopied: false, reason: { kind: 'engine' } }, /another version$/],
		[{ isCopied: false, reason: { kind: 'inputs', changed: ['a', 'b'] } }, /^Built: a, b changed$/],
		[{}, /^Built$/],
	])('%j', (built, said) => {
		expect(builtText({ name: 'x', rows: 1, seconds: 1, ...built })).toMatch(said);
	});
});

test('a check of one’s own is marked, says what is wrong in the words it was given, and names its rows', () => {
	const checks = [
		{
			name: 'orders_are_dated',
			severity: 'warn' as const,
			status: 'failed' as const,
			failing: 2,
			meaning: 'Orders without a day',
			isOwn: true,
			sample: ['o1', 'o2'],
		},
		{
			name: 'fct_x.n range',
			severity: 'error' as const,
			status: 'passed' as const,
			failing: 0,
			meaning: 'n of fct_x is above 3',
			isOwn: true,
		},
	];
	const text = words(render(ChecksTable, { props: { checks } }).body).replaceAll('\u202f', ' ');
	expect(text).toContain('orders_are_dated own Orders without a day 2 rows: o1, o2');
	expect(text).toContain('Every n of fct_x is within its range own');
	expect(text).not.toContain('above 3');
});
