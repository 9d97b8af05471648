import { PERSONAL_COLUMNS } from '../personal-columns.ts';
import type { Check } from './check.ts';
import { RECORD_CHECKS } from './record-checks.ts';
import { SCORE_CHECKS } from './score-checks.ts';
import { accepted, duringRun, equal, notNull, references, SAMPLED, unique } from './rules.ts';

/** The catalogue that unqualified names mean first: the marts of a run or of a published snapshot. */
const MARTS = "coalesce(nullif(split_part(current_setting('search_path'), '.', 1), ''), current_database())";

/** Names of things, and of ourselves: figures by stage, campaign or owner are read by them. */
const IMPERSONAL = [
	['dim_products', 'name'],
	['dim_stages', 'name'],
	['dim_campaigns', 'name'],
	['dim_users', 'name'],
	['lineage', 'name'],
	['snapshot_info', 'company_name'],
].map(([relation, column]) => `('${relation}', '${column}')`);

const PERSONAL_IN_MARTS = `duckdb_columns() where database_name = ${MARTS} and table_name <> 'dim_people'
	and column_name in (${PERSONAL_COLUMNS.map((name) => `'${name}'`).join(', ')})
	and (table_name, column_name) not in (${IMPERSONAL.join(', ')})`;

/** From where on unidentified sales are worth a word. */
const UNIDENTIFIED_SHARE = 0.1;

/** Those of keys and joins come first: what they find explains what the later ones find. */
export const CHECKS: readonly Check[] = [
	unique('dim_customers', ['customer_id'], 'a customer is listed twice: by two sources, or with spaces around the id'),
	unique('dim_people', ['customer_id'], 'a customer is listed twice: by two sources, or with spaces around the id'),
	unique('dim_products', ['product_id'], 'a product comes from two sources'),
	duringRun(unique('stg_exchange_rates', ['currency', 'rate_on'], 'a rate of one day comes from two sources')),
	duringRun({
		...unique('stg_orders', ['order_id'], 'an order comes from two sources: give their orders ids that differ'),
		// An order that is there twice doubles its lines, and to compare two counts costs nothing.
		sql: `select abs((select count(*) from fct_order_lines) - (select count(*) from stg_order_lines)) as failing`,
	}),
	duringRun(
		equal(
			'fct_order_lines rows = order lines loaded',
			'order lines were lost or doubled on the way from the sources to the facts',
			'select count(*) from fct_order_lines',
			'select count(*) from stg_order_lines',
		),
	),
	unique('fct_order_lines', ['order_line_id'], 'an order line is there twice'),
	unique('fct_orders', ['order_id'], 'an order is there twice'),
	unique('rollup_cohorts_by_month', ['cohort_month', 'month', 'country', 'customer_kind'], 'a group is there twice'),
	unique(
		'rollup_order_lines_by_day',
		['ordered_on', 'line_kind', 'is_identified', 'country', 'category', 'customer_kind', 'channel'],
		'a group is there twice',
	),
	notNull('dim_customers', 'customer_id', 'a customer has no id'),
	notNull('dim_products', 'product_id', 'a product has no id'),
	notNull('fct_order_lines', 'order_line_id', 'an order line has no id', 'order_id'),
	notNull('fct_order_lines', 'order_id', 'an order line has no order', 'order_line_id'),
	notNull(
		'fct_order_lines',
		'ordered_on',
		'an order line has no day: its order is missing or has no time',
		"'order ' || order_id",
	),
	notNull(
		'fct_order_lines',
		'amount',
		'an order line has no amount: quantity or price is missing, or it is worth a trillion',
		'order_line_id',
	),
	{
		name: 'fct_order_lines.amount_base not_null',
		severity: 'error',
		meaning: 'an amount could not be converted to the base currency: there is no exchange rate on or before its day',
		sql: 'select count(*) as failing from fct_order_lines where amount_base is null and amount is not null',
		sampleSql: `select 'no exchange rate for ' || currency || ' on ' || min(ordered_on) as text from fct_order_lines
			where amount_base is null and amount is not null group by currency order by 1 limit ${SAMPLED}`,
	},
	references('fct_order_lines', 'order_id', 'fct_orders', 'error', 'a line is in no order'),
	references(
		'fct_order_lines',
		'customer_id',
		'dim_customers',
		'error',
		'lines of one order name several customers: are the order ids of two shops the same?',
	),
	references('fct_orders', 'customer_id', 'dim_customers', 'error', 'an order names a customer that is not there'),
	references('dim_people', 'customer_id', 'dim_customers', 'error', 'a person is no customer'),
	accepted('fct_order_lines', 'line_kind', ['sale', 'return', 'adjustment'], 'error'),
	accepted('fct_orders', 'order_kind', ['sale', 'return', 'adjustment'], 'error'),
	equal(
		'fct_orders sums = fct_order_lines sums',
		'the sums of orders and of order lines differ',
		'select (coalesce(sum(net_base), 0), coalesce(sum(lines_count), 0)) from fct_orders',
		"select (coalesce(sum(amount_base) filter (where line_kind in ('sale', 'return')), 0), count(*)) from fct_order_lines",
	),
	equal(
		'rollup_order_lines_by_day sums = fct_order_lines sums',
		'the sums of the rollup and of the order lines differ',
		`select (coalesce(sum(amount_base), 0), coalesce(sum(cost_base), 0), coalesce(sum(quantity), 0),
			coalesce(sum(lines_count), 0)) from rollup_order_lines_by_day`,
		`select (coalesce(sum(amount_base), 0), coalesce(sum(cost_base), 0), coalesce(sum(quantity), 0), count(*))
			from fct_order_lines`,
	),
	equal(
		'rollup_cohorts_by_month sizes = dim_customers',
		'the sizes of the cohorts and the customers with a sale differ',
		'select coalesce(sum(customers), 0) from rollup_cohorts_by_month where month = cohort_month',
		'select count(*) from dim_customers where cohort_month is not null',
	),
	{
		name: 'marts hold no personal column',
		severity: 'error',
		meaning: 'a column of the marts is named as one that identifies a person: it belongs in people.duckdb',
		sql: `select count(*) as failing from ${PERSONAL_IN_MARTS}`,
		sampleSql: `select table_name || '.' || column_name as text from ${PERSONAL_IN_MARTS} order by 1 limit ${SAMPLED}`,
	},
	{
		name: 'fct_order_lines.ordered_on before as_of',
		severity: 'warn',
		meaning: 'order lines lie on or after the analysis date and count in no period before it',
		sql: 'select count(*) as failing from fct_order_lines where ordered_on >= (select as_of from snapshot_info)',
	},
	{
		name: 'fct_order_lines.quantity signed',
		severity: 'warn',
		meaning: 'a sale has a negative amount or a return a positive one: what comes back has a negative quantity',
		sql: `select count(*) as failing from fct_order_lines
			where (line_kind = 'sale' and amount < 0) or (line_kind = 'return' and amount > 0)`,
		sampleSql: `select order_line_id as text from fct_order_lines
			where (line_kind = 'sale' and amount < 0) or (line_kind = 'return' and amount > 0) order by 1 limit ${SAMPLED}`,
	},
	{
		name: 'fct_order_lines.customer_id known',
		severity: 'warn',
		meaning: 'more than a tenth of the sale lines name no customer; they are in no figure about customers',
		sql: `select case when unidentified > ${UNIDENTIFIED_SHARE} * lines then unidentified else 0 end as failing
			from (select count(*) as lines, count(*) filter (where not is_identified) as unidentified
				from fct_order_lines where line_kind = 'sale')`,
	},
	{
		name: 'fct_order_lines.cost_base known',
		severity: 'warn',
		meaning: 'sales without a known cost are left out of the gross margin',
		sql: "select count(*) as failing from fct_order_lines where line_kind = 'sale' and cost_base is null",
	},
	references('fct_order_lines', 'product_id', 'dim_products', 'warn', 'lines name a product that no source lists'),
	accepted('dim_customers', 'customer_kind', ['consumer', 'company'], 'warn'),
	duringRun(references('stg_orders', 'order_id', 'fct_orders', 'warn', 'orders without a line are in no figure')),
	{
		// No sample: e-mail addresses stay out of logs and pages.
		name: 'dim_people.email_normalised unique',
		severity: 'warn',
		meaning: 'several customers share an e-mail address; they may be one',
		sql: `select coalesce(sum(times - 1), 0)::bigint as failing from (
			select count(*) as times from dim_people where email_normalised is not null
			group by email_normalised having count(*) > 1)`,
	},
	...RECORD_CHECKS,
	...SCORE_CHECKS,
];
