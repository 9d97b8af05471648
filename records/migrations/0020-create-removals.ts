import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Requests to take a source back whose files people dropped on the page of the sources. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table removals (
		removal_id text primary key,
		source text not null,
		wanted_at text not null,
		ended_at text,
		error text,
		run_id text,
		forgotten_at text
	) strict`.execute(db);
}
