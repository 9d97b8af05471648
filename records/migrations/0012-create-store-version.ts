import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Which data folder this is, and which version of the product and its engine last wrote here. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table store_version (
		id integer primary key check (id = 1),
		folder_id text not null,
		app_version text,
		engine text,
		stamped_at text
	) strict`.execute(db);
	await sql`insert into store_version (id, folder_id) values (1, lower(hex(randomblob(16))))`.execute(db);
}
