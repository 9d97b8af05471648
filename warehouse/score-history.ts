import type { Connection } from './database.ts';
import { row, rows, sql } from './query.ts';
import type { Sql } from './query.ts';
import { contentVersion } from './relation-versions.ts';

/** Relations of what models said, as lineage names them; transforms read them as `history.…`. */
export const SCORE_HISTORY: Readonly<Record<string, readonly string[]>> = {
	forecasts_made: ['predicted_revenue'],
	segment_members: ['predicted_customers'],
};

/** A model that was fitted, as history keeps it. */
export interface Fit {
	/** A ULID: sorts in the order in which fits were made. */
	readonly version: string;
	readonly model: string;
	/** Which of its kinds was chosen. */
	readonly kind: string;
	/** An ISO instant. */
	readonly fittedAt: string;
	/** The analysis date that it was made for. */
	readonly fittedFor: string;
	readonly refitReason: string;
	/** Whether it came into use; one that was worse than the one before did not. */
	readonly isUsed: boolean;
	readonly trainedFrom: string | null;
	/** The last day that it has seen. */
	readonly trainedTo: string | null;
	readonly rows: number;
	readonly status: string;
	/** JSON. */
	readonly evidence: string;
	/** JSON. */
	readonly parameters: string;
}

async function run(connection: Connection, { text, values }: Sql): Promise<void> {
	await connection.run(text, [...values]);
}

/**
 * Of each model the newest fit and the newest that came into use, of an analysis date and of the time before it, the newest
 * first. Those of a later date have seen what is its future.
 */
export async function fitsUntil(connection: Connection, asOf: string): Promise<Fit[]> {
	return rows<Fit>(
		connection,
		sql`select version, model, kind, fitted_at as "fittedAt", fitted_for as "fittedFor", refit_reason as "refitReason",
				is_used as "isUsed", trained_from as "trainedFrom", trained_to as "trainedTo", rows, status, evidence, parameters
			from raw.history.fits where fitted_for <= ${asOf}::date
			qualify row_number() over (
				partition by model, is_used, fitted_for = ${asOf}::date order by fitted_for desc, version desc
			) = 1
			order by fitted_for desc, version desc`,
	);
}

/**
 * Notes a fit in place of what was fitted for its analysis date before. To be called in a transaction that writes raw alone,
 * as is everything here that notes.
 */
export async function noteFit(connection: Connection, fit: Fit): Promise<void> {
	await run(
		connection,
		sql`delete from raw.history.fits where model = ${fit.model} and fitted_for = ${fit.fittedFor}::date`,
	);
	await run(
		connection,
		sql`insert into raw.history.fits values (${fit.version}, ${fit.model}, ${fit.kind}, ${fit.fittedAt}::timestamp,
			${fit.fittedFor}::date, ${fit.refitReason}, ${fit.isUsed}, ${fit.trainedFrom}::date, ${fit.trainedTo}::date,
			${fit.rows}, ${fit.status}, ${fit.evidence}, ${fit.parameters})`,
	);
}

/** Notes the forecasts that were made on a day, from predicted_revenue, in place of what was noted of that day before. */
export async function noteForecasts(connection: Connection, madeOn: string): Promise<void> {
	await run(connection, sql`delete from raw.history.forecasts_made where made_on = ${madeOn}::date`);
	await run(
		connection,
		sql`insert into raw.history.forecasts_made
			select made_on, series, series_value, grain, bucket, step, mean, lower80, upper80, lower95, upper95, baseline,
				model, interval
			from predicted_revenue`,
	);
}

/**
 * Notes who is in another segment than when last noted, from predicted_customers, in place of what was noted of the day
 * before; who is not there any more is in none. Of a day before the newest one noted nothing is written.
 */
export async function noteSegments(connection: Connection, day: string): Promise<void> {
	const later = sql`select 1 as found from raw.history.segment_members where from_on > ${day}::date limit 1`;
	if ((await row(connection, later)) !== null) return;
	await run(connection, sql`delete from raw.history.segment_members where from_on = ${day}::date`);
	await run(
		connection,
		sql`insert into raw.history.segment_members
			with before as (
				select customer_id, arg_max(struct_pack(segment := segment), from_on).segment as segment
				from raw.history.segment_members group by customer_id
			),
			now as (
				select customer_id, segment
				from ftr_customer_purchases inner join predicted_customers using (position) where days_back = 0
			)
			select coalesce(now.customer_id, before.customer_id), now.segment, ${day}::date
			from now full join before on now.customer_id = before.customer_id
			where now.segment is distinct from before.segment`,
	);
}

/** The versions of the history that transforms read. */
export async function scoreHistoryVersions(connection: Connection): Promise<Map<string, string>> {
	const versions = new Map<string, string>();
	for (const name of Object.keys(SCORE_HISTORY))
		versions.set(name, await contentVersion(connection, `raw.history.${name}`));
	return versions;
}
