-- One row per deal, valued in base currency by the rate of the day it closed, else opened, else of the analysis.
with
deals as (
	select * from int_deals_described
),

owners as (
	select * from dim_users
),

products as (
	select product_id, coalesce(name, product_id) as name from dim_products
),

campaigns as (
	select campaign_id, name from dim_campaigns
),

customers as (
	select * from int_customers_described
),

identified as (
	select * from int_deals_identified
),

rates as (
	select * from int_exchange_rates_by_day
),

settings as (
	select
		base_currency,
		as_of,
		(select max(rate_on) from rates) as last_rate_on,
	from company_settings
),

rated as (
	select
		deals.*,
		case when deals.currency = settings.base_currency then 1 else rates.rate end as rate,
		settings.as_of,
	from deals
	cross join settings
	left join rates
		on deals.currency = rates.currency
		-- The last rate goes on for what is dated after it.
		and least(deals.valued_on, settings.last_rate_on) = rates.rate_on
),

valued as (
	select
		rated.*,
		coalesce(
			try((amount * rate)::decimal(18, 4)),
			try((amount::decimal(38, 4) * rate)::decimal(18, 4))
		) as amount_base,
	from rated
)

select
	valued.deal_id,
	identified.customer_id,
	valued.company_id,
	valued.contact_id,
	valued.lead_id,
	valued.owner_id,
	coalesce(owners.name, valued.owner_id) as owner,
	owners.manager,
	owners.team,
	owners.office,
	valued.product_id,
	case
		when valued.is_of_several_products then 'several'
		else coalesce(products.name, valued.product_id)
	end as product,
	valued.stage_id,
	valued.stage,
	valued.sales_pipeline,
	valued.outcome,
	valued.source,
	valued.loss_reason,
	valued.forecast_category,
	valued.campaign_id,
	coalesce(campaigns.name, valued.campaign_id) as campaign,
	customers.country,
	customers.customer_kind,
	valued.currency,
	valued.stage_position,
	valued.probability,
	valued.amount,
	valued.amount_base,
	try((valued.amount_base * valued.probability::decimal(9, 6))::decimal(18, 4)) as weighted_base,
	case when valued.closed_on >= valued.opened_on then valued.closed_on - valued.opened_on end as cycle_days,
	coalesce(valued.outcome = 'open' and valued.expected_close_on < valued.as_of, false) as is_overdue,
	valued.opened_at,
	valued.opened_on,
	valued.expected_close_on,
	valued.closed_at,
	valued.closed_on,
from valued
left join identified on valued.deal_id = identified.deal_id
left join owners on valued.owner_id = owners.user_id
left join products on valued.product_id = products.product_id
left join campaigns on valued.campaign_id = campaigns.campaign_id
left join customers on identified.customer_id = customers.customer_id
