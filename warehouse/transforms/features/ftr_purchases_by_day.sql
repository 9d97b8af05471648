-- One row per day with purchases before the present: on how many customers' sales it lies.
with
settings as (
	select as_of from company_settings
)

select
	count(distinct customer_id)::integer as purchases,
	ordered_on,
from fct_orders
cross join settings
where order_kind = 'sale' and customer_id is not null and ordered_on < as_of
group by ordered_on
