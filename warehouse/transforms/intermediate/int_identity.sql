-- One row per row of a source that is a customer: which customer, and why; with what the source says of them.
with
keyed as (
	select * from int_identity_keyed
),

shared_keys as (
	select given_id from keyed group by given_id having count(*) > 1
),

-- An address joins rows of different lists; within one list two ids are two customers.
shared_emails as (
	select email_normalised
	from keyed
	where email_normalised is not null
	group by email_normalised
	having min(list_order) <> max(list_order)
),

addressed as (
	select
		given_id,
		arg_min(email_normalised, list_order) as email_normalised,
		min(list_order) as list_order,
	from keyed
	where given_id in (select keyed.given_id from keyed semi join shared_emails using (email_normalised))
	group by given_id
),

ranked as (
	select
		given_id,
		email_normalised,
		rank() over (partition by email_normalised order by list_order) as place,
		count(*) over (partition by email_normalised, list_order) as namesakes,
	from addressed
	where email_normalised is not null
),

-- Whoever has the address of several customers of the first list that knows it is not guessed to be one of them.
joined as (
	select
		ranked.given_id,
		firsts.given_id as customer_id,
	from ranked
	inner join ranked as firsts on ranked.email_normalised = firsts.email_normalised
	where ranked.place > 1 and firsts.place = 1 and firsts.namesakes = 1
),

joined_ids as (
	select given_id from joined
	union
	select customer_id as given_id from joined
)

select
	keyed.source,
	keyed.entity,
	keyed.source_id,
	keyed.own_id,
	keyed.given_id,
	coalesce(joined.customer_id, keyed.given_id) as customer_id,
	case
		when shared_keys.given_id is not null then 'external key'
		when joined_ids.given_id is not null then 'same e-mail'
		else 'apart'
	end as reason,
	keyed.customer_kind,
	keyed.name,
	keyed.email,
	keyed.phone,
	keyed.street,
	keyed.postal_code,
	keyed.city,
	keyed.country,
	keyed.email_normalised,
	keyed.list_order,
	keyed.created_on,
from keyed
left join joined on keyed.given_id = joined.given_id
left join shared_keys on keyed.given_id = shared_keys.given_id
left join joined_ids on keyed.given_id = joined_ids.given_id
