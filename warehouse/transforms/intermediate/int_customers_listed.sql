-- One row per customer that a source lists or somebody corrected, without what identifies a person.
-- The first list that says something of a field holds, and over it what was corrected.
with
apart as (
	select * from int_identity where reason = 'apart'
),

together as (
	select
		customer_id,
		arg_min(customer_kind, row(list_order, source_id)) as customer_kind,
		arg_min(country, row(list_order, source_id)) as country,
		arg_min(created_on, row(list_order, source_id)) as created_on,
	from int_identity
	where reason <> 'apart'
	group by customer_id
),

listed as (
	select customer_id, customer_kind, country, created_on from apart
	union all by name
	select customer_id, customer_kind, country, created_on from together
),

corrected as (
	select
		customer_id,
		map_from_entries(list(row(field, value))) as fields,
	from int_customers_corrected
	where field in ('customer_kind', 'country')
	group by customer_id
)

select
	coalesce(listed.customer_id, corrected.customer_id) as customer_id,
	case
		when map_contains(corrected.fields, 'customer_kind') then corrected.fields['customer_kind']
		else listed.customer_kind
	end as customer_kind,
	case when map_contains(corrected.fields, 'country') then corrected.fields['country'] else listed.country end as country,
	listed.customer_id is not null as is_in_source,
	listed.created_on,
from listed
full join corrected on listed.customer_id = corrected.customer_id
