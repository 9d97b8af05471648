import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, SourceError } from '#pipeline/errors.ts';
import { readContract } from '#pipeline/load/contract.ts';
import { openRowFolder, order, rowSource } from './row-folder.ts';
import type { RowFolder } from './row-folder.ts';

let folder: RowFolder;

beforeEach(async () => {
	folder = await openRowFolder();
});

afterEach(() => folder.close());

const merged = rowSource({ cursor: { column: 'updated_at' } });
const appended = rowSource({ disposition: 'append', key: [], cursor: { column: 'updated_at' } });

describe('rows that are merged by their key', () => {
	it('come once, are replaced when they change, and are read on from the cursor', async () => {
		expect(await folder.loadRows(merged, { pages: [[order('A', 1, 8), order('B', 2, 9)]] })).toMatchObject({
			read: 2,
			loaded: 2,
			unchanged: 0,
			cursor: '2026-03-01 09:00:00',
		});
		const next = { pages: [[order('B', 2, 9), order('A', 5, 10)], [order('C', 3, 11)]] };
		expect(await folder.loadRows(merged, next)).toMatchObject({ read: 3, loaded: 2, unchanged: 1 });
		expect(await folder.orders()).toEqual(['A 5.0 01 10:00', 'B 2.0 01 09:00', 'C 3.0 01 11:00']);
		expect(folder.asked).toEqual([
			{ from: null, isFromIncluded: true, to: null },
			{ from: '2026-03-01 09:00:00', isFromIncluded: true, to: null },
		]);
	});

	it('leave the load as it is when nothing of them is new, so that no snapshot is made of it', async () => {
		await folder.loadRows(merged, { pages: [[order('A', 1, 8)]] });
		const before = await folder.loads();
		expect(await folder.loadRows(merged, { pages: [[order('A', 1, 8)]] })).toMatchObject({
			read: 1,
			loaded: 0,
			unchanged: 1,
		});
		expect(await folder.loads()).toEqual(before);
	});

	it('count the last version of those that come several times, the others as unchanged', async () => {
		const given = { pages: [[order('A', 3, 10), order('A', 1, 8)], [order('A', 2, 9)]] };
		expect(await folder.loadRows(merged, given)).toMatchObject({ read: 3, loaded: 1, unchanged: 2, quarantined: 0 });
		expect(await folder.orders()).toEqual(['A 3.0 01 10:00']);
	});

	it('never give way to an older version', async () => {
		const lagged = rowSource({ cursor: { column: 'updated_at', lag: 7200 } });
		await folder.loadRows(lagged, { pages: [[order('A', 2, 10)]] });
		expect(await folder.loadRows(lagged, { pages: [[order('A', 1, 9)]] })).toMatchObject({ loaded: 0, unchanged: 1 });
		expect(await folder.orders()).toEqual(['A 2.0 01 10:00']);
	});

	it('are duplicates of each other where nothing tells the newer one', async () => {
		const result = await folder.loadRows(rowSource(), { pages: [[order('A', 1, 8), order('A', 2, 9)]] });
		expect(result).toMatchObject({ read: 2, loaded: 1, quarantined: 1 });
		expect(result.quarantine).toMatchObject([
			{
				file: 'page 1',
				line: 1,
				reason: 'duplicate_key',
				message: 'id occurs again as row 2 of page 1, which is kept',
			},
		]);
		expect(await folder.orders()).toEqual(['A 2.0 01 09:00']);
	});

	it('begin again a lag before the cursor, but not before the very beginning', async () => {
		const source = rowSource({ cursor: { column: 'updated_at', lag: 3600, from: '2026-03-01T07:30:00' } });
		await folder.loadRows(source, { pages: [[order('A', 1, 10)]] });
		await folder.loadRows(source, { pages: [[order('B', 1, 9)]] });
		await folder.loadRows(rowSource({ cursor: { column: 'updated_at', lag: 86_400, from: '2026-03-01T07:30:00' } }), {
			pages: [[]],
		});
		expect(folder.asked.map((range) => range?.from)).toEqual([
			'2026-03-01 07:30:00',
			'2026-03-01 09:00:00',
			'2026-03-01 07:30:00',
		]);
		expect(await folder.orders()).toEqual(['A 1.0 01 10:00', 'B 1.0 01 09:00']);
	});
});

describe('rows that are appended', () => {
	it('come once although the boundary is read again, and others of the same instant come as well', async () => {
		await folder.loadRows(appended, { pages: [[order('A', 1, 8), order('B', 2, 9)]] });
		expect(await folder.loadRows(appended, { pages: [[order('B', 2, 9), order('C', 3, 9)]] })).toMatchObject({
			read: 2,
			loaded: 1,
			unchanged: 1,
		});
		expect(
			await folder.loadRows(appended, { pages: [[order('B', 2, 9), order('C', 3, 9), order('D', 4, 10)]] }),
		).toMatchObject({ loaded: 1, unchanged: 2 });
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00', 'B 2.0 01 09:00', 'C 3.0 01 09:00', 'D 4.0 01 10:00']);
	});

	it('that the source tells twice in one load stay two', async () => {
		await folder.loadRows(appended, { pages: [[order('A', 1, 8), order('A', 1, 8)]] });
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00', 'A 1.0 01 08:00']);
	});

	it('leave out the boundary itself where it is open', async () => {
		const open = rowSource({ disposition: 'append', key: [], cursor: { column: 'updated_at', start: 'open' } });
		await folder.loadRows(open, { pages: [[order('A', 1, 8)]] });
		expect(await folder.loadRows(open, { pages: [[order('A', 1, 8), order('B', 1, 9)]] })).toMatchObject({
			loaded: 1,
			unchanged: 1,
		});
		expect(folder.asked[1]).toMatchObject({ from: '2026-03-01 08:00:00', isFromIncluded: false });
	});

	it('outside of the range that was asked for are left out', async () => {
		await folder.loadRows(appended, { pages: [[order('B', 2, 9)]] });
		expect(await folder.loadRows(appended, { pages: [[order('A', 1, 8), order('C', 3, 10)]] })).toMatchObject({
			read: 2,
			loaded: 1,
			unchanged: 1,
		});
		expect(await folder.orders()).toEqual(['B 2.0 01 09:00', 'C 3.0 01 10:00']);
	});

	it.each<[string, Parameters<typeof rowSource>[0], string]>([
		['a cursor', { disposition: 'append', key: [] }, 'append needs a cursor'],
		[
			'rows of a lag twice',
			{ disposition: 'append', cursor: { column: 'updated_at', lag: 5 } },
			'append with cursor.lag would add the rows of the lag again',
		],
		['a cursor that says nothing', { disposition: 'replace', cursor: { column: 'id' } }, 'replace reads all rows'],
		[
			'a cursor that is no column',
			{ cursor: { column: 'changed' } },
			'cursor.column: "changed" is not among its columns',
		],
	])('are refused without, or with, %s', (_, input, problem) => {
		expect(() => readContract(rowSource(input))).toThrow(ConfigError);
		expect(() => readContract(rowSource(input))).toThrow(problem);
	});
});

describe('rows without a value of the cursor', () => {
	const given = { pages: [[order('A', 1, 8), order('B', 2, null)]] };

	it('are set aside', async () => {
		const result = await folder.loadRows(merged, given);
		expect(result).toMatchObject({ loaded: 1, quarantined: 1 });
		expect(result.quarantine).toMatchObject([{ line: 2, column: 'updated_at', reason: 'missing_required' }]);
	});

	it('are loaded or left out where the config says so', async () => {
		const included = rowSource({ cursor: { column: 'updated_at', missing: 'include' } });
		expect(await folder.loadRows(included, given)).toMatchObject({ loaded: 2 });
		const excluded = rowSource({ name: 'others', cursor: { column: 'updated_at', missing: 'exclude' } });
		expect(await folder.loadRows(excluded, given)).toMatchObject({ loaded: 1, unchanged: 1, quarantined: 0 });
	});
});

describe('rows that are replaced as a whole', () => {
	const replaced = rowSource({ disposition: 'replace' });

	it('take the place of those of before, in one step', async () => {
		await folder.loadRows(replaced, { pages: [[order('A', 1, 8), order('B', 2, 9)]] });
		expect(await folder.loadRows(replaced, { pages: [[order('B', 3, 9)]] })).toMatchObject({ loaded: 1, removed: 1 });
		expect(await folder.orders()).toEqual(['B 3.0 01 09:00']);
	});

	it('are no new load when they are the same, in whatever order', async () => {
		await folder.loadRows(replaced, { pages: [[order('A', 1, 8), order('B', 2, 9)]] });
		const before = await folder.loads();
		expect(await folder.loadRows(replaced, { pages: [[order('B', 2, 9)], [order('A', 1, 8)]] })).toMatchObject({
			read: 2,
			loaded: 0,
			unchanged: 2,
		});
		expect(await folder.loads()).toEqual(before);
	});

	it('keep what they set aside, whatever else of them changes', async () => {
		const bad = order('X', 'much', 9);
		const aside = 'select original from raw.quarantine order by original';
		await folder.loadRows(replaced, { pages: [[order('A', 1, 8), bad]] });
		const before = await folder.rows(aside);
		expect(await folder.loadRows(replaced, { pages: [[order('A', 2, 8), bad]] })).toMatchObject({
			read: 2,
			loaded: 1,
			unchanged: 0,
			quarantined: 1,
		});
		expect(await folder.rows(aside)).toEqual(before);
		expect(await folder.loadRows(replaced, { pages: [[order('A', 2, 8), bad]] })).toMatchObject({
			read: 2,
			loaded: 0,
			unchanged: 2,
			quarantined: 0,
		});
		expect(await folder.rows(aside)).toEqual(before);
		await folder.loadRows(replaced, { pages: [[order('A', 2, 8), bad, order('Y', 'more', 9)]] });
		expect(await folder.rows(aside)).toHaveLength(2);
		await folder.loadRows(replaced, { pages: [[order('A', 2, 8)]] });
		expect(await folder.rows(aside)).toEqual([]);
	});

	it('keep the text of each row that is set aside, as many as are allowed', async () => {
		const many = rowSource({ disposition: 'replace', quarantine: { maxShare: 1, maxRows: 5000 } });
		const bad = Array.from({ length: 1500 }, (_, index) => order(`B${index}`, 'much', 9));
		expect(await folder.loadRows(many, { pages: [[order('A', 1, 8), ...bad]] })).toMatchObject({ quarantined: 1500 });
		expect(await folder.rows('select count(distinct original) as rows from raw.quarantine')).toEqual([{ rows: 1500 }]);
	});

	it('are not given up for nothing', async () => {
		await folder.loadRows(replaced, { pages: [[order('A', 1, 8)]] });
		expect((await folder.rowFailure(replaced, { pages: [[]] })).message).toBe(
			'source orders is empty: no record in it',
		);
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00']);
	});
});

describe('a read that breaks off', () => {
	const pages = [[order('A', 1, 8)], [order('B', 2, 9)], new SourceError('the line is dead', { retryable: true })];
	const commitEvery = { rows: 1, ms: 60_000 };

	it('keeps what was committed of an ordered source, and goes on from there', async () => {
		const failure = await folder.rowFailure(merged, { pages, isOrdered: true }, { commitEvery });
		expect(failure.message).toBe('the line is dead');
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00', 'B 2.0 01 09:00']);
		await folder.loadRows(merged, { pages: [[order('B', 2, 9), order('C', 3, 10)]], isOrdered: true });
		expect(folder.asked[1]?.from).toBe('2026-03-01 09:00:00');
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00', 'B 2.0 01 09:00', 'C 3.0 01 10:00']);
	});

	it('of appended rows doubles none and loses none', async () => {
		await folder.rowFailure(appended, { pages, isOrdered: true }, { commitEvery });
		await folder.loadRows(appended, { pages: [[order('B', 2, 9)], [order('C', 3, 10)]], isOrdered: true });
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00', 'B 2.0 01 09:00', 'C 3.0 01 10:00']);
	});

	it('leaves nothing of a source without order, for what is missing could lie anywhere', async () => {
		await folder.rowFailure(merged, { pages }, { commitEvery });
		await folder.loadRows(merged, { pages: [[order('C', 3, 7)]] });
		expect(folder.asked[1]?.from).toBeNull();
		expect(await folder.orders()).toEqual(['C 3.0 01 07:00']);
	});

	it('commits nothing once the lease went to another run', async () => {
		const failure = await folder.rowFailure(merged, { pages: [[order('A', 1, 8)]] }, { isCurrent: () => false });
		expect(failure).toMatchObject({ retryable: true });
		expect(await folder.loads()).toEqual([]);
	});
});

describe('a cursor', () => {
	it('stops at the present when the source tells of the future, so that what comes meanwhile is not missed', async () => {
		const result = await folder.loadRows(merged, { pages: [[order('A', 1, 8), ['B', '1', '2199-01-01T00:00:00']]] });
		expect(result.notes).toEqual(['rows of orders are dated in the future: its cursor stops at the present']);
		expect(Date.parse(`${result.cursor}Z`)).toBeLessThanOrEqual(Date.now());
		expect(Date.parse(`${result.cursor}Z`)).toBeGreaterThan(Date.now() - 60_000);
	});

	it('never goes back', async () => {
		await folder.loadRows(merged, { pages: [[order('A', 1, 10)]] });
		expect(await folder.loadRows(merged, { pages: [[order('B', 1, 8)]] })).toMatchObject({
			cursor: '2026-03-01 10:00:00',
		});
	});

	it('passes rows that are set aside, which are set aside once', async () => {
		const given = { pages: [[order('A', 1, 8), order('B', 'much', 9)]] };
		expect(await folder.loadRows(merged, given)).toMatchObject({ quarantined: 1, cursor: '2026-03-01 09:00:00' });
		expect(await folder.loadRows(merged, { pages: [[order('B', 'much', 9)]] })).toMatchObject({
			read: 1,
			quarantined: 0,
			unchanged: 1,
		});
		expect(await folder.rows('select reason, original from raw.quarantine')).toEqual([
			{ reason: 'type_mismatch', original: '{"id":"B","amount":"much","updated_at":"2026-03-01T09:00:00"}' },
		]);
	});

	it('of numbers and days is compared as such', async () => {
		const numbers = rowSource({ columns: { id: 'integer', amount: 'decimal' }, cursor: { column: 'id', lag: 2 } });
		await folder.loadRows(numbers, {
			pages: [
				[
					['9', '1'],
					['10', '1'],
				],
			],
		});
		await folder.loadRows(numbers, { pages: [[['11', '1']]] });
		expect(folder.asked[1]?.from).toBe('8');
		const days = rowSource({
			name: 'days',
			columns: { id: 'text', paid_on: 'date' },
			cursor: { column: 'paid_on', lag: 3 },
		});
		await folder.loadRows(days, { pages: [[['A', '2026-03-02']]] });
		await folder.loadRows(days, { pages: [[['B', '2026-03-02']]] });
		expect(folder.asked[3]?.from).toBe('2026-02-27');
	});

	it('says so when the source has no row at it any more', async () => {
		await folder.loadRows(merged, { pages: [[order('A', 1, 8)]] });
		const { notes } = await folder.loadRows(merged, { pages: [[]] });
		expect(notes).toEqual(['orders has no row at its cursor (2026-03-01 08:00:00) any more: it may have been reset']);
	});
});

describe('a load that begins anew', () => {
	it('reads everything and judges again what was set aside, when the types of columns change', async () => {
		await folder.loadRows(merged, { pages: [[order('A', 'much', 8), order('B', 2, 9)]] });
		const asText = rowSource({
			columns: { id: 'text', amount: 'text', updated_at: 'timestamp' },
			cursor: { column: 'updated_at' },
		});
		const result = await folder.loadRows(asText, { pages: [[order('A', 'much', 8), order('B', 2, 9)]] });
		expect(result).toMatchObject({ loaded: 2, quarantined: 0 });
		expect(folder.asked[1]?.from).toBeNull();
		expect(await folder.rows('select id, amount from raw.orders__rows order by id')).toEqual([
			{ id: 'A', amount: 'much' },
			{ id: 'B', amount: '2' },
		]);
		expect(await folder.rows('select * from raw.quarantine')).toEqual([]);
	});

	it('keeps merged rows that the source has no more', async () => {
		await folder.loadRows(merged, { pages: [[order('A', 1, 8), order('B', 2, 9)]] });
		await folder.loadRows(merged, { pages: [[order('B', 2, 9)]] }, { full: true });
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00', 'B 2.0 01 09:00']);
	});

	it('carries appended rows over to other columns', async () => {
		await folder.loadRows(appended, { pages: [[order('A', 1, 8)]] });
		const wider = rowSource({
			disposition: 'append',
			key: [],
			columns: { id: 'text', amount: 'float', updated_at: 'timestamp', country: 'text' },
			cursor: { column: 'updated_at' },
		});
		await folder.loadRows(wider, { pages: [[[...order('B', 2, 9), 'AT']]] });
		expect(await folder.rows('select id, amount, country from raw.orders__rows order by id')).toEqual([
			{ id: 'A', amount: 1, country: null },
			{ id: 'B', amount: 2, country: 'AT' },
		]);
	});

	it('replaces appended rows, but not by fewer: the source may have cleared some away', async () => {
		await folder.loadRows(appended, { pages: [[order('A', 1, 8), order('B', 2, 9)]] });
		const failure = await folder.rowFailure(appended, { pages: [[order('B', 2, 9)]] }, { full: true });
		expect(failure.message).toBe('source orders cannot be loaded anew: it gives 1 rows, and 2 came from it before');
		const all = [order('A', 1, 8), order('B', 2, 9), order('C', 3, 10)];
		expect(await folder.loadRows(appended, { pages: [all] }, { full: true })).toMatchObject({ loaded: 3 });
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00', 'B 2.0 01 09:00', 'C 3.0 01 10:00']);
	});
});

describe('a backfill', () => {
	const backfill = { from: '2026-03-01 08:00', to: '2026-03-01 10:00' };

	it('reads a half-open range beside the live cursor, which stays where it is', async () => {
		await folder.loadRows(merged, { pages: [[order('C', 3, 12)]] });
		const given = { pages: [[order('A', 1, 8), order('B', 2, 9), order('X', 9, 10)]] };
		expect(await folder.loadRows(merged, given, { backfill })).toMatchObject({
			read: 3,
			loaded: 2,
			unchanged: 1,
			cursor: '2026-03-01 12:00:00',
		});
		expect(folder.asked[1]).toEqual({ from: '2026-03-01 08:00:00', isFromIncluded: true, to: '2026-03-01 10:00:00' });
		await folder.loadRows(merged, { pages: [[order('C', 3, 12)]] });
		expect(folder.asked[2]?.from).toBe('2026-03-01 12:00:00');
		expect(await folder.orders()).toEqual(['A 1.0 01 08:00', 'B 2.0 01 09:00', 'C 3.0 01 12:00']);
	});

	it('puts appended rows in the place of those of its range, however often it is done', async () => {
		await folder.loadRows(appended, { pages: [[order('A', 1, 8), order('C', 3, 12)]] });
		const given = { pages: [[order('A', 7, 8), order('B', 2, 9)]] };
		await folder.loadRows(appended, given, { backfill });
		await folder.loadRows(appended, given, { backfill });
		expect(await folder.orders()).toEqual(['A 7.0 01 08:00', 'B 2.0 01 09:00', 'C 3.0 01 12:00']);
		await folder.loadRows(appended, { pages: [[order('C', 3, 12), order('D', 4, 13)]] });
		expect(await folder.orders()).toHaveLength(4);
	});

	it.each([
		[{ from: 'yesterday', to: '2026-03-01' }, '--from is "yesterday" (expected timestamp)'],
		[{ from: '2026-03-02', to: '2026-03-01' }, 'is empty (--to is exclusive)'],
	])('is refused for %o', async (range, problem) => {
		await expect(folder.loadRows(merged, { pages: [[]] }, { backfill: range })).rejects.toThrow(problem);
	});

	it('is refused of a source without a cursor', async () => {
		await expect(folder.loadRows(rowSource(), { pages: [[]] }, { backfill })).rejects.toThrow(
			'source orders has no cursor, so no part of it can be asked for',
		);
	});
});
