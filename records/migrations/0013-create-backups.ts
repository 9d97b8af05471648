import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Backups of this data folder: only one with `verified_at` is one. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table backups (
		backup_id text primary key,
		file text not null,
		reason text not null,
		pid integer not null,
		started_at text not null,
		ended_at text,
		verified_at text,
		bytes integer,
		sha256 text,
		error text,
		check (reason in ('command', 'upgrade'))
	) strict`.execute(db);
	await sql`create index backups_by_started_at on backups (started_at)`.execute(db);
}
