-- One row per product that a source lists.
with
products as (
	select * from stg_products
),

-- What is kept here under the key of a source's product is that product, and its source says what it is.
elsewhere as (
	select product_id from products where _source <> 'records'
),

listed as (
	select * from products where _source <> 'records'
	union all
	select products.* from products anti join elsewhere on products.product_id = elsewhere.product_id where _source = 'records'
)

select
	product_id,
	name,
	coalesce(category, 'uncategorised') as category,
	unit_cost,
	list_price,
from listed
