import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { TableColumn } from '#lib/components/data-table.ts';
import DataTable from '#lib/components/DataTable.svelte';
import { words } from './words.ts';

interface Row {
	id: string;
	name: string;
	orders: number;
}

const rows: Row[] = [
	{ id: 'a', name: 'Lindqvist <AB>', orders: 48 },
	{ id: 'b', name: 'Marta Oliveira', orders: 21 },
];
const columns: TableColumn<Row>[] = [
	{ key: 'name', label: 'Name', text: (row) => row.name, isSortable: true },
	{ key: 'orders', label: 'Orders', text: (row) => String(row.orders), align: 'end', share: (row) => row.orders / 48 },
];
const props = { caption: 'Customers', columns, rows, rowKey: (row: Row) => row.id };
const table = (changes: object = {}): string => render(DataTable<Row>, { props: { ...props, ...changes } }).body;

test('keeps a table’s roles where the phone’s layout is none', () => {
	const body = table();
	for (const role of ['table', 'rowgroup', 'row', 'columnheader', 'rowheader', 'cell']) {
		expect(body, role).toContain(`role="${role}"`);
	}
	expect(body).toContain('aria-label="Customers"');
});

test('marks the column sorted by, and sorts by links', () => {
	const body = table({ sort: { key: 'name', dir: 'asc' }, sortHref: (key: string) => `?sort=${key}` });
	expect(body).toMatch(/aria-sort="ascending"[^>]*>(?:<!--.*?-->)*<a href="\?sort=name"/);
	expect(body).not.toContain('?sort=orders');
});

test('makes the first cell the row’s link', () => {
	expect(table({ rowHref: (row: Row) => `/customers/${row.id}` })).toContain('href="/customers/b"');
});

test('escapes what the rows hold', () => {
	expect(table()).toContain('Lindqvist &lt;AB');
});

test('draws a share as a bar that those who hear the page do not meet', () => {
	const body = table();
	expect(body).toMatch(/class="bar[^"]*" aria-hidden="true"><span[^>]*style="width: 43\.75%/);
	expect(words(body)).toBe('Name Orders Lindqvist &lt;AB> 48 Marta Oliveira 21');
});

test('says how many there are', () => {
	expect(table({ summary: '2 of 5,214 customers' })).toMatch(/role="status"[^>]*>2 of 5,214 customers/);
});
