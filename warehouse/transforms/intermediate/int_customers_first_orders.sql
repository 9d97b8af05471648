-- One row per customer with a sale: their first sale order, the smaller order id of two at the same instant.
with
sale_orders as (
	select customer_id, order_id, ordered_at
	from int_orders_summed
	where order_kind = 'sale' and customer_id is not null
),

first_instants as (
	select customer_id, min(ordered_at) as ordered_at from sale_orders group by customer_id
)

select
	sale_orders.customer_id,
	min(sale_orders.order_id) as order_id,
from sale_orders
inner join first_instants
	on sale_orders.customer_id = first_instants.customer_id and sale_orders.ordered_at = first_instants.ordered_at
group by sale_orders.customer_id
