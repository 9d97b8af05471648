-- One row per order line; what it does not say itself comes from its order.
with
lines as (
	select * from stg_order_lines
),

orders as (
	select * from int_orders_dated
),

settings as (
	select base_currency from company_settings
)

select
	lines.order_line_id,
	lines.order_id,
	lines.product_id,
	coalesce(nullif(trim(lines.customer_id), ''), orders.customer_id) as customer_id,
	coalesce(
		lines.line_kind,
		case
			when lines.quantity > 0 and lines.unit_price > 0 then 'sale'
			when lines.quantity < 0 then 'return'
			else 'adjustment'
		end
	) as line_kind,
	coalesce(lines.country, orders.country) as country,
	coalesce(lines.currency, orders.currency, settings.base_currency) as currency,
	orders.channel,
	lines.quantity,
	lines.unit_price,
	lines.unit_cost,
	coalesce(lines.ordered_at, orders.ordered_at) as ordered_at,
	coalesce(lines.ordered_on, orders.ordered_on) as ordered_on,
from lines
left join orders on lines.order_id = orders.order_id
cross join settings
