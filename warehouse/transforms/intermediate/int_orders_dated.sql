-- One row per order of the orders entity.
with
orders as (
	select * from stg_orders
),

settings as (
	select base_currency from company_settings
)

select
	orders.order_id,
	nullif(trim(orders.customer_id), '') as customer_id,
	orders.country,
	coalesce(orders.currency, settings.base_currency) as currency,
	orders.channel,
	orders.ordered_at,
	orders.ordered_on,
from orders
cross join settings
