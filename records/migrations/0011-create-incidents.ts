import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** What went wrong for long enough to tell somebody, what was told of it by which way, and which ways there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table incidents (
			incident_id text primary key,
			subject text not null,
			kind text not null,
			run_id text,
			source text,
			failing_since text not null,
			opened_at text not null,
			closed_at text,
			check (kind in ('runs', 'late'))
		) strict`,
		sql`create unique index incidents_open on incidents (subject) where closed_at is null`,
		sql`create table alerts (
			alert_id text primary key,
			incident_id text references incidents (incident_id),
			event text not null,
			channel text not null,
			state text not null,
			attempts integer not null default 0,
			next_at text,
			created_at text not null,
			ended_at text,
			error text,
			check (event in ('opened', 'closed', 'test')),
			check (channel in ('email', 'webhook')),
			check (state in ('waiting', 'sent', 'failed')),
			check ((state = 'waiting') = (ended_at is null)),
			check ((event = 'test') = (incident_id is null))
		) strict`,
		sql`create unique index alerts_once on alerts (incident_id, event, channel) where incident_id is not null`,
		sql`create index alerts_waiting on alerts (next_at) where state = 'waiting'`,
		sql`create table alert_channels (
			channel text primary key,
			target text not null,
			check (channel in ('email', 'webhook'))
		) strict`,
	]) {
		await statement.execute(db);
	}
}
