-- One row per campaign that a source lists.
with
campaigns as (
	-- Of two sources the first speaks.
	select * from stg_campaigns qualify row_number() over (partition by campaign_id order by _source_order) = 1
)

select
	campaign_id,
	coalesce(name, campaign_id) as name,
	campaign_type,
	status,
	currency,
	budget::decimal(18, 4) as budget,
	starts_on,
	ends_on,
from campaigns
