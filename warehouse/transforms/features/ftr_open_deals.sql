-- One row per cut-off and deal that was open then: what was known of it, and what became of it.
with
deals as (
	select * from int_open_deals
),

owners as (
	select * from int_owner_win_rates
),

-- What a customer had bought in this way before.
customers as (
	select
		deals.deal_id,
		deals.cut_off_on,
		count(*) as won_count,
	from deals
	inner join fct_deals as won
		on deals.customer_id = won.customer_id and won.outcome = 'won' and won.closed_on < deals.cut_off_on
	group by deals.deal_id, deals.cut_off_on
),

activities as (
	select
		deals.deal_id,
		deals.cut_off_on,
		count(*) as activities_count,
	from deals
	inner join fct_activities as done
		on done.subject_type = 'deal'
		and deals.deal_id = done.subject_id
		and done.happened_on < deals.cut_off_on
		and done.happened_on >= deals.cut_off_on - 30
	where done.is_completed
	group by deals.deal_id, deals.cut_off_on
)

select
	deals.deal_id,
	deals.stage_id,
	deals.stage,
	deals.source,
	deals.customer_kind,
	deals.is_won,
	owners.win_rate as owner_win_rate,
	deals.amount_base,
	coalesce(customers.won_count, 0)::double as customer_won_deals,
	coalesce(activities.activities_count, 0)::double as recent_activities,
	greatest(deals.cut_off_on - deals.opened_on, 0)::double as age_days,
	greatest(deals.cut_off_on - deals.entered_on, 0)::double as days_in_stage,
	deals.is_present,
	deals.cut_off_on,
	deals.closed_on,
from deals
left join owners on deals.cut_off_on = owners.cut_off_on and deals.owner_id = owners.owner_id
left join customers on deals.cut_off_on = customers.cut_off_on and deals.deal_id = customers.deal_id
left join activities on deals.cut_off_on = activities.cut_off_on and deals.deal_id = activities.deal_id
