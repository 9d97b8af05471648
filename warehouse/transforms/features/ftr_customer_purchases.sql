-- One row per cut-off and customer with a sale before it: what was known of their purchases then, and how many followed.
with
settings as (
	select as_of from company_settings
),

-- The present, and the beginnings of the last two quarters and the last year that are over: what followed is known.
cut_offs as (
	select
		given.days_back,
		given.days_ahead,
		as_of - given.days_back as cut_off_on,
	from settings
	cross join (values (0, 0), (91, 91), (182, 91), (365, 365)) as given (days_back, days_ahead)
),

-- Sales of one day are one purchase.
purchases as (
	select
		customer_id,
		ordered_on,
		sum(sales_base) as money,
	from fct_orders
	cross join settings
	where order_kind = 'sale' and customer_id is not null and ordered_on < as_of
	group by customer_id, ordered_on
),

-- What counts of a purchase is decided by the cut-off alone: nothing after it enters what was known.
summed as (
	select
		purchases.customer_id,
		cut_offs.days_back,
		cut_offs.cut_off_on,
		min(ordered_on) as first_on,
		max(ordered_on) filter (where ordered_on < cut_off_on) as last_on,
		count(*) filter (where ordered_on < cut_off_on) as purchases,
		sum(money) filter (where ordered_on < cut_off_on) as money,
		arg_min(money, ordered_on) as first_money,
		count(*) filter (where ordered_on >= cut_off_on and ordered_on < cut_off_on + days_ahead) as next_purchases,
	from purchases
	cross join cut_offs
	group by purchases.customer_id, cut_offs.days_back, cut_offs.cut_off_on
	having min(ordered_on) < cut_off_on
)

select
	row_number() over (partition by days_back order by customer_id)::integer as position,
	customer_id,
	days_back,
	purchases::integer as purchases,
	(purchases - 1)::integer as repeat_purchases,
	money::double as money,
	case when purchases > 1 then ((money - first_money) / (purchases - 1))::double else 0 end as repeat_money,
	next_purchases::integer as next_purchases,
	(last_on - first_on)::integer as tx_days,
	(cut_off_on - last_on)::integer as recency_days,
	(cut_off_on - first_on)::integer as age_days,
	cut_off_on,
	first_on,
	last_on,
from summed
