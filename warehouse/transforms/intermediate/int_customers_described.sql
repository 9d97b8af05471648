-- One row per customer, with what other facts say of theirs.
select
	customer_id,
	customer_kind,
	country,
from dim_customers
