-- One row per forecast made before and bucket of it that is over, beside what came.
with
made as (
	select * from history.forecasts_made
),

-- A forecast counts from the first step; a day's later runs have replaced it.
actuals as (
	select * from int_revenue_by_bucket
)

select
	made.series,
	made.series_value,
	made.grain,
	made.bucket,
	made.made_on,
	made.step as horizon,
	made.mean,
	made.lower80,
	made.upper80,
	made.lower95,
	made.upper95,
	made.baseline,
	actuals.net_revenue as actual,
from made
inner join actuals
	on made.series = actuals.series
	and made.series_value is not distinct from actuals.series_value
	and made.grain = actuals.grain
	and made.bucket = actuals.bucket
-- Forecasts of a future that a run with an earlier analysis date does not know yet stay out of it.
where made.made_on < actuals.ends_before
