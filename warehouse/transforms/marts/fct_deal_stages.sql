-- One row per deal and stage that it reached; a stage that it skipped on its way counts as reached, a lost one does not.
with
entries as (
	select deal_id, stage_id, sales_pipeline, stage_step, entered_on
	from fct_deal_stage_events
	where stage_step is not null
),

stages as (
	select * from dim_stages where step is not null
),

reached as (
	select
		entries.deal_id,
		stages.stage_id,
		min(entries.entered_on) as entered_on,
		max(entries.stage_step) > any_value(stages.step) as is_passed,
		bool_and(entries.stage_id <> stages.stage_id) as is_skipped,
	from entries
	inner join stages
		on entries.sales_pipeline is not distinct from stages.sales_pipeline
		and entries.stage_step >= stages.step
	group by entries.deal_id, stages.stage_id
)

select
	reached.deal_id,
	reached.stage_id,
	stages.name as stage,
	stages.sales_pipeline,
	stages.outcome as stage_outcome,
	stages.step as stage_step,
	reached.is_passed,
	reached.is_skipped,
	reached.entered_on,
from reached
inner join stages on reached.stage_id = stages.stage_id
