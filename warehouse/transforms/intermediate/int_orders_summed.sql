-- One row per order that has a line: what its lines say of it (the least where they differ) and their sums in base currency.
with
lines as (
	select * from fct_order_lines
)

select
	order_id,
	min(customer_id) as customer_id,
	case
		when bool_or(line_kind = 'sale') then 'sale'
		when bool_or(line_kind = 'return') then 'return'
		else 'adjustment'
	end as order_kind,
	min(country) as country,
	min(customer_kind) as customer_kind,
	min(currency) as currency,
	min(channel) as channel,
	count(*) as lines_count,
	coalesce(sum(amount_base) filter (where line_kind = 'sale'), 0)::decimal(18, 4) as sales_base,
	coalesce(sum(amount_base) filter (where line_kind = 'return'), 0)::decimal(18, 4) as returns_base,
	sum(cost_base) filter (where line_kind in ('sale', 'return'))::decimal(18, 4) as cost_base,
	min(ordered_at) as ordered_at,
	min(ordered_on) as ordered_on,
from lines
group by order_id
