-- One row per day as of which open deals are described: the present, and the firsts of months of the three years before.
with
settings as (
	select as_of from company_settings
),

-- Longer ago other rules may have held.
firsts as (
	select
		unnest(generate_series(
			date_trunc('month', as_of) - interval 36 months,
			as_of - interval 1 day,
			interval 1 month
		))::date as cut_off_on,
	from settings
)

select
	cut_off_on,
	false as is_present,
from firsts
union all
select
	as_of as cut_off_on,
	true as is_present,
from settings
