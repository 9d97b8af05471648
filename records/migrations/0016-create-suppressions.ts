import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Addresses that sources say must not be written to. They are no records: a load replaces them. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table suppressions (
			kind text not null,
			address_key text not null,
			channel text not null,
			generation integer not null,
			primary key (kind, address_key, channel, generation),
			check (kind in ('email', 'phone'))
		) strict, without rowid`,
		sql`create index suppressions_by_generation on suppressions (generation)`,
		sql`create table suppression_loads (
			generation integer primary key,
			version text not null,
			rows integer not null,
			began_at text not null,
			ended_at text
		) strict`,
	]) {
		await statement.execute(db);
	}
}
