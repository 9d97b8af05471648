-- One row per customer that a source lists or somebody corrected: who they are. Lies in people.duckdb alone.
with
apart as (
	select * from int_identity where reason = 'apart'
),

together as (
	select
		customer_id,
		arg_min(name, row(list_order, source_id)) as name,
		arg_min(email, row(list_order, source_id)) as email,
		arg_min(phone, row(list_order, source_id)) as phone,
		arg_min(street, row(list_order, source_id)) as street,
		arg_min(postal_code, row(list_order, source_id)) as postal_code,
		arg_min(city, row(list_order, source_id)) as city,
	from int_identity
	where reason <> 'apart'
	group by customer_id
),

listed as (
	select customer_id, name, email, phone, street, postal_code, city from apart
	union all by name
	select customer_id, name, email, phone, street, postal_code, city from together
),

corrections as (
	select
		customer_id,
		map_from_entries(list(row(field, value))) as fields,
	from int_customers_corrected
	semi join int_customers_described using (customer_id)
	group by customer_id
),

corrected as (
	select
		coalesce(listed.customer_id, corrections.customer_id) as customer_id,
		case when map_contains(fields, 'name') then fields['name'] else listed.name end as name,
		case when map_contains(fields, 'email') then fields['email'] else listed.email end as email,
		case when map_contains(fields, 'phone') then fields['phone'] else listed.phone end as phone,
		case when map_contains(fields, 'street') then fields['street'] else listed.street end as street,
		case when map_contains(fields, 'postal_code') then fields['postal_code'] else listed.postal_code end as postal_code,
		case when map_contains(fields, 'city') then fields['city'] else listed.city end as city,
	from listed
	full join corrections on listed.customer_id = corrections.customer_id
)

select
	customer_id,
	name,
	email,
	phone,
	street,
	postal_code,
	city,
	lower(trim(email)) as email_normalised,
	lower(strip_accents(concat_ws(' ', name, email, customer_id, city))) as search_text,
from corrected
