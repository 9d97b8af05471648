-- One row per customer: segment, whether they are likely to buy again, and what they are expected to buy within a year.
with
customers as (
	select customer_id, country, customer_kind from dim_customers
),

purchases as (
	select * from ftr_customer_purchases where days_back = 0
),

predicted as (
	select * from predicted_customers
),

known as (
	select
		purchases.*,
		predicted.* exclude (position),
		-- Usual days between two purchases.
		case when purchases.repeat_purchases > 0 then purchases.tx_days / purchases.repeat_purchases end as gap_days,
	from purchases
	left join predicted on purchases.position = predicted.position
),

judged as (
	select
		known.*,
		case
			-- Four weeks say too little of a customer, as does a model that there is not.
			when age_days < 28 or p_alive is null then 'too_new'
			when p_alive < 0.1 then 'gone'
			else 'scored'
		end as status,
	from known
),

reasoned as (
	select
		judged.*,
		case
			when age_days < 28 then 'first_weeks'
			when status = 'gone' then 'long_gone'
			when repeat_purchases = 0 then 'bought_once'
			-- Of purchases that come by chance at that rate one in seven takes twice its usual time.
			when recency_days > 2 * gap_days then 'overdue'
			else 'in_rhythm'
		end as reason,
	from judged
)

select
	customers.customer_id,
	coalesce(reasoned.status, 'no_history') as status,
	reasoned.segment,
	reasoned.recency_score::tinyint as recency_score,
	reasoned.frequency_score::tinyint as frequency_score,
	reasoned.monetary_score::tinyint as monetary_score,
	coalesce(reasoned.purchases, 0)::integer as purchases,
	reasoned.recency_days as recency_days,
	reasoned.age_days as age_days,
	case when reasoned.status in ('scored', 'gone') then reasoned.p_alive end as p_alive,
	case when reasoned.status = 'scored' then reasoned.expected_purchases end as expected_purchases,
	case when reasoned.status = 'scored' then reasoned.expected_purchases_lower end as expected_purchases_lower,
	case when reasoned.status = 'scored' then reasoned.expected_purchases_upper end as expected_purchases_upper,
	case when reasoned.status = 'scored' then reasoned.expected_revenue end as expected_revenue,
	case when reasoned.status = 'scored' then reasoned.expected_revenue_lower end as expected_revenue_lower,
	case when reasoned.status = 'scored' then reasoned.expected_revenue_upper end as expected_revenue_upper,
	-- What they would spend if they were there for certain, times the chance that they are not.
	case
		when reasoned.status = 'scored' then (1 - reasoned.p_alive) * reasoned.expected_revenue / reasoned.p_alive
	end as value_at_risk,
	coalesce(reasoned.reason, 'never_bought') as reason,
	reasoned.gap_days as reason_gap_days,
	customers.country,
	customers.customer_kind,
	reasoned.model,
	reasoned.model_version,
from customers
left join reasoned on customers.customer_id = reasoned.customer_id
