-- One row per lead, also of those that were converted.
with
leads as (
	select * from stg_leads
),

identified as (
	select * from int_leads_identified
),

owners as (
	select * from dim_users
),

campaigns as (
	select campaign_id, name from dim_campaigns
)

select
	leads.lead_id,
	identified.customer_id,
	leads.company_id,
	leads.contact_id,
	leads.deal_id,
	leads.owner_id,
	coalesce(owners.name, leads.owner_id) as owner,
	owners.manager,
	owners.team,
	owners.office,
	leads.status,
	leads.source,
	leads.campaign_id,
	coalesce(campaigns.name, leads.campaign_id) as campaign,
	leads.country,
	leads.currency,
	leads.amount::decimal(18, 4) as amount,
	case when leads.converted_on >= leads.created_on then leads.converted_on - leads.created_on end as conversion_days,
	leads.converted_at is not null or coalesce(leads.status = 'converted', false) as is_converted,
	leads.created_at,
	leads.created_on,
	leads.converted_at,
	leads.converted_on,
from leads
left join identified on leads.lead_id = identified.lead_id
left join owners on leads.owner_id = owners.user_id
left join campaigns on leads.campaign_id = campaigns.campaign_id
