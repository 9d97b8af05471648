import { exchangedSql, narrowedSql } from './recipe.ts';
import type { PartialRecipe, PartialWork } from './recipe.ts';

const BEFORE = 'previous_marts.main.fct_order_lines';
const AFFECTED = 'order_lines_affected';

/** Rows of one of two relations that the other one lacks, in the columns that count. */
function differenceSql(columns: string, now: string, before: string): string {
	return `((select ${columns} from ${now} except all select ${columns} from ${before})
		union all (select ${columns} from ${before} except all select ${columns} from ${now}))`;
}

/** For each thing that lines are made of: the lines it may have made others of. False where that cannot be told. */
const FINDERS: Readonly<
	Record<string, (work: PartialWork, add: (select: string) => Promise<void>) => Promise<boolean>>
> = {
	stg_order_lines: async (work, add) => {
		const changed = await work.changedKeys('order_lines', 'order_line_id');
		if (changed === null) return false;
		await add(`select order_line_id from ${changed.table}`);
		return true;
	},
	stg_orders: async (work, add) => {
		const changed = await work.changedKeys('orders', 'order_id');
		if (changed === null) return false;
		// A line whose order is gone says so itself, whether another order came in its place or not.
		if (changed.gone > 0) {
			await work.connection.run(
				`insert into ${changed.table}
					select order_id from previous_marts.main.fct_orders
					anti join (select order_id from temp.main.stg_orders) using (order_id)`,
			);
		}
		await add(`select order_line_id from temp.main.stg_order_lines semi join ${changed.table} using (order_id)`);
		return true;
	},
	int_customers_listed: async (work, add) => {
		const [now, before] = [await work.now('int_customers_listed'), work.before('int_customers_listed')];
		const changed = differenceSql('customer_id, customer_kind, country', now, before);
		await add(`select order_line_id from ${BEFORE} where customer_id in (select customer_id from ${changed})`);
		return true;
	},
	int_identity_moved: async (work, add) => {
		const [now, before] = [await work.now('int_identity_moved'), work.before('int_identity_moved')];
		// Lines of somebody who goes by another id now stand under the one they went by.
		await add(
			`select order_line_id from ${BEFORE} where customer_id in (
					select coalesce(moved.customer_id, changed.given_id)
					from ${differenceSql('given_id, customer_id', now, before)} as changed
					left join ${before} as moved on changed.given_id = moved.given_id
				)`,
		);
		return true;
	},
	int_exchange_rates_by_day: async (work, add) => {
		const [now, before] = [await work.now('int_exchange_rates_by_day'), work.before('int_exchange_rates_by_day')];
		// A rate goes on until the next one, the last one for good: what is dated before its first change is as it was.
		await add(
			`select lines.order_line_id
				from ${BEFORE} as lines
				inner join (
					select currency, min(rate_on) as changed_on
					from ${differenceSql('currency, rate_on, rate', now, before)} group by currency
				) as changed on lines.currency = changed.currency and lines.ordered_on >= changed.changed_on`,
		);
		return true;
	},
	dim_products: async (_, add) => {
		const changed = differenceSql(
			'product_id, category, unit_cost',
			'marts.main.dim_products',
			'previous_marts.main.dim_products',
		);
		await add(`select order_line_id from ${BEFORE} where product_id in (select product_id from ${changed})`);
		return true;
	},
};

/** What orders and rollups ask of the lines as they were. */
const BEFORE_COLUMNS = [
	'order_id',
	'customer_id',
	'line_kind',
	'category',
	'country',
	'customer_kind',
	'channel',
	'is_identified',
	'quantity',
	'amount_base',
	'cost_base',
	'ordered_on',
].join(', ');

/** What `int_orders_summed` reads of a line. */
export const SUMMED_COLUMNS = [
	'order_id',
	'customer_id',
	'line_kind',
	'country',
	'customer_kind',
	'currency',
	'channel',
	'amount_base',
	'cost_base',
	'ordered_at',
	'ordered_on',
].join(', ');

/** Of the share up to which lines are changed, the part up to which all lines of their orders are taken up at once. */
const FEW = 1 / 6;

/**
 * Takes up the affected lines of the last snapshot by the orders that they are in now, and with them the other lines of
 * those orders, which are asked for next: one look at the last snapshot instead of two. A line that was in another order is
 * missed; then the lines that are not affected are too many, and all are looked for by their keys.
 */
async function takeByOrder({ connection, left }: PartialWork): Promise<void> {
	await connection.run(
		`create or replace temp table order_lines_around as
		select order_line_id, ${BEFORE_COLUMNS}, currency, ordered_at
		from ${BEFORE} semi join order_lines_staged using (order_id)`,
	);
	await connection.run(
		`create or replace temp table order_lines_before as
		select ${BEFORE_COLUMNS} from order_lines_around semi join ${AFFECTED} using (order_line_id)`,
	);
	left.set(
		'lines of orders',
		`select ${SUMMED_COLUMNS} from order_lines_around anti join ${AFFECTED} using (order_line_id)
		union all
		select ${SUMMED_COLUMNS} from order_lines_rebuilt`,
	);
}

/**
 * Takes up the lines that staging and the last snapshot have of the affected ones.
 * @param stagedSql those of staging, where lines alone came
 */
async function gather(work: PartialWork, stagedSql: string | null): Promise<void> {
	const { connection, wantedRows, count, left, limits } = work;
	await connection.run(`create or replace temp table wanted_order_lines as select order_line_id from ${AFFECTED}`);
	await connection.run(
		`create or replace temp table order_lines_staged as\n${stagedSql ?? wantedRows('order_lines', 'order_line_id')}`,
	);
	left.delete('lines of orders');
	const most = FEW * limits.upToShare * (await count(`from ${BEFORE}`));
	if (stagedSql !== null && (await count(`from ${AFFECTED}`)) <= most) return takeByOrder(work);
	await connection.run(
		`create or replace temp table order_lines_before as
		select ${BEFORE_COLUMNS} from ${BEFORE} semi join ${AFFECTED} using (order_line_id)`,
	);
}

/** How many lines the last snapshot has of those that are not affected, beyond those that staging has. */
async function countLost({ count }: PartialWork): Promise<number> {
	const [then, thenAffected] = [await count(`from ${BEFORE}`), await count('from order_lines_before')];
	const [now, nowAffected] = [await count('from temp.main.stg_order_lines'), await count('from order_lines_staged')];
	return then - thenAffected - (now - nowAffected);
}

async function rebuild(work: PartialWork): Promise<void> {
	const { connection, now, sqlOf, wantedRows } = work;
	await connection.run(
		'create or replace temp table wanted_orders as select distinct order_id from order_lines_staged where order_id is not null',
	);
	const query = narrowedSql(sqlOf('fct_order_lines'), {
		stg_order_lines: 'select * from temp.main.order_lines_staged',
		stg_orders: wantedRows('orders', 'order_id'),
		int_exchange_rates_by_day: `select * from ${await now('int_exchange_rates_by_day')}`,
		int_identity_moved: `select * from ${await now('int_identity_moved')}`,
		int_customers_listed: `select * from ${await now('int_customers_listed')}`,
		int_order_lines_valued: sqlOf('int_order_lines_valued'),
	});
	await connection.run(`create or replace temp table order_lines_rebuilt as\n${query}`);
}

/** Order lines, by their id. Leaves `order_lines_before` and `order_lines_rebuilt`, the affected ones as they were and are. */
export const ORDER_LINES: PartialRecipe = {
	relation: 'fct_order_lines',
	through: ['int_order_lines_valued'],
	follows: Object.keys(FINDERS),
	after: [],
	carries: ['int_customers_listed', 'int_identity_moved', 'int_exchange_rates_by_day'],
	async prepare(work) {
		const { connection, count, limits } = work;
		await connection.run('create or replace temp table order_lines_found (order_line_id varchar)');
		const add = async (select: string): Promise<void> => {
			await connection.run(`insert into order_lines_found ${select}`);
		};
		for (const name of work.changed) if (!(await FINDERS[name]?.(work, add))) return null;
		const distinct = 'select distinct order_line_id from order_lines_found where order_line_id is not null';
		await connection.run(`create or replace temp table ${AFFECTED} as ${distinct}`);
		if ((await count(`from ${AFFECTED}`)) > limits.upToShare * (await count(`from ${BEFORE}`))) return null;
		// Where only lines came, those are all that have to be read.
		const isLinesAlone = work.changed.size === 1 && work.changed.has('stg_order_lines');
		const came = isLinesAlone ? await work.changedKeys('order_lines', 'order_line_id') : null;
		await gather(work, came?.rowsSql ?? null);
		if ((await countLost(work)) > 0) {
			await connection.run(
				`insert into ${AFFECTED}
				select order_line_id from ${BEFORE}
				anti join (select order_line_id from temp.main.stg_order_lines) using (order_line_id)
				anti join ${AFFECTED} using (order_line_id)`,
			);
			await gather(work, null);
		}
		if ((await countLost(work)) !== 0) return null;
		await rebuild(work);
		return exchangedSql('fct_order_lines', 'order_line_id', AFFECTED, 'order_lines_rebuilt');
	},
};
