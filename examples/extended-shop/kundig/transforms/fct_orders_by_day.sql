-- One row per day with an order.
with orders as (
	select * from fct_orders
)

select
	ordered_on,
	count(*) filter (where order_kind = 'sale') as sales_count,
	count(*) filter (where order_kind = 'return') as returns_count,
	sum(net_base) as net_base,
from orders
group by ordered_on
