import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRowFolder, order, rowSource } from './row-folder.ts';
import type { RowFolder } from './row-folder.ts';

let folder: RowFolder;

beforeEach(async () => {
	folder = await openRowFolder();
});

afterEach(() => folder.close());

const COLUMNS = { id: 'text', amount: 'decimal', updated_at: 'timestamp', is_deleted: 'boolean' } as const;
const whole = rowSource({ disposition: 'scd2' });
const read = rowSource({
	disposition: 'scd2',
	columns: COLUMNS,
	cursor: { column: 'updated_at' },
	deleted: { column: 'is_deleted' },
});

/** Versions of the orders by id and time: `A 1` while one holds, `(A 1)` when it has ended. */
async function versions(): Promise<string[]> {
	const found = await folder.rows(
		`select if(_valid_to is null, id || ' ' || amount::integer, '(' || id || ' ' || amount::integer || ')') as text
		from raw.orders__rows order by id, _valid_from, _valid_to nulls last`,
	);
	return found.map(({ text }) => String(text));
}

describe('a source that keeps versions', () => {
	it('ends one version and begins the next without a gap when a row changes, and goes on otherwise', async () => {
		await folder.loadRows(whole, { pages: [[order('A', 1, 8), order('B', 2, 8)]] });
		expect(await folder.loadRows(whole, { pages: [[order('A', 5, 8), order('B', 2, 8)]] })).toMatchObject({
			read: 2,
			loaded: 1,
			unchanged: 1,
		});
		expect(await versions()).toEqual(['(A 1)', 'A 5', 'B 2']);
		expect(
			await folder.rows(
				`select count(*) as rows from raw.orders__rows as old join raw.orders__rows as new
				on new.id = old.id and new._valid_from = old._valid_to`,
			),
		).toEqual([{ rows: 1 }]);
	});

	it('ends versions whose key a whole has no more, and begins another one when it comes back', async () => {
		await folder.loadRows(whole, { pages: [[order('A', 1, 8), order('B', 2, 8)]] });
		expect(await folder.loadRows(whole, { pages: [[order('B', 2, 8)]] })).toMatchObject({ removed: 1, loaded: 0 });
		await folder.loadRows(whole, { pages: [[order('A', 1, 8), order('B', 2, 8)]] });
		expect(await versions()).toEqual(['(A 1)', 'A 1', 'B 2']);
	});

	it('makes no load of a source that is as it was', async () => {
		await folder.loadRows(whole, { pages: [[order('A', 1, 8)]] });
		const before = await folder.loads();
		await folder.loadRows(whole, { pages: [[order('A', 1, 8)]] });
		expect(await folder.loads()).toEqual(before);
	});

	it('ends none that is merely not read again, and those that are deleted at the source', async () => {
		await folder.loadRows(read, {
			pages: [
				[
					[...order('A', 1, 8), null],
					[...order('B', 2, 9), 'false'],
				],
			],
		});
		await folder.loadRows(read, { pages: [[[...order('B', null, 10), 'true']]] });
		expect(await versions()).toEqual(['A 1', '(B 2)']);
		expect(await folder.loadRows(read, { pages: [[[...order('B', null, 10), 'true']]] })).toMatchObject({
			loaded: 0,
			unchanged: 1,
		});
	});

	it('looks past columns that say only when a row changed', async () => {
		await folder.loadRows(read, { pages: [[[...order('A', 1, 8), null]]] });
		await folder.loadRows(read, { pages: [[[...order('A', 1, 9), null]]] });
		expect(await versions()).toEqual(['A 1']);
	});

	it('has one version of a key at any time, whatever happens', async () => {
		const state = fc.uniqueArray(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 3 })), {
			selector: ([id]) => id,
			minLength: 1,
			maxLength: 3,
		});
		let runs = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(state, { minLength: 1, maxLength: 5 }), async (states) => {
				runs += 1;
				const source = { ...whole, name: `orders${runs}` };
				for (const rows of states) {
					await folder.loadRows(source, { pages: [rows.map(([id, amount]) => order(id, amount, 8))] });
				}
				const table = `raw.orders${runs}__rows`;
				const current = await folder.rows(
					`select id, amount::integer as amount from ${table} where _valid_to is null order by id`,
				);
				const last = states.at(-1) ?? [];
				expect(current).toEqual(last.toSorted().map(([id, amount]) => ({ id, amount })));
				const overlaps = await folder.rows(
					`select old.id from ${table} as old join ${table} as new
					on new.id = old.id and new.rowid <> old.rowid and new._valid_from < coalesce(old._valid_to, 'infinity')
						and old._valid_from < coalesce(new._valid_to, 'infinity')`,
				);
				expect(overlaps).toEqual([]);
			}),
			{ numRuns: 20 },
		);
	});
});

describe('deletions and the order of changes', () => {
	const source = rowSource({
		columns: {
			id: 'text',
			amount: { type: 'decimal', required: true },
			updated_at: 'timestamp',
			is_deleted: 'boolean',
		},
		cursor: { column: 'updated_at', lag: 86_400 },
		deleted: { column: 'is_deleted' },
	});

	/** What is there and not deleted. */
	async function alive(name: string): Promise<string[]> {
		const found = await folder.rows(
			`select id || ' ' || amount::integer as text from raw.${name}__rows where not coalesce(is_deleted, false) order by id`,
		);
		return found.map(({ text }) => String(text));
	}

	it('a deletion needs its key alone, and whatever is older comes too late', async () => {
		await folder.loadRows(source, { pages: [[[...order('A', null, 12), 'true']]] });
		expect(await folder.loadRows(source, { pages: [[[...order('A', 1, 8), null]]] })).toMatchObject({ unchanged: 1 });
		expect(await alive('orders')).toEqual([]);
		await folder.loadRows(source, { pages: [[[...order('A', 2, 13), null]]] });
		expect(await alive('orders')).toEqual(['A 2']);
	});

	it('changes that come in any order end as they do in their own', async () => {
		const change = fc.record({
			id: fc.constantFrom('A', 'B'),
			hour: fc.integer({ min: 0, max: 23 }),
			isDeleted: fc.boolean(),
		});
		const given = fc
			.uniqueArray(change, { selector: ({ id, hour }) => `${id} ${hour}`, minLength: 1, maxLength: 8 })
			.chain((changes) => fc.tuple(fc.constant(changes), fc.array(fc.nat({ max: 3 }), { minLength: 8, maxLength: 8 })));
		let runs = 0;
		await fc.assert(
			fc.asyncProperty(given, async ([changes, loads]) => {
				runs += 1;
				const own = { ...source, name: `orders${runs}` };
				for (const load of [0, 1, 2, 3]) {
					const rows = changes.filter((_, index) => loads[index] === load);
					const page = rows.map(({ id, hour, isDeleted }) => [
						...order(id, isDeleted ? null : hour, hour),
						String(isDeleted),
					]);
					await folder.loadRows(own, { pages: [page] });
				}
				const inOrder = new Map<string, string | null>();
				for (const { id, hour, isDeleted } of changes.toSorted((one, other) => one.hour - other.hour)) {
					inOrder.set(id, isDeleted ? null : `${id} ${hour}`);
				}
				const expected = [...inOrder.values()].filter((text) => text !== null).sort();
				expect(await alive(own.name)).toEqual(expected);
			}),
			{ numRuns: 30 },
		);
	});
});
