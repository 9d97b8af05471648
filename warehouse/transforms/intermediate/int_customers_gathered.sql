-- One row per row of a source that is a customer: of its customers, its companies or its contacts, with what it says of them.
with
customers as (
	select * from stg_customers
),

companies as (
	select * from stg_companies
),

contacts as (
	select * from stg_contacts
),

gathered as (
	select
		_source as source,
		'customers' as entity,
		-- Of several lists the first one speaks first: customers in the order of the config, then companies, then contacts.
		_source_order as list_order,
		customer_id as source_id,
		customer_id as own_id,
		customer_id as external_id,
		customer_kind,
		name,
		email,
		phone,
		street,
		postal_code,
		city,
		country,
		created_on,
	from customers
	union all by name
	select
		_source as source,
		'companies' as entity,
		1_000 + _source_order as list_order,
		company_id as source_id,
		'company:' || company_id as own_id,
		customer_id as external_id,
		'company' as customer_kind,
		name,
		email,
		phone,
		street,
		postal_code,
		city,
		country,
		created_on,
	from companies
	union all by name
	select
		_source as source,
		'contacts' as entity,
		2_000 + _source_order as list_order,
		contact_id as source_id,
		'contact:' || contact_id as own_id,
		customer_id as external_id,
		-- Who works for a company may buy for it or for themselves.
		case when company_id is null then 'consumer' end as customer_kind,
		name,
		email,
		phone,
		street,
		postal_code,
		city,
		country,
		created_on,
	from contacts
)

select
	source,
	entity,
	list_order,
	source_id,
	own_id,
	external_id,
	customer_kind,
	name,
	email,
	phone,
	street,
	postal_code,
	city,
	country,
	nullif(lower(trim(email)), '') as email_normalised,
	created_on,
from gathered
