-- One row per customer that a source lists or that an order names.
with
listed as (
	select * from int_customers_listed
),

orders as (
	select * from fct_orders where customer_id is not null
),

ordering as (
	select
		customer_id,
		min(ordered_on) filter (where order_kind = 'sale') as first_order_on,
		max(ordered_on) filter (where order_kind = 'sale') as last_order_on,
		count(*) filter (where order_kind = 'sale') as orders_count,
		sum(sales_base) as sales_base,
		sum(returns_base) as returns_base,
	from orders
	group by customer_id
),

last_countries as (
	select
		orders.customer_id,
		max(struct_pack(ordered_at := orders.ordered_at, order_id := orders.order_id, country := orders.country)) as last_order,
	from orders
	anti join listed on orders.customer_id = listed.customer_id and listed.country is not null
	where orders.country is not null
	group by orders.customer_id
)

select
	coalesce(listed.customer_id, ordering.customer_id) as customer_id,
	listed.customer_kind,
	coalesce(listed.country, last_countries.last_order.country) as country,
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
	coalesce(listed.is_in_source, false) as is_in_source,
from listed
full join ordering on listed.customer_id = ordering.customer_id
left join last_countries on ordering.customer_id = last_countries.customer_id
-- A correction of somebody who is not there (any more) makes no customer.
where listed.is_in_source or ordering.customer_id is not null
