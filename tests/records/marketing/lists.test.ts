import { beforeEach, describe, expect, it } from 'vitest';
import { historyOf } from '#records/changes/history.ts';
import { undoBatch } from '#records/changes/undo.ts';
import { act } from '#records/changes/act.ts';
import type { Records } from '#records/database.ts';
import { recordExport } from '#records/exports.ts';
import { parseDefinition } from '#records/marketing/list-definition.ts';
import { allLists, lastExportByList, listByName, listsThatUse } from '#records/marketing/list-read.ts';
import { createList, deleteList, updateList } from '#records/marketing/lists.ts';
import type { List, ListInput } from '#records/marketing/lists.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

type Definition = NonNullable<ListInput['definition']>;

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function defined(definition: Partial<Definition> = {}): Definition {
	return { channel: 'email', purpose: 'marketing', ...definition };
}

function make(name: string, definition: Partial<Definition> = {}): Promise<List> {
	return doing((transaction, author) => createList(transaction, author, { name, definition: defined(definition) }));
}

const change = (list: List, input: ListInput): Promise<List> =>
	doing((transaction, author) => updateList(transaction, author, { id: list.list_id, version: list.version }, input));

const issuesOf = async (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => null,
		(error: unknown) => (error as { issues?: unknown }).issues,
	);

describe('a list', () => {
	it('keeps its definition with every part, numbers as numbers', async () => {
		const list = await make('Lapsed', {
			filters: {
				behaviour: { min_orders: '2', max_revenue: '1.234,5'.replace('.', '') },
				scores: { min_p_alive: '0.2' },
			},
			holdout: { share: 0.1, seed: 5 },
		});
		expect(parseDefinition(list.definition)).toEqual({
			filters: {
				attributes: { countries: [], kinds: [] },
				behaviour: {
					min_orders: 2,
					max_orders: null,
					min_revenue: null,
					max_revenue: 1234.5,
					min_days_since_last_order: null,
					max_days_since_last_order: null,
					first_order_from: null,
					first_order_to: null,
					categories: [],
					products: [],
				},
				scores: {
					segments: [],
					statuses: [],
					min_p_alive: 0.2,
					max_p_alive: null,
					min_expected_revenue: null,
					max_expected_revenue: null,
					min_value_at_risk: null,
					max_value_at_risk: null,
				},
			},
			include: [],
			exclude: [],
			channel: 'email',
			purpose: 'marketing',
			holdout: { share: 0.1, seed: 5 },
			columns: [],
		});
	});

	it('is found by its name, capitals aside, and has its name alone', async () => {
		const list = await make('Lapsed');
		expect((await listByName(records, 'LAPSED'))?.list_id).toBe(list.list_id);
		expect(await issuesOf(make('lapsed'))).toEqual([{ field: 'name', code: 'taken', params: {} }]);
		expect((await change(list, { name: 'lapsed' })).name).toBe('lapsed');
	});

	it('says field by field what is wrong', async () => {
		expect(await issuesOf(doing((transaction, author) => createList(transaction, author, {})))).toMatchObject([
			{ field: 'name', code: 'required' },
			{ field: 'definition', code: 'required' },
		]);
		const filters = { behaviour: { min_orders: 'two', first_order_from: '2026-02-30' } };
		expect(await issuesOf(make('A', { filters }))).toMatchObject([
			{ field: 'definition.filters.behaviour.min_orders', code: 'invalid_number' },
			{ field: 'definition.filters.behaviour.first_order_from', code: 'invalid_day' },
		]);
		const turned = {
			behaviour: { min_orders: 3, max_orders: 2, first_order_from: '2026-02-01', first_order_to: '2026-01-01' },
			scores: { min_p_alive: 0.5, max_p_alive: 0.4 },
		};
		expect(await issuesOf(make('A', { filters: turned }))).toEqual([
			{ field: 'max_orders', code: 'too_small', params: { limit: 3 } },
			{ field: 'first_order_to', code: 'before_start', params: {} },
			{ field: 'max_p_alive', code: 'too_small', params: { limit: 0.5 } },
		]);
		expect(await issuesOf(make('A', { holdout: { share: 0.6, seed: 1 } }))).toMatchObject([
			{ field: 'definition.holdout.share', code: 'too_large' },
		]);
		expect(await issuesOf(make('A', { include: ['nobody'] }))).toMatchObject([{ field: 'include', code: 'not_found' }]);
	});

	it('refuses to stand on itself, however long the way round', async () => {
		const first = await make('First');
		const second = await make('Second', { include: [first.list_id] });
		const third = await make('Third', { exclude: [second.list_id] });
		const circle = { definition: defined({ include: [third.list_id] }) };
		expect(await issuesOf(change(first, circle))).toEqual([{ field: 'include', code: 'circle', params: {} }]);
		const itself = { definition: defined({ exclude: [first.list_id] }) };
		expect(await issuesOf(change(first, itself))).toEqual([{ field: 'exclude', code: 'circle', params: {} }]);
		const both = defined({ include: [first.list_id], exclude: [first.list_id] });
		expect(await issuesOf(change(third, { definition: both }))).toEqual([
			{ field: 'exclude', code: 'not_allowed', params: {} },
		]);
	});

	it('is not deleted while another list stands on it', async () => {
		const base = await make('Base');
		const other = await make('Other', { exclude: [base.list_id] });
		expect((await listsThatUse(records, base.list_id)).map(({ name }) => name)).toEqual(['Other']);
		const deleting = (list: List) =>
			doing((transaction, author) => deleteList(transaction, author, { id: list.list_id, version: list.version }));
		expect(await issuesOf(deleting(base))).toEqual([{ field: 'list_id', code: 'in_use', params: { lists: 'Other' } }]);
		await deleting(other);
		await deleting(base);
		expect(await allLists(records)).toEqual([]);
	});

	it('leaves a trace of each change, and comes back with undo', async () => {
		const list = await make('Kept');
		const { batchId } = await act(records, 'local', (transaction, author) =>
			updateList(transaction, author, { id: list.list_id, version: 1 }, { description: 'why' }),
		);
		await expect(change(list, { description: 'another' })).rejects.toMatchObject({ name: 'StaleRecordError' });
		expect(await historyOf(records, 'lists', list.list_id)).toMatchObject([
			{ action: 'update', after: { description: 'why' } },
			{ action: 'create' },
		]);
		await undoBatch(records, 'local', batchId);
		expect((await listByName(records, 'Kept'))?.description).toBeNull();
	});

	it('knows the last file that left of it', async () => {
		const { list_id } = await make('Sent');
		const file = { subject: 'list', filter: '{}', format: 'csv', bytes: 1, sha256: 'a', snapshot_id: null } as const;
		for (const [rows, at] of [
			[3, '2026-02-01'],
			[5, '2026-03-01'],
			[4, '2026-01-01'],
		] as const) {
			const { export_id } = await recordExport(records, 'local', { ...file, rows, list_id });
			await records.updateTable('exports').set({ exported_at: at }).where('export_id', '=', export_id).execute();
		}
		expect((await lastExportByList(records)).get(list_id)).toMatchObject({ exported_at: '2026-03-01', rows: 5 });
	});
});
