-- One row per customer and field that somebody corrected: what holds instead of what the sources say.
with
overrides as (
	select * from stg_overrides
),

-- A correction was made of a customer by the id they had then.
current_ids as (
	select given_id as customer_id, customer_id as current_id from int_identity
	union
	select own_id as customer_id, customer_id as current_id from int_identity
),

followed as (
	select
		coalesce(current_ids.current_id, overrides.customer_id) as customer_id,
		overrides.field,
		overrides.value,
		overrides.source_value,
		overrides.user_id,
		overrides.overridden_at,
		overrides.override_id,
	from overrides
	left join current_ids on overrides.customer_id = current_ids.customer_id
)

select
	customer_id,
	field,
	value,
	source_value,
	user_id,
	overridden_at,
from followed
qualify row_number() over (partition by customer_id, field order by overridden_at desc, override_id desc) = 1
