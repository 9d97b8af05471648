-- One row per contact: what they are called and where they are reached.
with
contacts as (
	select * from int_identity where entity = 'contacts'
	qualify row_number() over (partition by source_id order by list_order) = 1
)

select
	source_id as contact_id,
	name,
	email,
	phone,
	street,
	postal_code,
	city,
from contacts
