-- One row per order line.
with
lines as (
	select * from int_order_lines_dated
),

rates as (
	select * from int_exchange_rates_by_day
),

customers as (
	select customer_id, customer_kind, country from stg_customers
),

products as (
	select product_id, category, unit_cost from dim_products
),

settings as (
	select base_currency from company_settings
),

rated as (
	select
		lines.*,
		case when lines.currency = settings.base_currency then 1 else rates.rate end as rate,
	from lines
	cross join settings
	left join rates on lines.currency = rates.currency and lines.ordered_on = rates.rate_on
)

select
	rated.order_line_id,
	rated.order_id,
	rated.customer_id,
	rated.product_id,
	rated.line_kind,
	coalesce(products.category, 'uncategorised') as category,
	coalesce(rated.country, customers.country) as country,
	customers.customer_kind,
	rated.currency,
	rated.channel,
	rated.customer_id is not null as is_identified,
	rated.quantity,
	rated.unit_price,
	(rated.quantity * rated.unit_price)::decimal(18, 4) as amount,
	(rated.quantity * rated.unit_price * rated.rate)::decimal(18, 4) as amount_base,
	(rated.quantity * coalesce(rated.unit_cost * rated.rate, products.unit_cost))::decimal(18, 4) as cost_base,
	rated.ordered_at,
	rated.ordered_on,
from rated
left join customers on rated.customer_id = customers.customer_id
left join products on rated.product_id = products.product_id
