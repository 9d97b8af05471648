import { SUMMED_COLUMNS } from './order-lines.ts';
import { exchangedSql, narrowedSql } from './recipe.ts';
import type { PartialRecipe, PartialWork } from './recipe.ts';

const BEFORE = 'previous_marts.main.fct_orders';
/** What `int_orders_summed` gives: of an order that no line touched the last snapshot has it. */
const SUMMED = [
	'order_id',
	'customer_id',
	'order_kind',
	'country',
	'customer_kind',
	'currency',
	'channel',
	'lines_count',
	'sales_base',
	'returns_base',
	'cost_base',
	'ordered_at',
	'ordered_on',
].join(', ');

/** Sums up the orders that changed lines are or were of, and finds whose they are and were. */
async function sumUpTouched({ connection, sqlOf, left }: PartialWork): Promise<void> {
	await connection.run(
		`create or replace temp table orders_touched as
		select order_id from order_lines_before union select order_id from order_lines_rebuilt`,
	);
	await connection.run(
		`create or replace temp table orders_lines as\n${
			left.get('lines of orders') ??
			`select ${SUMMED_COLUMNS} from marts.main.fct_order_lines semi join orders_touched using (order_id)`
		}`,
	);
	const summed = narrowedSql(sqlOf('int_orders_summed'), { fct_order_lines: 'select * from temp.main.orders_lines' });
	await connection.run(`create or replace temp table orders_touched_summed as\n${summed}`);
	// An order was of one of its lines' customers: of one that changed, or of one that is in it still.
	await connection.run(
		`create or replace temp table orders_customers as
		select customer_id from orders_lines where customer_id is not null
		union
		select customer_id from order_lines_before where customer_id is not null`,
	);
}

async function rebuild({ connection, sqlOf }: PartialWork): Promise<void> {
	// Of an order that is touched nothing of before is asked but whose it was: it is among these, or was nobody's.
	await connection.run(
		`create or replace temp table orders_before as
		select ${SUMMED} from ${BEFORE} semi join orders_customers using (customer_id)`,
	);
	await connection.run(
		`create or replace temp table orders_summed as
		select * from orders_touched_summed
		union all by name
		select * from orders_before anti join orders_touched using (order_id)`,
	);
	await connection.run(
		`create or replace temp table orders_affected as
		select order_id from orders_touched union select order_id from orders_before`,
	);
	await connection.run(
		`create or replace temp table orders_rebuilt as\n${narrowedSql(sqlOf('fct_orders'), {
			int_orders_summed: 'select * from temp.main.orders_summed',
			int_customers_first_orders: sqlOf('int_customers_first_orders'),
		})}`,
	);
}

/**
 * Orders, by their id: those of affected lines, and every other order of the customers that those are or were of, for which
 * of them is the first may have changed. Leaves `orders_before` and `orders_rebuilt`: all
 * orders of those customers.
 */
export const ORDERS: PartialRecipe = {
	relation: 'fct_orders',
	through: ['int_orders_summed', 'int_customers_first_orders'],
	follows: ['fct_order_lines'],
	after: ['fct_order_lines'],
	carries: [],
	async prepare(work) {
		const { count, limits } = work;
		if ((await count('from order_lines_rebuilt where order_id is null')) > 0) return null;
		await sumUpTouched(work);
		await rebuild(work);
		if ((await count('from orders_affected')) > limits.upToShare * (await count(`from ${BEFORE}`))) return null;
		return exchangedSql('fct_orders', 'order_id', 'orders_affected', 'orders_rebuilt');
	},
};
