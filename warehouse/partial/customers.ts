import { exchangedSql, narrowedSql } from './recipe.ts';
import type { PartialRecipe } from './recipe.ts';

/** Customers, by their id: those of affected orders, and those that sources list in another way. Leaves `customers_affected` and `customers_rebuilt`. */
export const CUSTOMERS: PartialRecipe = {
	relation: 'dim_customers',
	through: [],
	follows: ['fct_orders', 'int_customers_listed'],
	after: ['fct_orders'],
	carries: [],
	async prepare({ connection, changed, now, before, sqlOf, left }) {
		const listed = await now('int_customers_listed');
		const wasListed = before('int_customers_listed');
		const affected = [
			...(changed.has('fct_orders')
				? ['select customer_id from orders_before', 'select customer_id from orders_rebuilt']
				: []),
			...(changed.has('int_customers_listed')
				? [
						`select customer_id from (select * from ${listed} except all select * from ${wasListed})`,
						`select customer_id from (select * from ${wasListed} except all select * from ${listed})`,
					]
				: []),
		];
		await connection.run(
			`create or replace temp table customers_affected as
			select distinct customer_id from (${affected.join('\nunion all\n')}) where customer_id is not null`,
		);
		const ofAffected = (snapshot: string): string =>
			`select * from ${snapshot}.main.fct_orders semi join customers_affected using (customer_id)`;
		// Of customers that orders led to, all orders are among those rebuilt.
		const isByOrders = !changed.has('int_customers_listed');
		left.set(
			'orders of customers before',
			isByOrders ? 'select * from temp.main.orders_before' : ofAffected('previous_marts'),
		);
		const ordersNow = isByOrders ? 'select * from temp.main.orders_rebuilt' : ofAffected('marts');
		left.set('orders of customers now', ordersNow);
		await connection.run(
			`create or replace temp table customers_rebuilt as\n${narrowedSql(sqlOf('dim_customers'), {
				int_customers_listed: `select * from ${listed} semi join customers_affected using (customer_id)`,
				fct_orders: ordersNow,
			})}`,
		);
		return exchangedSql('dim_customers', 'customer_id', 'customers_affected', 'customers_rebuilt');
	},
};
