-- One row per customer id that an order or another fact may name although the customer goes by another one.
select
	given_id,
	min(customer_id) as customer_id,
from int_identity
where given_id <> customer_id
group by given_id
