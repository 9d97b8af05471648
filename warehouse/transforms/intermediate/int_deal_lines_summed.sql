-- One row per deal that has lines: their product where they name one alone, and their sum in the deal's currency.
with
lines as (
	select * from stg_deal_lines
)

select
	deal_id,
	case when count(distinct product_id) = 1 then min(product_id) end as product_id,
	sum(try((quantity * unit_price * (1 - coalesce(discount, 0)))::decimal(18, 4)))::decimal(18, 4) as amount,
	count(distinct product_id) > 1 as is_of_several_products,
from lines
group by deal_id
