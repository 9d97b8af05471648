import { expect, test } from 'vitest';
import { eventDays } from '#warehouse/event-days.ts';
import type { GivenSource } from './build-warehouse.ts';
import { givenLines } from './given-lines.ts';
import { openWarehouse } from './open-warehouses.ts';

test('an empty warehouse has no first and no last day', async () => {
	expect(await eventDays(await openWarehouse({ sources: [] }))).toEqual({ first: null, last: null });
});

test('days are those of the company, of orders and of lines that say their own time', async () => {
	const orders: GivenSource = {
		name: 'orders',
		zone: 'UTC',
		columns: { order: 'text', at: 'timestamp' },
		// Half past eleven at night in UTC is the first of the next month in Berlin.
		loads: [[['o1', '2025-01-31 23:30:00']]],
		entities: { orders: { order_id: 'order', ordered_at: 'at' } },
	};
	const lines = givenLines([{ at: '2025-01-01 00:00:00' }, { at: null }]);
	expect(await eventDays(await openWarehouse({ sources: [orders, lines] }))).toEqual({
		first: '2025-01-01',
		last: '2025-02-01',
	});
});
