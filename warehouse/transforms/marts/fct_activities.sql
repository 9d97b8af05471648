-- One row per activity, at the time it was completed, else began, else was noted.
with
activities as (
	select * from stg_activities
),

owners as (
	select user_id, name from dim_users
),

identified as (
	select * from int_activities_identified
)

select
	activities.activity_id,
	activities.activity_type,
	activities.direction,
	activities.subject_type,
	activities.subject_id,
	identified.customer_id,
	activities.owner_id,
	coalesce(owners.name, activities.owner_id) as owner,
	activities.completed_at is not null as is_completed,
	coalesce(activities.completed_at, activities.started_at, activities.created_at) as happened_at,
	coalesce(activities.completed_on, activities.started_on, activities.created_on) as happened_on,
from activities
left join identified on activities.activity_id = identified.activity_id
left join owners on activities.owner_id = owners.user_id
