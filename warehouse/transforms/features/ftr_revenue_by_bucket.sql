-- One row per series that is forecast, grain and bucket that is over: its net revenue in base currency.
with
buckets as (
	select * from int_revenue_by_bucket
),

-- What a series came to in its last year, by weeks.
sizes as (
	select
		series,
		series_value,
		sum(net_revenue) as net_revenue,
	from buckets
	where grain = 'week' and bucket > (select max(bucket) from buckets where grain = 'week') - 364
	group by series, series_value
),

-- A country or category below a hundredth of the whole, or behind the twelve largest, is in the total alone.
large as (
	select
		series,
		series_value,
	from sizes
	where series = 'total' or net_revenue >= 0.01 * (select net_revenue from sizes where series = 'total')
	qualify row_number() over (partition by series order by net_revenue desc, series_value) <= 12
)

select
	buckets.series,
	buckets.series_value,
	buckets.grain,
	buckets.net_revenue,
	buckets.bucket,
	buckets.ends_before,
from buckets
semi join large on buckets.series = large.series and buckets.series_value is not distinct from large.series_value
