-- One row per ticket, with the business minutes until somebody answered and until it was resolved.
with
tickets as (
	select * from stg_tickets
),

identified as (
	select * from int_tickets_identified
),

timed as (
	select * from int_tickets_timed
),

owners as (
	select * from dim_users
),

products as (
	select product_id, coalesce(name, product_id) as name from dim_products
),

customers as (
	select * from int_customers_described
)

select
	tickets.ticket_id,
	tickets.number,
	identified.customer_id,
	tickets.company_id,
	tickets.contact_id,
	tickets.owner_id,
	coalesce(owners.name, tickets.owner_id) as owner,
	owners.manager,
	owners.team,
	owners.office,
	tickets.product_id,
	coalesce(products.name, tickets.product_id) as product,
	tickets.status,
	tickets.priority,
	tickets.ticket_type,
	tickets.channel,
	customers.country,
	customers.customer_kind,
	coalesce(tickets.reopened_count, 0) as reopened_count,
	tickets.satisfaction,
	timed.first_response_minutes,
	timed.resolution_minutes,
	coalesce(tickets.status in ('new', 'open', 'pending'), tickets.resolved_at is null) as is_open,
	timed.is_resolved_before_response,
	tickets.opened_at,
	tickets.opened_on,
	tickets.first_response_at,
	tickets.first_response_on,
	tickets.resolved_at,
	tickets.resolved_on,
	tickets.satisfaction_at,
	tickets.satisfaction_on,
from tickets
left join identified on tickets.ticket_id = identified.ticket_id
left join timed on tickets.ticket_id = timed.ticket_id
left join owners on tickets.owner_id = owners.user_id
left join products on tickets.product_id = products.product_id
left join customers on identified.customer_id = customers.customer_id
