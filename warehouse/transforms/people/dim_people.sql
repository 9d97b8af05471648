-- One row per customer that a source lists: who they are. Lies in people.duckdb alone.
with
listed as (
	select * from stg_customers
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
from listed
