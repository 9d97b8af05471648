import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultViewState } from '#lib/filters/view-state.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import { readRows } from '#lib/server/rows.ts';
import { openTinySnapshot } from './tiny-snapshot.ts';
import type { TinySnapshot } from './tiny-snapshot.ts';

let tiny: TinySnapshot;
beforeAll(async () => {
	// 120 lines of one order that are equal in all that is shown.
	const equal = { order: 'e1', on: '2024-12-01', customer: 'c9', amount: '1' };
	tiny = await openTinySnapshot({ lines: Array.from({ length: 120 }, () => equal) });
});
afterAll(() => tiny.close());

const read = (metric: string, state: Partial<ViewState> = {}) =>
	readRows(tiny.snapshot, metric, { ...defaultViewState(), period: 'all', ...state });

describe('readRows', () => {
	it('pages through all rows behind a figure, equal ones too', async () => {
		const { behind, dropped } = await read('net_revenue', { page: 3 });
		expect(behind).toMatchObject({ kind: 'order_line', count: 120, page: 3, pages: 3, size: 50 });
		expect(behind.rows).toHaveLength(20);
		expect(dropped).toEqual([]);
	});

	it('shows the last page for one past the end', async () => {
		const { behind } = await read('order_lines', { page: 9 });
		expect(behind.page).toBe(3);
		expect(behind.rows).toHaveLength(20);
	});

	it('takes net revenue for a metric that does not exist, and says so', async () => {
		for (const name of ['profit', 'constructor']) {
			const { behind, dropped } = await read(name);
			expect(behind.metric).toBe('net_revenue');
			expect(dropped).toEqual([{ key: 'metric', value: name }]);
		}
		expect((await read('')).dropped).toEqual([]);
	});

	it('leaves a filter that cannot be read out, and says so', async () => {
		const { behind, dropped } = await read('orders', { where: 'planet' });
		expect(behind).toMatchObject({ kind: 'order', count: 1, where: '', chips: [] });
		expect(dropped[0]?.key).toBe('where');
	});

	it('shows what is so as of the snapshot whatever the period', async () => {
		const deals = ['d1', 'd2'].map((id) => `('${id}', 'open', date '2026-01-31')`).join(', ');
		const open = await openTinySnapshot({
			also: `insert into fct_deals (deal_id, outcome, expected_close_on) values ${deals}`,
		});
		const period = { first: '2024-01-01', last: '2024-01-31' };
		const { behind } = await readRows(open.snapshot, 'open_deals', { ...defaultViewState(), period });
		open.close();
		expect(behind).toMatchObject({ kind: 'deal', count: 2, days: null, asOf: '2025-04-11' });
	});
});
