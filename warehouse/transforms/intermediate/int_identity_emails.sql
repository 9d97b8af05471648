-- One row per normalised e-mail address that exactly one customer has.
select
	email_normalised,
	min(customer_id) as customer_id,
from int_identity
where email_normalised is not null
group by email_normalised
having min(customer_id) = max(customer_id)
