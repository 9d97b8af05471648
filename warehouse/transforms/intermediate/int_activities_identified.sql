-- One row per activity about a customer: the one that its subject is or belongs to.
with
activities as (
	select activity_id, subject_type, subject_id from stg_activities
),

subjects as (
	select 'customer' as subject_type, customer_id as subject_id, customer_id from int_customers_described
	union all
	select 'customer', given_id, customer_id from int_identity_moved
	union all
	select 'company', company_id, customer_id from int_identity_companies
	union all
	select 'contact', contact_id, customer_id from int_identity_contacts
	union all
	select 'lead', lead_id, customer_id from fct_leads
	union all
	select 'deal', deal_id, customer_id from fct_deals
	union all
	select 'ticket', ticket_id, customer_id from fct_tickets
),

found as (
	select
		activities.activity_id,
		min(subjects.customer_id) as customer_id,
	from activities
	inner join subjects
		on activities.subject_type = subjects.subject_type and activities.subject_id = subjects.subject_id
	group by activities.activity_id
)

select
	activity_id,
	customer_id,
from found
where customer_id is not null
