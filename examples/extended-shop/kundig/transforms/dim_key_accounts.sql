-- One row per customer who brought 100 or more.
select
	customers.customer_id,
	customers.country,
	scores.segment,
	customers.net_revenue,
from dim_customers as customers
left join customer_scores as scores on customers.customer_id = scores.customer_id
where customers.net_revenue >= 100
