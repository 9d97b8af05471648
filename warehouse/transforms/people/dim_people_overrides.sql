-- One row per customer and field that somebody corrected: what holds now, what the source said then, who and when.
with
corrections as (
	select * from int_customers_corrected
),

users as (
	select user_id, name from stg_users qualify row_number() over (partition by user_id order by _source_order desc) = 1
)

select
	corrections.customer_id,
	corrections.field,
	corrections.value,
	corrections.source_value,
	corrections.user_id,
	users.name as user_name,
	corrections.overridden_at,
from corrections
left join users on corrections.user_id = users.user_id
