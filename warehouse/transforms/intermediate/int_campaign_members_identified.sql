-- One row per member of a campaign: the customer that it names, else its contact, else what its lead became.
with
members as (
	select campaign_member_id, customer_id, contact_id, lead_id from stg_campaign_members
),

moved as (
	select * from int_identity_moved
),

contacts as (
	select * from int_identity_contacts
),

leads as (
	select lead_id, customer_id, country from fct_leads
)

select
	members.campaign_member_id,
	coalesce(moved.customer_id, members.customer_id, contacts.customer_id, leads.customer_id) as customer_id,
	leads.country as lead_country,
from members
left join moved on members.customer_id = moved.given_id
left join contacts on members.contact_id = contacts.contact_id
left join leads on members.lead_id = leads.lead_id
