-- One row per currency and day from its first rate to the analysis date, with the last rate on or before the day.
with
rates as (
	select
		currency,
		rate_on,
		rate,
		lead(rate_on) over (partition by currency order by rate_on) as next_rate_on,
	from stg_exchange_rates
),

settings as (
	select as_of from company_settings
)

select
	rates.currency,
	unnest(
		generate_series(
			rates.rate_on,
			coalesce(rates.next_rate_on - 1, greatest(rates.rate_on, settings.as_of)),
			interval 1 day
		)
	)::date as rate_on,
	rates.rate,
from rates
cross join settings
