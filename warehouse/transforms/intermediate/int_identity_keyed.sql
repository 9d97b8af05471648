-- One row per row of a source that is a customer, with the customer that it names itself; without one it is its own.
with
gathered as (
	select * from int_customers_gathered
),

claimed as (
	select * from int_identity_claimed
),

keys as (
	select
		entity,
		source_id,
		arg_min(external_id, list_order) as customer_id,
	from gathered
	semi join claimed on gathered.external_id = claimed.customer_id
	where entity <> 'customers'
	group by entity, source_id
)

select
	gathered.source,
	gathered.entity,
	gathered.list_order,
	gathered.source_id,
	gathered.own_id,
	coalesce(keys.customer_id, gathered.own_id) as given_id,
	gathered.customer_kind,
	gathered.name,
	gathered.email,
	gathered.phone,
	gathered.street,
	gathered.postal_code,
	gathered.city,
	gathered.country,
	gathered.email_normalised,
	gathered.created_on,
from gathered
left join keys on gathered.entity = keys.entity and gathered.source_id = keys.source_id
