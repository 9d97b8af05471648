-- One row per contact, channel and purpose: what the last event about it says; where there is no row, the answer is no.
with
events as (
	select * from stg_consent_events
),

last_events as (
	select *
	from events
	qualify row_number() over (
		partition by contact_id, channel, purpose
		-- Of two at one instant a refusal counts.
		order by captured_at desc nulls last, status = 'granted', consent_event_id desc
	) = 1
),

contacts as (
	select * from int_identity_contacts
)

select
	last_events.contact_id,
	last_events.channel,
	last_events.purpose,
	contacts.customer_id,
	last_events.status,
	last_events.evidence,
	last_events.captured_at,
	last_events.captured_on,
from last_events
left join contacts on last_events.contact_id = contacts.contact_id
