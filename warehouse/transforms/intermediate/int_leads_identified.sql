-- One row per lead: the customer that it became, null while it became none.
with
leads as (
	select lead_id, company_id, contact_id from stg_leads
),

companies as (
	select * from int_identity_companies
),

contacts as (
	select * from int_identity_contacts
)

select
	leads.lead_id,
	case when leads.company_id is null then contacts.customer_id else companies.customer_id end as customer_id,
from leads
left join companies on leads.company_id = companies.company_id
left join contacts on leads.contact_id = contacts.contact_id
