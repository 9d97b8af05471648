import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { changedRows, factDifference } from '#warehouse/reads/difference/changed-rows.ts';

const BOTH = { before: 'marts_one', after: 'marts_two' } as const;

let database: Database;
let db: Connection;

beforeEach(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '200MB' });
	db = await database.connect();
	for (const catalog of Object.values(BOTH)) {
		await db.run(`attach ':memory:' as ${catalog}`);
		await db.run(`create table ${catalog}.main.fct_order_lines (order_line_id varchar, order_id varchar,
			customer_id varchar, line_kind varchar, quantity integer, amount_base decimal(18, 4), ordered_on date)`);
	}
});
afterEach(() => {
	db.closeSync();
	database.close();
});

type Line = readonly [id: string, on: string | null, amount: string, quantity?: number, kind?: string];

async function fill(catalog: string, lines: readonly Line[]): Promise<void> {
	for (const [id, on, amount, quantity = 1, kind = 'sale'] of lines) {
		await db.run(
			`insert into ${catalog}.main.fct_order_lines values ($1, 'S1', 'K1', $2, $3, $4::decimal(18, 4), $5::date)`,
			[id, kind, quantity, amount, on],
		);
	}
}

/** L1 stays, L2 changes its amount, L3 goes, L4 comes. */
async function fillBoth(): Promise<void> {
	await fill(BOTH.before, [
		['L1', '2026-01-05', '10.00'],
		['L2', '2026-01-06', '20.00'],
		['L3', '2026-02-07', '5.50'],
	]);
	await fill(BOTH.after, [
		['L4', '2026-02-08', '7.25', 3],
		['L2', '2026-01-06', '25.00'],
		['L1', '2026-01-05', '10.00'],
	]);
}

it('counts what came, went and changed, and what that makes in money', async () => {
	await fillBoth();
	expect(await factDifference(db, BOTH, 'order_lines')).toEqual({
		fact: 'order_lines',
		added: 1,
		removed: 1,
		changed: 1,
		// 7.25 came, 5.50 went, 20 became 25.
		money: 6.75,
		otherColumns: [],
	});
});

it('gives the rows that differ, the newest first, with the columns that changed', async () => {
	await fillBoth();
	expect(await changedRows(db, BOTH, 'order_lines', { limit: 100 })).toEqual([
		{
			key: 'L4',
			change: 'added',
			day: '2026-02-08',
			values: [
				{ column: 'order_id', before: null, after: 'S1' },
				{ column: 'customer_id', before: null, after: 'K1' },
				{ column: 'line_kind', before: null, after: 'sale' },
				{ column: 'quantity', before: null, after: '3' },
				{ column: 'amount_base', before: null, after: '7.2500' },
			],
		},
		{
			key: 'L3',
			change: 'removed',
			day: '2026-02-07',
			values: [
				{ column: 'order_id', before: 'S1', after: null },
				{ column: 'customer_id', before: 'K1', after: null },
				{ column: 'line_kind', before: 'sale', after: null },
				{ column: 'quantity', before: '1', after: null },
				{ column: 'amount_base', before: '5.5000', after: null },
			],
		},
		{
			key: 'L2',
			change: 'changed',
			day: '2026-01-06',
			values: [{ column: 'amount_base', before: '20.0000', after: '25.0000' }],
		},
	]);
	expect((await changedRows(db, BOTH, 'order_lines', { limit: 1 }))?.map(({ key }) => key)).toEqual(['L4']);
});

it('sees a value that became missing, and two rows that swapped theirs', async () => {
	await fill(BOTH.before, [
		['L1', '2026-01-05', '1.00'],
		['L2', '2026-01-05', '2.00'],
		['L3', '2026-01-05', '3.00'],
	]);
	await fill(BOTH.after, [
		['L1', '2026-01-05', '2.00'],
		['L2', '2026-01-05', '1.00'],
		['L3', null, '3.00'],
	]);
	expect(await factDifference(db, BOTH, 'order_lines')).toMatchObject({ added: 0, removed: 0, changed: 3, money: 0 });
	const rows = await changedRows(db, BOTH, 'order_lines', { limit: 9 });
	expect(rows?.at(-1)).toEqual({
		key: 'L3',
		change: 'changed',
		day: '2026-01-05',
		values: [{ column: 'ordered_on', before: '2026-01-05', after: null }],
	});
});

it('finds no difference between equal snapshots, whatever the order of their rows', async () => {
	await fill(BOTH.before, [
		['L1', '2026-01-05', '1.00'],
		['L2', null, '2.00'],
	]);
	await fill(BOTH.after, [
		['L2', null, '2.00'],
		['L1', '2026-01-05', '1.00'],
	]);
	expect(await factDifference(db, BOTH, 'order_lines')).toMatchObject({ added: 0, removed: 0, changed: 0 });
	expect(await changedRows(db, BOTH, 'order_lines', { limit: 9 })).toEqual([]);
});

it('takes the rows of one figure and month alone; one that no longer counts for it says why', async () => {
	await fill(BOTH.before, [
		['L1', '2026-01-31', '1.00', 1, 'sale'],
		['L2', '2026-02-01', '2.00', 1, 'sale'],
	]);
	await fill(BOTH.after, [
		['L1', '2026-01-31', '1.00', 1, 'return'],
		['L2', '2026-02-01', '2.50', 1, 'sale'],
	]);
	const scope = { only: "line_kind = 'sale'", month: { column: 'ordered_on', first: '2026-01-01' } };
	expect(await factDifference(db, BOTH, 'order_lines', scope)).toMatchObject({ added: 0, removed: 1, changed: 0 });
	expect(await changedRows(db, BOTH, 'order_lines', { ...scope, limit: 9 })).toEqual([
		{
			key: 'L1',
			change: 'removed',
			day: '2026-01-31',
			values: [{ column: 'line_kind', before: 'sale', after: 'return' }],
		},
	]);
});

it('compares what two versions both have, and names the columns that only one has', async () => {
	await fillBoth();
	await db.run(`alter table ${BOTH.after}.main.fct_order_lines add column channel varchar default 'web'`);
	const difference = await factDifference(db, BOTH, 'order_lines');
	expect(difference).toMatchObject({ added: 1, removed: 1, changed: 1, otherColumns: ['channel'] });
});

it('is null where a snapshot of before does not have the fact', async () => {
	expect(await factDifference(db, BOTH, 'tickets')).toBeNull();
	expect(await changedRows(db, BOTH, 'tickets', { limit: 9 })).toBeNull();
});

it('joins by every column of a key', async () => {
	for (const [catalog, isPassed] of [
		[BOTH.before, false],
		[BOTH.after, true],
	] as const) {
		await db.run(`create table ${catalog}.main.fct_deal_stages as
			from (values ('D1', 'won', false), ('D1', 'meeting', ${isPassed}), ('D2', 'won', true)) as rows (deal_id, stage_id, is_passed)`);
	}
	expect(await factDifference(db, BOTH, 'deal_stages')).toMatchObject({
		added: 0,
		removed: 0,
		changed: 1,
		money: null,
	});
	const rows = await changedRows(db, BOTH, 'deal_stages', { limit: 9 });
	expect(rows?.map(({ key }) => key)).toEqual(['D1 · meeting']);
});
