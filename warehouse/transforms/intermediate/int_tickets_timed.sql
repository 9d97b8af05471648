-- One row per ticket: its minutes of business to the first response and to the last resolution, null where unknown.
with
tickets as (
	select * from stg_tickets
),

days as (
	select * from int_business_days
),

clocked as (
	select
		tickets.ticket_id,
		tickets.opened_at,
		tickets.first_response_at,
		tickets.resolved_at,
		business_clock(tickets.opened_at, opened.opens_at, opened.minutes, opened.minutes_before) as opened_minute,
		business_clock(
			tickets.first_response_at, responded.opens_at, responded.minutes, responded.minutes_before
		) as responded_minute,
		business_clock(tickets.resolved_at, resolved.opens_at, resolved.minutes, resolved.minutes_before) as resolved_minute,
	from tickets
	left join days as opened on tickets.opened_on = opened.day
	left join days as responded on tickets.first_response_on = responded.day
	left join days as resolved on tickets.resolved_on = resolved.day
)

select
	ticket_id,
	case when first_response_at >= opened_at then responded_minute - opened_minute end as first_response_minutes,
	case
		-- Which of the two times is wrong, nobody knows: a resolution before the first response has no duration.
		when resolved_at >= opened_at and not coalesce(resolved_at < first_response_at, false)
			then resolved_minute - opened_minute
	end as resolution_minutes,
	coalesce(resolved_at < first_response_at, false) as is_resolved_before_response,
from clocked
