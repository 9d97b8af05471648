import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** What a source's config says of its columns and what they fill, for pages that show rows which break it. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table source_states add column description text`.execute(db);
}
