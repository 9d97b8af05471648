-- One row per stage that a source lists; its step counts the stages of its pipeline up to won, and is null for a lost one.
with
stages as (
	select
		stage_id,
		coalesce(name, stage_id) as name,
		sales_pipeline,
		coalesce(outcome, 'open') as outcome,
		position,
		probability,
		expected_days,
	from stg_stages
	-- Of two sources the first speaks.
	qualify row_number() over (partition by stage_id order by _source_order) = 1
)

select
	stage_id,
	name,
	sales_pipeline,
	outcome,
	position,
	case
		when outcome <> 'lost'
			then row_number() over (
				partition by sales_pipeline, outcome = 'lost' order by outcome = 'won', position, stage_id
			)
	end as step,
	case outcome when 'won' then 1 when 'lost' then 0 else probability end as probability,
	expected_days,
from stages
