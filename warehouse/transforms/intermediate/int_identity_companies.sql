-- One row per company: the customer that it is.
select
	source_id as company_id,
	min(customer_id) as customer_id,
from int_identity
where entity = 'companies'
group by source_id
