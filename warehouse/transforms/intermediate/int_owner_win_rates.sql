-- One row per cut-off and owner of a deal that had ended by then: the share that was won, drawn to that of all.
with
ended as (
	select
		cut_offs.cut_off_on,
		deals.owner_id,
		deals.outcome = 'won' as is_won,
	from fct_deals as deals
	inner join int_deal_cut_offs as cut_offs on deals.closed_on < cut_offs.cut_off_on
	where deals.outcome in ('won', 'lost')
),

overall as (
	select
		cut_off_on,
		avg(is_won::integer) as win_rate,
	from ended
	group by cut_off_on
)

select
	ended.cut_off_on,
	ended.owner_id,
	-- The rate of all counts as ten deals.
	(count(*) filter (where ended.is_won) + 10 * any_value(overall.win_rate)) / (count(*) + 10) as win_rate,
from ended
inner join overall on ended.cut_off_on = overall.cut_off_on
group by ended.cut_off_on, ended.owner_id
