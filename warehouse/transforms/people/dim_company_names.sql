-- One row per company: what it is called and where it is reached.
with
companies as (
	select * from stg_companies qualify row_number() over (partition by company_id order by _source_order) = 1
)

select
	company_id,
	name,
	domain,
	email,
	phone,
	street,
	postal_code,
	city,
from companies
