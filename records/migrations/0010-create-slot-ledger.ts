import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * The slots of each schedule with what became of them, and how far each schedule was looked at. What the table of before
 * held, one row an instant whatever became of its run, cannot be told apart by schedule: each begins anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`drop table slots`,
		sql`create table schedules (
			schedule_id text primary key,
			cron text not null,
			zone text not null,
			catch_up text not null,
			only_sources text,
			is_active integer not null,
			looked_until text not null,
			next_slot_at text,
			check (catch_up in ('latest', 'all', 'skip'))
		) strict`,
		sql`create table slots (
			schedule_id text not null references schedules (schedule_id),
			slot_at text not null,
			state text not null,
			run_id text,
			noticed_at text not null,
			ended_at text,
			primary key (schedule_id, slot_at),
			check (state in ('filed', 'succeeded', 'failed', 'missed', 'overlapped', 'skipped')),
			check ((state = 'filed') = (ended_at is null))
		) strict`,
		sql`create index slots_by_slot_at on slots (slot_at)`,
		sql`create index slots_filed on slots (schedule_id, slot_at) where state = 'filed'`,
		sql`create index slots_by_run on slots (run_id) where run_id is not null`,
		sql`alter table runs add column attempt integer not null default 1`,
		sql`alter table runs add column previous_run_id text`,
		sql`alter table runs add column retry_at text`,
		sql`create index runs_to_retry on runs (retry_at) where retry_at is not null`,
	]) {
		await statement.execute(db);
	}
}
