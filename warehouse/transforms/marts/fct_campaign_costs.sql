-- One row per cost of a campaign, in base currency by the rate of the day it was spent.
with
costs as (
	select * from stg_campaign_costs
),

campaigns as (
	select campaign_id, name, campaign_type from dim_campaigns
),

rates as (
	select * from int_exchange_rates_by_day
),

settings as (
	select
		base_currency,
		(select max(rate_on) from rates) as last_rate_on,
	from company_settings
),

rated as (
	select
		costs.campaign_cost_id,
		costs.campaign_id,
		costs.spent_on,
		coalesce(costs.currency, settings.base_currency) as currency,
		try(costs.amount::decimal(18, 4)) as amount,
		case
			when coalesce(costs.currency, settings.base_currency) = settings.base_currency then 1
			else rates.rate
		end as rate,
	from costs
	cross join settings
	left join rates
		on costs.currency = rates.currency
		-- The last rate goes on for what is dated after it.
		and least(costs.spent_on, settings.last_rate_on) = rates.rate_on
)

select
	rated.campaign_cost_id,
	rated.campaign_id,
	coalesce(campaigns.name, rated.campaign_id) as campaign,
	campaigns.campaign_type,
	rated.currency,
	rated.amount,
	coalesce(
		try((rated.amount * rated.rate)::decimal(18, 4)),
		try((rated.amount::decimal(38, 4) * rated.rate)::decimal(18, 4))
	) as amount_base,
	rated.spent_on,
from rated
left join campaigns on rated.campaign_id = campaigns.campaign_id
