-- One row per ticket: the customer that it names, else its company, else its contact, else whoever alone has its address.
with
tickets as (
	select
		ticket_id,
		customer_id,
		company_id,
		contact_id,
		nullif(lower(trim(email)), '') as email_normalised,
	from stg_tickets
),

moved as (
	select * from int_identity_moved
),

companies as (
	select * from int_identity_companies
),

contacts as (
	select * from int_identity_contacts
),

emails as (
	select * from int_identity_emails
)

select
	tickets.ticket_id,
	coalesce(
		moved.customer_id,
		tickets.customer_id,
		companies.customer_id,
		contacts.customer_id,
		emails.customer_id
	) as customer_id,
from tickets
left join moved on tickets.customer_id = moved.given_id
left join companies on tickets.company_id = companies.company_id
left join contacts on tickets.contact_id = contacts.contact_id
left join emails on tickets.email_normalised = emails.email_normalised
