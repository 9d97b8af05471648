-- One row per customer that a source lists, without what identifies a person.
with
customers as (
	select * from stg_customers
)

select
	customer_id,
	customer_kind,
	country,
	created_on,
from customers
