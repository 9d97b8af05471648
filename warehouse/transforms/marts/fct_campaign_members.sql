-- One row per contact or lead that a campaign is for.
with
members as (
	select * from stg_campaign_members
),

identified as (
	select * from int_campaign_members_identified
),

campaigns as (
	select campaign_id, name, campaign_type from dim_campaigns
),

customers as (
	select * from int_customers_described
)

select
	members.campaign_member_id,
	members.campaign_id,
	coalesce(campaigns.name, members.campaign_id) as campaign,
	campaigns.campaign_type,
	identified.customer_id,
	members.contact_id,
	members.lead_id,
	members.status,
	coalesce(customers.country, identified.lead_country) as country,
	customers.customer_kind,
	members.sent_at is not null or coalesce(members.status <> 'planned', false) as is_sent,
	members.responded_at is not null or coalesce(members.status = 'responded', false) as is_responded,
	members.sent_at,
	members.sent_on,
	members.responded_at,
	members.responded_on,
from members
left join identified on members.campaign_member_id = identified.campaign_member_id
left join campaigns on members.campaign_id = campaigns.campaign_id
left join customers on identified.customer_id = customers.customer_id
