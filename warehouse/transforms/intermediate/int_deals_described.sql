-- One row per deal, with what it leaves to its stage and its lines, and its amount in its own currency.
with
deals as (
	select * from stg_deals
),

stages as (
	select * from dim_stages
),

lines as (
	select * from int_deal_lines_summed
),

settings as (
	select base_currency, as_of from company_settings
),

staged as (
	select
		deals.*,
		coalesce(stages.name, deals.stage_id) as stage,
		stages.position as stage_position,
		stages.sales_pipeline,
		stages.probability as stage_probability,
		coalesce(deals.outcome, stages.outcome, 'open') as reached_outcome,
	from deals
	left join stages on deals.stage_id = stages.stage_id
)

select
	staged.deal_id,
	staged.company_id,
	staged.contact_id,
	staged.owner_id,
	coalesce(staged.product_id, lines.product_id) as product_id,
	staged.campaign_id,
	staged.lead_id,
	staged.stage_id,
	staged.stage,
	staged.sales_pipeline,
	staged.reached_outcome as outcome,
	staged.source,
	staged.loss_reason,
	staged.forecast_category,
	coalesce(staged.currency, settings.base_currency) as currency,
	staged.stage_position,
	case staged.reached_outcome
		when 'won' then 1
		when 'lost' then 0
		else coalesce(staged.probability, staged.stage_probability)
	end as probability,
	coalesce(try(staged.amount::decimal(18, 4)), lines.amount) as amount,
	staged.product_id is null and coalesce(lines.is_of_several_products, false) as is_of_several_products,
	staged.opened_at,
	staged.opened_on,
	staged.expected_close_on,
	-- A deal that is open again has not closed.
	case when staged.reached_outcome <> 'open' then staged.closed_at end as closed_at,
	case when staged.reached_outcome <> 'open' then staged.closed_on end as closed_on,
	coalesce(
		case when staged.reached_outcome <> 'open' then staged.closed_on end,
		staged.opened_on,
		settings.as_of
	) as valued_on,
from staged
left join lines on staged.deal_id = lines.deal_id
cross join settings
