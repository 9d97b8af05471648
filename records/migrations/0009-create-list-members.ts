import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Who was drawn for which arm of a target list, who stands in which file, and what a file was declared for. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create unique index lists_by_name on lists (name collate nocase) where deleted_at is null`,
		sql`create table list_members (
			list_id text not null references lists (list_id),
			customer_id text not null,
			contact_id text not null,
			arm text not null,
			stratum text not null,
			assigned_at text not null,
			primary key (list_id, customer_id),
			check (arm in ('treatment', 'holdout'))
		) strict`,
		sql`create index list_members_by_contact on list_members (contact_id, list_id)`,
		sql`alter table exports add column list_id text`,
		sql`alter table exports add column channel text`,
		sql`alter table exports add column purpose text`,
		sql`alter table exports add column excluded text`,
		sql`alter table exports add column columns text`,
		sql`create index exports_by_list on exports (list_id, exported_at) where list_id is not null`,
		sql`create table export_recipients (
			export_id text not null references exports (export_id),
			contact_id text not null,
			customer_id text not null,
			primary key (export_id, contact_id)
		) strict, without rowid`,
		sql`create index export_recipients_by_contact on export_recipients (contact_id)`,
	]) {
		await statement.execute(db);
	}
}
