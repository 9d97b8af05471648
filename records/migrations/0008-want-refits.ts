import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** A run may be wanted so that every model is fitted anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table runs add column is_refit integer not null default 0`.execute(db);
}
