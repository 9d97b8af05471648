import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('adds up lines that agree in everything, and keeps the kinds apart', async () => {
	const db = await openWarehouse(givenShop());
	const first = await tableOf(
		db,
		`select line_kind, category, lines_count, quantity, amount_base, cost_base, amount_with_cost_base
		from rollup_order_lines_by_day where ordered_on = date '2025-01-15' order by line_kind, category`,
	);
	expect(first).toEqual([
		['adjustment', 'uncategorised', 1, 1, '0.0000', '2.5000', '0.0000'],
		['sale', 'Camping', 1, 1, '100.0000', '60.0000', '100.0000'],
		['sale', 'uncategorised', 1, 4, '20.0000', '10.0000', '20.0000'],
	]);
});

test('the months of the tiny shop are those of its README', async () => {
	const db = await openWarehouse(givenShop());
	const months = await tableOf(
		db,
		`select strftime(ordered_on, '%Y-%m') as month,
			coalesce(sum(amount_base) filter (where line_kind = 'sale'), 0)::decimal(18, 2) as sales,
			coalesce(sum(amount_base) filter (where line_kind = 'return'), 0)::decimal(18, 2) as returned,
			sum(amount_base) filter (where line_kind = 'sale' and is_identified)::decimal(18, 2) as identified
		from rollup_order_lines_by_day group by month order by month`,
	);
	expect(months).toEqual([
		['2025-01', '384.00', '0.00', '384.00'],
		['2025-02', '143.00', '-100.00', '113.00'],
		['2025-03', '11.00', '0.00', '11.00'],
	]);
});

test('what was taken with a known cost is kept beside what it cost: the margin of the README', async () => {
	const db = await openWarehouse(givenShop());
	const margin = await tableOf(
		db,
		`select sum(amount_with_cost_base)::decimal(18, 2) as taken, sum(cost_base)::decimal(18, 2) as cost
		from rollup_order_lines_by_day where line_kind in ('sale', 'return')`,
	);
	expect(margin).toEqual([['358.00', '160.00']]);
});
