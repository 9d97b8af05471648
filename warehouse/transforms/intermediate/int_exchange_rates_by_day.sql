-- One row per currency and day from its first rate to the last day with a rate of any, with the last rate on or before it.
with
rates as (
	select * from stg_exchange_rates
),

spans as (
	select
		currency,
		rate_on,
		lead(rate_on) over (partition by currency order by rate_on) as next_rate_on,
		max(rate_on) over () as last_rate_on,
		rate,
	from rates
)

select
	currency,
	unnest(generate_series(rate_on, coalesce(next_rate_on - 1, last_rate_on), interval 1 day))::date as rate_on,
	rate,
from spans
