-- One row per deal: what it is called.
with
deals as (
	select * from stg_deals qualify row_number() over (partition by deal_id order by _source_order) = 1
)

select
	deal_id,
	name,
from deals
