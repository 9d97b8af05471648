-- One row per customer that a source lists or that an order names.
with
listed as (
	select * from stg_customers
),

ordering as (
	select
		customer_id,
		max_by(country, ordered_at) as country,
		min(ordered_on) filter (where order_kind = 'sale') as first_order_on,
		max(ordered_on) filter (where order_kind = 'sale') as last_order_on,
		count(*) filter (where order_kind = 'sale') as orders_count,
		sum(sales_base) as sales_base,
		sum(returns_base) as returns_base,
	from int_orders_summed
	where customer_id is not null
	group by customer_id
)

select
	coalesce(listed.customer_id, ordering.customer_id) as customer_id,
	listed.customer_kind,
	coalesce(listed.country, ordering.country) as country,
	date_trunc('month', ordering.first_order_on)::date as cohort_month,
	ordering.first_order_on,
	ordering.last_order_on,
	listed.created_on,
	coalesce(ordering.orders_count, 0) as orders_count,
	coalesce(ordering.sales_base, 0)::decimal(18, 2) as sales_revenue,
	coalesce(ordering.returns_base, 0)::decimal(18, 2) as returns_revenue,
	coalesce(ordering.sales_base + ordering.returns_base, 0)::decimal(18, 2) as net_revenue,
	case
		when ordering.orders_count > 0
			then round((ordering.sales_base + ordering.returns_base) / ordering.orders_count, 2)::decimal(18, 2)
	end as average_order_value,
	listed.customer_id is not null as is_in_source,
from listed
full join ordering on listed.customer_id = ordering.customer_id
