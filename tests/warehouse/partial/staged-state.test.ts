import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findChangedKeys } from '#warehouse/partial/changed-keys.ts';
import { stagedStates } from '#warehouse/partial/staged-state.ts';
import type { StagedStates } from '#warehouse/partial/staged-state.ts';
import { stagingViews } from '#warehouse/staging.ts';
import type { StagingSource, StagingView } from '#warehouse/staging.ts';
import { rows, sql } from '#warehouse/query.ts';
import { openRowFolder, order, rowSource } from '../../pipeline/row-folder.ts';
import type { RowFolder } from '../../pipeline/row-folder.ts';

let folder: RowFolder;

beforeEach(async () => {
	folder = await openRowFolder();
});

afterEach(() => folder.close());

const entities = { orders: { order_id: 'id', ordered_at: 'updated_at' } };
const merged = rowSource({ cursor: { column: 'updated_at' }, entities });

/** The views over raw, and how they stand. */
async function stand(source: StagingSource): Promise<{ readonly views: StagingView[]; readonly states: StagedStates }> {
	const views = stagingViews([{ ...source, loads: 1 }], 'UTC');
	for (const view of views) await folder.connection.run(`create or replace temp view ${view.name} as\n${view.sql}`);
	return { views, states: await stagedStates(folder.connection, views) };
}

/** Ids of the orders that changed between two stands; null where that cannot be told. */
async function changedIds(before: StagedStates, { views, states }: Awaited<ReturnType<typeof stand>>) {
	const changed = await findChangedKeys(folder.connection, 'orders', 'order_id', views, before, states);
	if (changed === null) return null;
	const found = await rows<{ id: string }>(
		folder.connection,
		sql`select order_id as id from changed_orders order by order_id`,
	);
	return found.map(({ id }) => id);
}

describe('rows that came since a snapshot', () => {
	it('are those of every load since, also of loads whose place another one has taken', async () => {
		await folder.loadRows(merged, { pages: [[order('A', 1, 8), order('B', 2, 8), order('C', 3, 8)]] });
		const { states } = await stand(merged);
		await folder.loadRows(merged, { pages: [[order('A', 9, 9)]] });
		await folder.loadRows(merged, { pages: [[order('B', 9, 10)]] });
		expect(await changedIds(states, await stand(merged))).toEqual(['A', 'B']);
	});

	it('cannot be told where a column of raw has another type, for rows may say something else', async () => {
		const appended = rowSource({ disposition: 'append', key: [], cursor: { column: 'updated_at' }, entities });
		await folder.loadRows(appended, { pages: [[order('A', 1, 8)]] });
		const { states } = await stand(appended);
		const other = { ...appended, columns: { ...appended.columns, amount: 'text' as const } };
		await folder.loadRows(other, { pages: [[order('B', 2, 9)]] });
		expect(await changedIds(states, await stand(other))).toBeNull();
	});

	it('cannot be told of a source that keeps versions, which end where they lie', async () => {
		const versioned = rowSource({ disposition: 'scd2', entities });
		await folder.loadRows(versioned, { pages: [[order('A', 1, 8), order('B', 2, 8)]] });
		const { states } = await stand({ ...versioned, rowFilter: '_valid_to is null' });
		await folder.loadRows(versioned, { pages: [[order('A', 1, 8)]] });
		expect(await changedIds(states, await stand({ ...versioned, rowFilter: '_valid_to is null' }))).toBeNull();
	});
});
