-- One row per order line; what is unknown of its customer and its product is null, its category then uncategorised.
with
lines as (
	select * from int_order_lines_valued
),

customers as (
	select customer_id, customer_kind, country from int_customers_listed
),

products as (
	select product_id, category, unit_cost from dim_products
)

select
	lines.order_line_id,
	lines.order_id,
	lines.customer_id,
	lines.product_id,
	lines.line_kind,
	coalesce(products.category, 'uncategorised') as category,
	coalesce(lines.country, customers.country) as country,
	customers.customer_kind,
	lines.currency,
	lines.channel,
	lines.customer_id is not null as is_identified,
	lines.quantity,
	lines.unit_price,
	lines.amount,
	lines.amount_base,
	coalesce(
		lines.cost_base,
		try((lines.quantity::decimal(18, 0) * products.unit_cost)::decimal(18, 4))
	) as cost_base,
	lines.ordered_at,
	lines.ordered_on,
from lines
left join customers on lines.customer_id = customers.customer_id
left join products on lines.product_id = products.product_id
