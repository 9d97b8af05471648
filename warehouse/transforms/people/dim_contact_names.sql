-- One row per contact: what they are called and where they are reached.
with
contacts as (
	select * from stg_contacts qualify row_number() over (partition by contact_id order by _source_order) = 1
)

select
	contact_id,
	name,
	email,
	phone,
	street,
	postal_code,
	city,
from contacts
