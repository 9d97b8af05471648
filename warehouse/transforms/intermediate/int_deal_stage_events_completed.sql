-- One row per deal entering a stage; a deal that no event brings to its stage entered it when it closed or was opened.
with
told as (
	select deal_stage_event_id, deal_id, to_stage_id, changed_at, changed_on from stg_deal_stage_events
),

-- What follows from how deals stood day by day, of those whose source tells no moves.
noted as (
	select * from history.deal_stage_events
),

deals as (
	select * from int_deals_described
),

settings as (
	select zone from company_settings
),

events as (
	select * from told
	union all by name
	select
		noted.deal_stage_event_id,
		noted.deal_id,
		noted.to_stage_id,
		make_timestamp(epoch_us(timezone(settings.zone, noted.changed_on::timestamp))) as changed_at,
		noted.changed_on,
	from noted
	anti join told on noted.deal_id = told.deal_id
	cross join settings
	where noted.to_stage_id is not null
),

last_events as (
	select
		deal_id,
		arg_max(to_stage_id, struct_pack(changed_at := changed_at, deal_stage_event_id := deal_stage_event_id)) as stage_id,
	from events
	group by deal_id
),

untold as (
	select
		deals.deal_id || ':' || deals.stage_id as deal_stage_event_id,
		deals.deal_id,
		deals.stage_id as to_stage_id,
		-- When an open deal that has moved before came where it is, nobody knows.
		coalesce(deals.closed_at, case when last_events.deal_id is null then deals.opened_at end) as changed_at,
		coalesce(deals.closed_on, case when last_events.deal_id is null then deals.opened_on end) as changed_on,
	from deals
	left join last_events on deals.deal_id = last_events.deal_id
	where deals.stage_id is not null and deals.stage_id is distinct from last_events.stage_id
)

select
	deal_stage_event_id,
	deal_id,
	to_stage_id as stage_id,
	changed_at as entered_at,
	changed_on as entered_on,
from (
	select * from events
	union all by name
	select * from untold
)
