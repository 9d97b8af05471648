import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkSource } from '#pipeline/check-source.ts';
import type { SourceCheck } from '#pipeline/check-source.ts';
import { NOTHING_OWN } from '#warehouse/own/own-definitions.ts';
import { parseConfig } from '#pipeline/config.ts';
import type { RowPage, RowReader } from '#pipeline/sources/row-source.ts';

let dir: string;

beforeEach(() => {
	dir = mkdtempSync(join(tmpdir(), 'kundig-check-test-'));
});

afterEach(() => {
	rmSync(dir, { recursive: true });
});

const ORDERS = {
	name: 'orders',
	type: 'file',
	path: 'orders.csv',
	columns: { id: 'text', day: 'date', customer: 'text' },
	key: ['id'],
	entities: { orders: { order_id: 'id', ordered_at: 'day', customer_id: 'customer' } },
};

function check(files: Readonly<Record<string, string>>, source: object = {}, rows = 1000): Promise<SourceCheck> {
	for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
	const company = { name: 'Test', currency: 'EUR', zone: 'Europe/Berlin' };
	const config = parseConfig({ company, sources: [{ ...ORDERS, ...source }] }, 'test');
	return checkSource({ file: join(dir, 'kundig.config.ts'), dir, config, own: NOTHING_OWN }, 'orders', rows);
}

const HEADER = 'id,day,customer\n';

/** `count` good orders. */
function orders(count: number): string {
	return Array.from({ length: count }, (_, index) => `O${index + 1},2025-01-31,K1\n`).join('');
}

test('says how many rows a load would take, and what they come out as', async () => {
	expect(await check({ 'orders.csv': HEADER + orders(2) })).toMatchObject({
		source: 'orders',
		files: ['orders.csv'],
		isWhole: true,
		rows: { read: 2, loaded: 2, quarantined: 0 },
		entities: [
			{
				entity: 'orders',
				count: 2,
				columns: ['order_id', 'ordered_at', 'customer_id'],
				rows: [
					['O1', '2025-01-30T23:00:00Z', 'K1'],
					['O2', '2025-01-30T23:00:00Z', 'K1'],
				],
			},
		],
		refused: null,
	});
});

test('shows what would be set aside, why, and which keys come twice', async () => {
	const found = await check(
		{ 'orders.csv': `${HEADER}O1,31.01.2025,K1\nO2,2025-01-31,K1\nO2,2025-02-01,K1\n` },
		{ quarantine: { maxShare: 1 } },
	);
	expect(found).toMatchObject({
		rows: { read: 3, loaded: 1, quarantined: 2 },
		reasons: [
			{ reason: 'type_mismatch', rows: 1 },
			{ reason: 'duplicate_key', rows: 1 },
		],
		duplicateKeys: 1,
		refused: null,
	});
	expect(found.quarantine[0]).toMatchObject({
		line: 2,
		column: 'day',
		message: 'day is "31.01.2025" (expected a date as %Y-%m-%d)',
	});
});

test('says that a load would be refused by its quarantine, and what the rest comes out as', async () => {
	const found = await check({ 'orders.csv': `${HEADER}${orders(50)}X,never,K1\n` });
	expect(found.refused?.message).toMatch(
		/^source orders: 1 of 51 records break its contract \(at most 1 % and 1,000 may\); the first: orders.csv line 52/,
	);
	expect(found.entities[0]?.count).toBe(50);
});

test('says that a load would be refused where its contract is frozen, in the words of the load', async () => {
	const files = { 'orders.csv': `${HEADER.trim()},colour\nO1,2025-01-31,K1,red\n` };
	expect((await check(files, { contract: { columns: 'freeze' } })).refused?.message).toBe(
		'source orders has columns that its frozen contract does not declare: "colour"',
	);
	const typed = { 'orders.csv': `${HEADER}O1,someday,K1\n` };
	const frozen = { contract: { types: 'freeze' }, quarantine: { maxShare: 1 } };
	expect((await check(typed, frozen)).refused?.message).toMatch(/^source orders breaks its types, which are frozen/);
});

test('says that a load would be refused without a column, or without a row', async () => {
	const missing = await check({ 'orders.csv': 'id,day\nO1,2025-01-31\n' });
	expect(missing.refused?.message).toMatch(/no column "customer" in the header/);
	expect((await check({ 'orders.csv': HEADER })).refused?.message).toBe('source orders is empty: no record in it');
	expect((await check({ 'orders.csv': HEADER }, { allowEmpty: true })).refused).toBeNull();
});

test('tells of columns that are not declared', async () => {
	const { drift } = await check({ 'orders.csv': 'id,day,customer,note\nO1,2025-01-31,K1,x\n' });
	expect(drift).toEqual([{ file: 'orders.csv', kind: 'undeclared_column', column: 'note' }]);
});

test('reads no more rows than it is told, and all of them where that is wanted', async () => {
	const files = { 'orders.csv': HEADER + orders(20) };
	expect(await check(files, {}, 5)).toMatchObject({ isWhole: false, rows: { read: 5 } });
	expect(await check(files, {}, 20)).toMatchObject({ isWhole: true, rows: { read: 20 } });
});

test('reads the files of a pattern', async () => {
	const files = { 'a.csv': `${HEADER}O1,2025-01-31,K1\n`, 'b.csv': `${HEADER}O2,2025-01-31,K1\n` };
	expect(await check(files, { path: '*.csv' })).toMatchObject({
		files: ['a.csv', 'b.csv'],
		rows: { read: 2, loaded: 2 },
	});
});

test('a source that is not there is told with those that are', async () => {
	const config = parseConfig({ company: { name: 'T', currency: 'EUR', zone: 'UTC' }, sources: [ORDERS] }, 'test');
	await expect(checkSource({ file: 'x', dir, config, own: NOTHING_OWN }, 'order', 10)).rejects.toThrow(
		'unknown source: "order" (expected orders)',
	);
});

describe('a source of rows', () => {
	const config = parseConfig(
		{
			company: { name: 'T', currency: 'EUR', zone: 'Europe/Berlin' },
			sources: [
				{
					name: 'orders',
					type: 'rest',
					url: 'https://api.example.com/orders',
					zone: 'UTC',
					columns: { id: 'text', at: 'timestamp' },
					key: ['id'],
					disposition: 'merge',
					quarantine: { maxShare: 0.6 },
					entities: { orders: { order_id: 'id', ordered_at: 'at' } },
				},
			],
		},
		'test',
	);
	const PAGES: readonly RowPage[] = [
		{
			label: 'page 1',
			rows: [
				['A', '2025-01-31T10:00:00Z'],
				['B', 'soon'],
			],
			broken: [{ place: 3, reason: 'source_error', message: 'it failed there', original: '{}' }],
		},
		{ label: 'page 2', rows: [['C', '2025-02-01T10:00:00Z']], broken: [] },
	];

	/** Gives the pages above; counts how often it was closed. */
	function reader(): { open: () => Promise<RowReader>; closed: () => number } {
		let closed = 0;
		const opened: RowReader = {
			isOrdered: false,
			async *pages() {
				for (const page of PAGES) yield await Promise.resolve(page);
			},
			undeclared: () => [],
			close: () => {
				closed += 1;
				return Promise.resolve();
			},
		};
		return { open: () => Promise.resolve(opened), closed: () => closed };
	}

	test('is held against the same contract, page by page', async () => {
		const { open, closed } = reader();
		const found = await checkSource({ file: 'x', dir, config, own: NOTHING_OWN }, 'orders', 10, open);
		expect(found).toMatchObject({
			files: ['page 1', 'page 2'],
			isWhole: true,
			rows: { read: 4, loaded: 2, quarantined: 2 },
			reasons: [
				{ reason: 'source_error', rows: 1 },
				{ reason: 'type_mismatch', rows: 1 },
			],
			refused: null,
		});
		expect(found.entities[0]?.rows).toEqual([
			['A', '2025-01-31T10:00:00Z'],
			['C', '2025-02-01T10:00:00Z'],
		]);
		expect(closed()).toBe(1);
	});

	test('is read no further than wanted', async () => {
		const found = await checkSource({ file: 'x', dir, config, own: NOTHING_OWN }, 'orders', 1, reader().open);
		expect(found).toMatchObject({ files: ['page 1'], isWhole: false });
	});

	test('that nothing can open yet says so', async () => {
		await expect(checkSource({ file: 'x', dir, config, own: NOTHING_OWN }, 'orders', 1)).rejects.toThrow(
			'type rest, which cannot be checked by a sample yet',
		);
	});
});
