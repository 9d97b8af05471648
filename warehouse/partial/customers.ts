import { exchangedSql, narrowedSql } from './recipe.ts';
import type { PartialRecipe } from './recipe.ts';

/** Customers, by their id: those of affected orders, and those that sources list in another way. Leaves `customers_affected` and `customers_rebuilt`. */
export const CUSTOMERS: PartialRecipe = {
	relation: 'dim_customers',
	through: [],
	follows: ['fct_orders', 'int_customers_listed'],
	after: ['fct_orders'],
	carries: [],
	async prepare({ connection, changed, now, before, sqlOf }) {
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
		await connection.run(
			`create or replace temp table customers_rebuilt as\n${narrowedSql(sqlOf('dim_customers'), {
				int_customers_listed: `select * from ${listed} semi join customers_affected using (customer_id)`,
				// Of customers that orders led to, all orders are among those rebuilt.
				fct_orders: changed.has('int_customers_listed')
					? 'select * from marts.main.fct_orders semi join customers_affected using (customer_id)'
					: 'select * from temp.main.orders_rebuilt',
			})}`,
		);
		return exchangedSql('dim_customers', 'customer_id', 'customers_affected', 'customers_rebuilt');
	},
};
