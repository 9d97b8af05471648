import type { Connection } from './database.ts';
import { row, sql } from './query.ts';
import type { Sql } from './query.ts';

/** Relations that cannot be rebuilt from the sources, as lineage names them; transforms read them as `history.…`. */
export const HISTORY: Readonly<Record<string, readonly string[]>> = {
	deals_by_day: ['stg_deals', 'stg_stages'],
	deal_stage_events: ['stg_deals', 'stg_stages', 'stg_deal_stage_events'],
};

/** How much of history there is, as one text: history that grew or was put back by another hand has another size. */
export async function historySize(connection: Connection): Promise<string> {
	const found = await row<{ size: string }>(
		connection,
		sql`select concat_ws(' ', count(*), max(day), (select count(*) from raw.history.deal_stage_events)) as size
			from raw.history.deals_by_day`,
	);
	return found?.size ?? '';
}

/** How each deal stands now, with what it leaves to its stage. */
const DEALS = sql`
	deals as (
		select * from stg_deals qualify row_number() over (partition by deal_id order by _source_order) = 1
	),
	stages as (
		select stage_id, any_value(outcome) as outcome, any_value(probability) as probability from stg_stages group by stage_id
	),
	standing as (
		select
			deals._source as source, deals.deal_id, deals.stage_id,
			coalesce(deals.outcome, stages.outcome, 'open') as outcome,
			coalesce(deals.probability, stages.probability) as probability,
			deals.amount, deals.currency, deals.company_id, deals.contact_id, deals.owner_id,
			deals.opened_on, deals.expected_close_on, deals.closed_on, deals.forecast_category
		from deals left join stages on deals.stage_id = stages.stage_id
	)`;

/** How each deal stood when it was last noted before a day, and which day before it was the last one noted. */
function before(day: string): Sql {
	return sql`
	before as (
		select deal_id, max(struct_pack(day := day, stage_id := stage_id, outcome := outcome)) as last
		from raw.history.deals_by_day where day < ${day}::date group by deal_id
	),
	newest as (
		select max(day) as day from raw.history.deals_by_day where day < ${day}::date
	)`;
}

async function run(connection: Connection, { text, values }: Sql): Promise<void> {
	await connection.run(text, [...values]);
}

/**
 * Notes how the deals stand at the end of a day, in place of what was noted of that day before: each that is open, and
 * each whose stage or outcome is another than when it was last noted. From that it follows which deals entered a stage;
 * it is noted of those whose source tells no such moves itself. A deal that is seen for the first time entered its stage
 * that day, unless nothing was noted before: then nobody knows when.
 *
 * Past days stay as they are: of a day before the newest one noted nothing is written. Gives whether anything was.
 * To be called with the staging views in place, in a transaction that writes raw alone.
 * @param day in the company's zone, `YYYY-MM-DD`
 */
export async function noteDealsOfDay(connection: Connection, day: string): Promise<boolean> {
	const later = sql`select 1 as found from raw.history.deals_by_day where day > ${day}::date limit 1`;
	if ((await row(connection, later)) !== null) return false;
	for (const query of [
		sql`delete from raw.history.deals_by_day where day = ${day}::date`,
		sql`delete from raw.history.deal_stage_events where changed_on = ${day}::date`,
		sql`insert into raw.history.deals_by_day
			with ${DEALS}, ${before(day)}
			select ${day}::date, source, standing.deal_id, standing.stage_id, standing.outcome, probability, amount, currency,
				company_id, contact_id, owner_id, opened_on, expected_close_on, closed_on, forecast_category
			from standing
			left join before on standing.deal_id = before.deal_id
			cross join newest
			where standing.outcome = 'open'
				or (before.last.stage_id, before.last.outcome) is distinct from (standing.stage_id, standing.outcome)
					and (before.deal_id is not null or closed_on > newest.day)`,
		sql`insert into raw.history.deal_stage_events
			with ${before(day)}
			select today.deal_id || ':' || ${day}, source, today.deal_id, before.last.stage_id, today.stage_id, amount,
				currency, ${day}::date
			from raw.history.deals_by_day as today
			left join before on today.deal_id = before.deal_id
			cross join newest
			where today.day = ${day}::date
				and newest.day is not null
				and before.last.stage_id is distinct from today.stage_id
				and source not in (select _source from stg_deal_stage_events where _source is not null)`,
	]) {
		await run(connection, query);
	}
	return true;
}
