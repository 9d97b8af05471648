-- One row per deal entering a stage, with the days it stayed there and what came next.
with
events as (
	select * from int_deal_stage_events_completed
),

stages as (
	select * from dim_stages
),

settings as (
	select zone from company_settings
),

-- By the clock of the company: a stay over a change of clocks has no odd hour.
clocked as (
	select
		events.*,
		timezone(settings.zone, make_timestamptz(epoch_us(entered_at))) as entered_clock,
	from events
	cross join settings
),

followed as (
	select
		clocked.*,
		lead(stage_id) over entries as next_stage_id,
		lead(entered_at) over entries as left_at,
		lead(entered_on) over entries as left_on,
		lead(entered_clock) over entries as left_clock,
	from clocked
	window entries as (partition by deal_id order by entered_at nulls last, deal_stage_event_id)
)

select
	followed.deal_stage_event_id,
	followed.deal_id,
	followed.stage_id,
	coalesce(stages.name, followed.stage_id) as stage,
	stages.sales_pipeline,
	coalesce(stages.outcome, 'open') as stage_outcome,
	followed.next_stage_id,
	coalesce(next_stages.name, followed.next_stage_id) as next_stage,
	stages.position as stage_position,
	stages.step as stage_step,
	date_diff('second', followed.entered_clock, followed.left_clock) / 86400 as days_in_stage,
	followed.entered_at,
	followed.entered_on,
	followed.left_at,
	followed.left_on,
from followed
left join stages on followed.stage_id = stages.stage_id
left join stages as next_stages on followed.next_stage_id = next_stages.stage_id
