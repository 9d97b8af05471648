-- One row per currency and day from its first rate to the analysis date, with the last rate on or before the day.
with
rates as (
	select currency, rate_on, rate from stg_exchange_rates
),

spans as (
	select currency, min(rate_on) as first_on from rates group by currency
),

days as (
	select
		spans.currency,
		unnest(generate_series(spans.first_on, greatest(settings.as_of, spans.first_on), interval 1 day))::date as rate_on,
	from spans
	cross join company_settings as settings
)

select
	days.currency,
	days.rate_on,
	rates.rate,
from days
asof join rates on days.currency = rates.currency and days.rate_on >= rates.rate_on
