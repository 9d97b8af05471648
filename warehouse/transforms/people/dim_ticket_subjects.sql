-- One row per ticket with a subject, which a customer wrote. Lies in people.duckdb alone.
with
tickets as (
	select * from stg_tickets
)

select
	ticket_id,
	subject,
from tickets
where subject is not null
