-- One row per customer id that companies or contacts name and that counts.
-- It counts where a source lists or an order names one of that id, or another list names it too.
-- Kept: it reads every order, and hardly ever changes.
with
claims as (
	select customer_id, 'companies' as entity, _source_order from stg_companies where customer_id is not null
	union all
	select customer_id, 'contacts' as entity, _source_order from stg_contacts where customer_id is not null
),

counting as (
	select stg_customers.customer_id
	from stg_customers
	semi join claims on stg_customers.customer_id = claims.customer_id
	union
	select stg_orders.customer_id
	from stg_orders
	semi join claims on stg_orders.customer_id = claims.customer_id
	union
	select stg_order_lines.customer_id
	from stg_order_lines
	semi join claims on stg_order_lines.customer_id = claims.customer_id
	union
	select customer_id
	from claims
	group by customer_id
	having count(distinct row(entity, _source_order)) > 1
)

select
	customer_id,
from counting
