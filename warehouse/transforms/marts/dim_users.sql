-- One row per user that a source lists.
with
users as (
	-- Of two sources the first speaks.
	select * from stg_users qualify row_number() over (partition by user_id order by _source_order) = 1
)

select
	user_id,
	coalesce(name, user_id) as name,
	manager,
	team,
	office,
from users
