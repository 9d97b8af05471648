-- One row per row of a source that is a customer: which customer, and by what it was joined with others.
select
	source,
	entity,
	source_id,
	customer_id,
	reason,
from int_identity
