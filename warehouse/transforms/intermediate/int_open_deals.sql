-- One row per cut-off and deal that was open then, with its stage as it was; a deal that was opened or moved later is not.
with
deals as (
	select * from fct_deals
),

cut_offs as (
	select * from int_deal_cut_offs
),

open_deals as (
	select
		deals.deal_id,
		deals.customer_id,
		deals.owner_id,
		deals.stage_id,
		deals.stage,
		deals.source,
		deals.customer_kind,
		deals.outcome,
		deals.amount,
		deals.currency,
		deals.opened_on,
		deals.closed_on,
		cut_offs.cut_off_on,
		cut_offs.is_present,
	from deals
	inner join cut_offs
		on case
			when cut_offs.is_present then deals.outcome = 'open'
			else deals.opened_on < cut_offs.cut_off_on and (deals.outcome = 'open' or deals.closed_on >= cut_offs.cut_off_on)
		end
),

-- What a move says of the deal's amount, where its source tells that.
told as (
	select deal_stage_event_id, amount from stg_deal_stage_events
),

moves as (
	select
		open_deals.deal_id,
		open_deals.cut_off_on,
		events.stage_id,
		events.stage,
		events.entered_on,
		struct_pack(entered_at := events.entered_at, deal_stage_event_id := events.deal_stage_event_id) as moved,
		told.amount,
	from open_deals
	inner join fct_deal_stage_events as events
		on open_deals.deal_id = events.deal_id
		and (open_deals.is_present or events.entered_on < open_deals.cut_off_on)
	left join told on events.deal_stage_event_id = told.deal_stage_event_id
	where events.stage_outcome = 'open'
),

last_moves as (
	select
		deal_id,
		cut_off_on,
		arg_max(stage_id, moved) as stage_id,
		arg_max(stage, moved) as stage,
		max(entered_on) as entered_on,
		arg_max(amount, moved) as amount,
	from moves
	group by deal_id, cut_off_on
),

rates as (
	select * from int_exchange_rates_by_day
),

settings as (
	select
		base_currency,
		(select max(rate_on) from rates) as last_rate_on,
	from company_settings
)

select
	open_deals.deal_id,
	open_deals.customer_id,
	open_deals.owner_id,
	case when open_deals.is_present then open_deals.stage_id else last_moves.stage_id end as stage_id,
	case when open_deals.is_present then open_deals.stage else last_moves.stage end as stage,
	open_deals.source,
	open_deals.customer_kind,
	case open_deals.outcome when 'won' then 1 when 'lost' then 0 end as is_won,
	-- In base currency by the rate of the cut-off: that of the day it closed nobody knew then.
	case when open_deals.is_present then open_deals.amount else coalesce(last_moves.amount, open_deals.amount) end::double
		* case when open_deals.currency = settings.base_currency then 1 else rates.rate::double end as amount_base,
	open_deals.is_present,
	open_deals.cut_off_on,
	open_deals.opened_on,
	coalesce(last_moves.entered_on, open_deals.opened_on) as entered_on,
	open_deals.closed_on,
from open_deals
left join last_moves on open_deals.deal_id = last_moves.deal_id and open_deals.cut_off_on = last_moves.cut_off_on
cross join settings
left join rates
	on open_deals.currency = rates.currency and least(open_deals.cut_off_on, settings.last_rate_on) = rates.rate_on
