import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/**
 * Files that people drop on the page of the sources, what was found in them and what they said of it; the requests to make
 * sources of them; and which config is in use, for pages that do not read it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table additions (
			addition_id text primary key,
			replaces_demo integer not null check (replaces_demo in (0, 1)),
			company text,
			wanted_at text not null,
			ended_at text,
			error text,
			run_id text
		) strict`,
		sql`create table uploads (
			upload_id text primary key,
			file_name text not null,
			bytes integer not null,
			received integer not null,
			received_at text not null,
			state text not null,
			choices text not null,
			revision integer not null,
			look text,
			error text,
			source text,
			addition_id text references additions (addition_id),
			ended_at text,
			check (state in ('receiving', 'waiting', 'open', 'confirmed', 'failed', 'added')),
			check (state not in ('open', 'confirmed') or look is not null)
		) strict`,
		sql`create table config_in_use (
			id integer primary key check (id = 1),
			kind text not null check (kind in ('named', 'company', 'demo')),
			file text not null,
			company text not null,
			currency text not null,
			zone text not null
		) strict`,
	]) {
		await statement.execute(db);
	}
}
