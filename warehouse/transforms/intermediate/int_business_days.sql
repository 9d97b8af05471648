-- One row per day that a ticket was opened, answered or solved on or between: its minutes of business, and those before it.
with
tickets as (
	select opened_on, first_response_on, resolved_on from stg_tickets
),

settings as (
	select zone, as_of from company_settings
),

hours as (
	select * from business_hours
),

holidays as (
	select day from business_holidays
	union
	select holiday_on from stg_holidays
),

-- A year that somebody mistyped must not make a million days.
bounds as (
	select
		greatest(min(least(opened_on, first_response_on, resolved_on)), any_value(as_of) - 36_500) as first_on,
		least(max(greatest(opened_on, first_response_on, resolved_on)), any_value(as_of) + 3_650) as last_on,
	from tickets
	cross join settings
),

days as (
	select unnest(generate_series(first_on, last_on, interval 1 day))::date as day from bounds
),

opened as (
	select
		days.day,
		timezone(settings.zone, days.day + to_minutes(hours.opens)) as opens_at,
		timezone(settings.zone, days.day + to_minutes(hours.closes)) as closes_at,
	from days
	anti join holidays on days.day = holidays.day
	inner join hours on isodow(days.day) = hours.weekday
	cross join settings
),

measured as (
	select
		days.day,
		coalesce(make_timestamp(epoch_us(opened.opens_at)), days.day::timestamp) as opens_at,
		-- Between instants, not clocks: a day on which clocks are changed may be an hour shorter or longer.
		coalesce(epoch(opened.closes_at - opened.opens_at) / 60, 0) as minutes,
	from days
	left join opened on days.day = opened.day
)

select
	day,
	minutes,
	coalesce(sum(minutes) over (order by day rows between unbounded preceding and 1 preceding), 0) as minutes_before,
	opens_at,
from measured
