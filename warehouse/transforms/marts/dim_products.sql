-- One row per product that a source lists.
with
products as (
	select * from stg_products
)

select
	product_id,
	name,
	coalesce(category, 'uncategorised') as category,
	unit_cost,
	list_price,
from products
