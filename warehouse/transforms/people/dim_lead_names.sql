-- One row per lead: what they are called and where they are reached.
with
leads as (
	select * from stg_leads qualify row_number() over (partition by lead_id order by _source_order) = 1
)

select
	lead_id,
	name,
	email,
	employer,
from leads
