-- One row per row of a source that is a customer, with the customer that it names itself; without one it is its own.
with
gathered as (
	select * from int_customers_gathered
),

-- A company or a contact may name the customer it is. That counts where a source lists or an order names one of that id, or
-- another list names it too.
claims as (
	select * from gathered where entity <> 'customers' and external_id is not null
),

known_ids as (
	select gathered.external_id as customer_id
	from gathered
	semi join claims on gathered.external_id = claims.external_id
	where gathered.entity = 'customers'
	union
	select stg_orders.customer_id
	from stg_orders
	semi join claims on stg_orders.customer_id = claims.external_id
	union
	select stg_order_lines.customer_id
	from stg_order_lines
	semi join claims on stg_order_lines.customer_id = claims.external_id
	union
	select external_id as customer_id
	from claims
	group by external_id
	having min(list_order) <> max(list_order)
),

keys as (
	select
		entity,
		source_id,
		arg_min(external_id, list_order) as customer_id,
	from claims
	semi join known_ids on claims.external_id = known_ids.customer_id
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
