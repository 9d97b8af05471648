-- One row per contact: the customer that they are.
select
	source_id as contact_id,
	min(customer_id) as customer_id,
from int_identity
where entity = 'contacts'
group by source_id
