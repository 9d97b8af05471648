-- One row per order that has a line.
with
orders as (
	select * from int_orders_summed
),

first_orders as (
	select order_id from int_customers_first_orders
)

select
	orders.order_id,
	orders.customer_id,
	orders.order_kind,
	orders.country,
	orders.customer_kind,
	orders.currency,
	orders.channel,
	orders.customer_id is not null as is_identified,
	first_orders.order_id is not null as is_first_order,
	orders.lines_count,
	orders.sales_base,
	orders.returns_base,
	(orders.sales_base + orders.returns_base)::decimal(18, 4) as net_base,
	orders.cost_base,
	orders.ordered_at,
	orders.ordered_on,
from orders
left join first_orders on orders.order_id = first_orders.order_id
