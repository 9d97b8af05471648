-- One row per month of first sale, month, country and customer kind: the customers with a sale in the month.
with
customers as (
	select customer_id, cohort_month, country, customer_kind from dim_customers
),

active as (
	select distinct
		customer_id,
		date_trunc('month', ordered_on)::date as month,
	from fct_orders
	where order_kind = 'sale' and customer_id is not null
)

select
	customers.cohort_month,
	active.month,
	customers.country,
	customers.customer_kind,
	count(*) as customers,
from active
inner join customers on active.customer_id = customers.customer_id
group by customers.cohort_month, active.month, customers.country, customers.customer_kind
