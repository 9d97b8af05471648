-- One row per series (total, a country, a category), grain and bucket that is over: its net revenue in base currency.
with
settings as (
	select
		as_of,
		-- Days from a week's start to the Monday in it.
		case week_start when 'sunday' then 1 when 'saturday' then 2 else 0 end as shift,
	from company_settings
),

days as (
	select ordered_on, country, category, amount_base
	from rollup_order_lines_by_day
	cross join settings
	where line_kind in ('sale', 'return') and ordered_on < as_of
),

by_series as (
	select
		unnest([
			{'series': 'total', 'series_value': null::varchar},
			{'series': 'country', 'series_value': country},
			{'series': 'category', 'series_value': category},
		]) as named,
		ordered_on,
		amount_base,
	from days
),

summed as (
	select
		named.series as series,
		named.series_value as series_value,
		ordered_on,
		sum(amount_base) as amount_base,
	from by_series
	-- What has no country is in no series of countries.
	where named.series = 'total' or named.series_value is not null
	group by named, ordered_on
),

bucketed as (
	select
		series,
		series_value,
		grain,
		case grain
			when 'week' then date_trunc('week', ordered_on + shift)::date - shift
			else date_trunc('month', ordered_on)::date
		end as bucket,
		amount_base,
	from summed
	cross join settings
	cross join unnest(['week', 'month']) as given (grain)
),

sums as (
	select
		series,
		series_value,
		grain,
		bucket,
		sum(amount_base) as amount_base,
	from bucketed
	group by series, series_value, grain, bucket
),

-- The first bucket may have begun before the data; it is left out unless they begin on its first day.
bounds as (
	select
		grain,
		min(bucket) as first_bucket,
		(select min(ordered_on) from days) as first_on,
	from sums
	group by grain
),

-- From the first bucket of a series that counts.
filled as (
	select
		sums.series,
		sums.series_value,
		sums.grain,
		unnest(generate_series(
			min(sums.bucket),
			any_value(settings.as_of),
			case sums.grain when 'week' then interval 7 days else interval 1 month end
		))::date as bucket,
	from sums
	inner join bounds on sums.grain = bounds.grain
	cross join settings
	where sums.bucket > bounds.first_bucket or bounds.first_bucket = bounds.first_on
	group by sums.series, sums.series_value, sums.grain
),

ended as (
	select
		filled.*,
		(bucket + case grain when 'week' then interval 7 days else interval 1 month end)::date as ends_before,
	from filled
)

select
	ended.series,
	ended.series_value,
	ended.grain,
	coalesce(sums.amount_base, 0)::double as net_revenue,
	ended.bucket,
	ended.ends_before,
from ended
left join sums
	on ended.series = sums.series
	and ended.series_value is not distinct from sums.series_value
	and ended.grain = sums.grain
	and ended.bucket = sums.bucket
cross join settings
where ended.ends_before <= settings.as_of
