-- One row per earlier day, segment then and segment now: how many customers went from the one to the other.
with
members as (
	select * from history.segment_members
),

days as (
	select distinct from_on from members
),

newest as (
	select max(from_on) as day from days
),

-- The day before the newest, and of those before it the ones nearest to four weeks and a quarter ago.
compared as (
	select distinct
		arg_min(days.from_on, abs(newest.day - days.from_on - given.days_back)) as since_on,
	from days
	cross join newest
	cross join unnest([0, 28, 91]) as given (days_back)
	where days.from_on < newest.day
	group by given.days_back
),

before as (
	select
		compared.since_on,
		members.customer_id,
		arg_max(struct_pack(segment := members.segment), members.from_on).segment as segment,
	from members
	inner join compared on members.from_on <= compared.since_on
	group by compared.since_on, members.customer_id
),

now as (
	select customer_id, segment, expected_revenue from customer_scores
),

pairs as (
	select
		compared.since_on,
		before.segment as from_segment,
		now.segment as to_segment,
		now.expected_revenue,
	from compared
	cross join now
	left join before on compared.since_on = before.since_on and now.customer_id = before.customer_id
	union all
	select
		before.since_on,
		before.segment,
		null,
		null,
	from before
	anti join now on before.customer_id = now.customer_id
)

select
	since_on,
	from_segment,
	to_segment,
	count(*) as customers,
	-- Summed as decimals: the sum of doubles hangs on their order.
	coalesce(sum(expected_revenue::decimal(18, 4))::double, 0) as expected_revenue,
from pairs
where from_segment is not null or to_segment is not null
group by since_on, from_segment, to_segment
