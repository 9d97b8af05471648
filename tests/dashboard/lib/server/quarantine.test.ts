import { beforeAll, expect, test } from 'vitest';
import { replaceQuarantine } from '#records/quarantine.ts';
import { runById } from '#records/runs.ts';
import { saveSourceState } from '#records/sources.ts';
import { askForReplay, parseQuarantineFilter, readQuarantine, readQuarantineGroups } from '#lib/server/quarantine.ts';
import { ownRecords } from './data-folder.ts';

const ALL = { source: null, reason: null, column: null, page: 1 };

const entry = (source: string, line: number, reason: string) => ({
	runId: 'R1',
	source,
	table: `${source}__rows`,
	file: `${source}.csv`,
	line,
	column: null,
	reason,
	message: 'something',
	original: `${line}`,
	isRejectedLoad: false,
});

beforeAll(async () => {
	const db = await ownRecords();
	const orders = [5, 3, 9].map((line) => entry('orders', line, line === 9 ? 'size_limit' : 'type_mismatch'));
	await replaceQuarantine(db, 'orders', orders, { isRejectedLoad: false });
	await replaceQuarantine(db, 'lines', [entry('lines', 7, 'type_mismatch')], { isRejectedLoad: true });
});

test('lists by source and line, a page at a time', async () => {
	const first = await readQuarantine(ALL, 3);
	expect(first).toMatchObject({ total: 4, pages: 2 });
	expect(first.rows.map(({ source, line }) => [source, line])).toEqual([
		['lines', 7],
		['orders', 3],
		['orders', 5],
	]);
	const second = await readQuarantine({ ...ALL, page: 2 }, 3);
	expect(second.rows.map(({ line }) => line)).toEqual([9]);
});

test('a page past the last one is the last one', async () => {
	const last = await readQuarantine({ ...ALL, page: 80 }, 3);
	expect(last.filter.page).toBe(2);
	expect(last.rows).toHaveLength(1);
});

test('a filter by source and reason counts what fits it, and still offers the rest', async () => {
	const found = await readQuarantine({ source: 'orders', reason: 'type_mismatch', column: null, page: 1 });
	expect(found.rows.map(({ line }) => line)).toEqual([3, 5]);
	expect(found).toMatchObject({ total: 2, pages: 1 });
	expect(found.counts).toEqual([
		{ source: 'lines', reason: 'type_mismatch', rows: 1 },
		{ source: 'orders', reason: 'size_limit', rows: 1 },
		{ source: 'orders', reason: 'type_mismatch', rows: 2 },
	]);
	expect(await readQuarantine({ ...ALL, source: 'nothing' })).toMatchObject({ rows: [], total: 0, pages: 1 });
});

test('a row of a refused load says so', async () => {
	const { rows } = await readQuarantine({ ...ALL, source: 'lines' });
	expect(rows).toMatchObject([{ isRejectedLoad: true }]);
});

test('an address is read leniently', () => {
	const read = (text: string) => parseQuarantineFilter(new URLSearchParams(text));
	expect(read('')).toEqual(ALL);
	expect(read('source=orders&reason=size_limit&column=a%20b&page=3')).toEqual({
		source: 'orders',
		reason: 'size_limit',
		column: 'a b',
		page: 3,
	});
	expect(read('source=&page=-1')).toEqual(ALL);
	expect(read('page=2.5')).toEqual(ALL);
	expect(read(`source=${'x'.repeat(201)}`)).toEqual(ALL);
});

test('groups by source, column and reason, with what the config says of the column', async () => {
	const db = await ownRecords();
	const state = { lastLoadedAt: null, lastCheckedAt: null, rows: 0, lateAfterHours: null, error: null };
	const price = { name: 'price', type: 'decimal', rules: ['required'], fills: ['order_lines.unit_price'] };
	await saveSourceState(
		db,
		{ source: 'prices', ...state },
		{ type: 'file', disposition: 'replace', key: ['id'], columns: [price] },
	);
	const wrong = { ...entry('prices', 2, 'type_mismatch'), column: 'price' };
	await replaceQuarantine(db, 'prices', [wrong, { ...wrong, line: 3 }, entry('prices', 4, 'duplicate_key')], {
		isRejectedLoad: false,
	});
	const groups = (await readQuarantineGroups()).filter(({ source }) => source === 'prices');
	expect(groups).toMatchObject([
		{ column: 'price', reason: 'type_mismatch', rows: 2, example: 'something', declared: price, key: ['id'] },
		{ column: null, reason: 'duplicate_key', rows: 1, declared: null },
	]);
	const found = await readQuarantine({ source: 'prices', reason: null, column: 'price', page: 1 });
	expect(found).toMatchObject({ total: 2 });
	expect(found.rows.map(({ line }) => line)).toEqual([2, 3]);
});

test('a source is read anew when asked for, once, and none that nobody knows', async () => {
	const db = await ownRecords();
	const state = { lastLoadedAt: null, lastCheckedAt: null, rows: 0, lateAfterHours: null, error: null };
	await saveSourceState(db, { source: 'prices', ...state });
	const runId = await askForReplay('prices');
	expect(await askForReplay('prices')).toBe(runId);
	expect(await runById(db, runId ?? '')).toMatchObject({ isFull: true, onlySources: ['prices'], trigger: 'page' });
	expect(await askForReplay('nothing')).toBeNull();
});
