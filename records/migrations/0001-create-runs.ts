import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Runs, their steps, what they published, and what they set aside. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table runs (
			run_id text primary key,
			trigger text not null,
			status text not null,
			is_full integer not null default 0,
			only_sources text,
			wanted_at text not null,
			started_at text,
			ended_at text,
			seconds real,
			pid integer,
			heartbeat_at text,
			fencing_token integer,
			is_cancel_wanted integer not null default 0,
			snapshot_id text,
			as_of text,
			report text,
			error text
		) strict`,
		sql`create index runs_by_wanted_at on runs (wanted_at)`,
		sql`create table run_steps (
			run_id text not null references runs (run_id) on delete cascade,
			position integer not null,
			name text not null,
			source text,
			status text not null,
			done integer not null default 0,
			total integer,
			unit text,
			started_at text,
			seconds real,
			primary key (run_id, position)
		) strict`,
		sql`create table snapshots (
			snapshot_id text primary key,
			run_id text not null,
			as_of text not null,
			fingerprint text not null,
			bytes integer not null,
			published_at text not null,
			details text not null
		) strict`,
		sql`create table pointer (
			id integer primary key check (id = 1),
			snapshot_id text not null references snapshots (snapshot_id),
			moved_at text not null,
			reason text not null
		) strict`,
		sql`create table source_states (
			source text primary key,
			last_loaded_at text,
			last_checked_at text,
			rows integer not null,
			late_after_hours real,
			error text
		) strict`,
		sql`create table quarantine (
			quarantine_id integer primary key,
			run_id text not null,
			source text not null,
			table_name text not null,
			file text,
			line integer,
			column_name text,
			reason text not null,
			message text not null,
			original text,
			is_rejected_load integer not null default 0,
			quarantined_at text not null
		) strict`,
		sql`create index quarantine_by_source on quarantine (source, run_id)`,
		sql`create table slots (
			slot_at text primary key,
			state text not null,
			run_id text,
			noticed_at text not null
		) strict`,
		sql`create table lease (
			id integer primary key check (id = 1),
			owner text not null,
			pid integer not null,
			role text not null,
			token integer not null,
			taken_at text not null,
			renewed_at text not null
		) strict`,
	]) {
		await statement.execute(db);
	}
}
