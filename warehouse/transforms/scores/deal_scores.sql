-- One row per open deal: the chance that it is won, beside how often deals that came to its stage were.
with
deals as (
	select * from fct_deals
),

-- Of the deals that are over, those that came to the stage on their way, or closed in it.
over as (
	select
		stages.stage_id,
		count(*) as closed_count,
		count(*) filter (where deals.outcome = 'won') as won_count,
	from deals
	inner join fct_deal_stages as stages on deals.deal_id = stages.deal_id
	where deals.outcome in ('won', 'lost')
	group by stages.stage_id
),

predicted as (
	select * from predicted_deals
),

-- The length of the sales that were won: when a deal of unknown expected close may come to one.
usual as (
	select median(cycle_days)::integer as cycle_days
	from deals
	where outcome = 'won'
),

settings as (
	select as_of from company_settings
),

rated as (
	select
		deals.*,
		predicted.win_probability as predicted_probability,
		predicted.win_probability_lower,
		predicted.win_probability_upper,
		predicted.reasons,
		predicted.model_version,
		over.won_count / nullif(over.closed_count, 0) as stage_base_rate,
		coalesce(over.closed_count, 0)::integer as stage_base_count,
		coalesce(deals.expected_close_on, deals.opened_on + usual.cycle_days) as close_on,
		settings.as_of,
	from deals
	left join over on deals.stage_id = over.stage_id
	left join predicted on deals.deal_id = predicted.deal_id
	cross join usual
	cross join settings
	where deals.outcome = 'open'
),

judged as (
	select
		rated.*,
		-- A rate of fewer than ten deals is a guess.
		coalesce(predicted_probability, case when stage_base_count >= 10 then stage_base_rate end) as win_probability,
		case
			when predicted_probability is not null then 'model'
			when stage_base_count >= 10 then 'stage'
			else 'none'
		end as basis,
	from rated
)

select
	deal_id,
	stage_id,
	stage,
	win_probability,
	win_probability_lower,
	win_probability_upper,
	stage_base_rate,
	stage_base_count,
	basis,
	reasons,
	amount_base::decimal(18, 2) as amount_base,
	amount_base::double * win_probability as expected_base,
	-- Nothing closes in the past.
	case when close_on < as_of then as_of else close_on end as expected_close_on,
	owner,
	model_version,
from judged
