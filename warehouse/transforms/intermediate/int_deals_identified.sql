-- One row per deal: the customer that its company is, without a company its contact.
with
deals as (
	select deal_id, company_id, contact_id from stg_deals
),

companies as (
	select * from int_identity_companies
),

contacts as (
	select * from int_identity_contacts
)

select
	deals.deal_id,
	case when deals.company_id is null then contacts.customer_id else companies.customer_id end as customer_id,
from deals
left join companies on deals.company_id = companies.company_id
left join contacts on deals.contact_id = contacts.contact_id
