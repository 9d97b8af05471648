-- One row per day, line kind, identification, country, category, customer kind and channel.
with
lines as (
	select * from fct_order_lines
)

select
	ordered_on,
	line_kind,
	is_identified,
	country,
	category,
	customer_kind,
	channel,
	count(*) as lines_count,
	count(cost_base) as lines_with_cost_count,
	sum(quantity)::bigint as quantity,
	sum(amount_base)::decimal(18, 4) as amount_base,
	sum(cost_base)::decimal(18, 4) as cost_base,
	sum(amount_base) filter (where cost_base is not null)::decimal(18, 4) as amount_with_cost_base,
from lines
group by ordered_on, line_kind, is_identified, country, category, customer_kind, channel
