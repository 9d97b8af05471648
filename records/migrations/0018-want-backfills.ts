import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** A run may be wanted that reads a range of a source beside its live cursor. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table runs add column backfill text`.execute(db);
}
