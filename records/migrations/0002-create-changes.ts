import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { noteSeeded } from '../note-seeded.ts';

/** Who changes records, and every change they make. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table users (
			user_id text primary key,
			name text not null,
			email text,
			team text,
			manager text,
			is_active integer not null default 1,
			external_key text,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text
		) strict`,
		sql`create unique index users_by_external_key on users (external_key) where external_key is not null`,
		sql`create table changes (
			sequence integer primary key autoincrement,
			changed_at text not null,
			user_id text not null,
			batch_id text not null,
			table_name text not null,
			record_id text not null,
			action text not null,
			version integer not null,
			before text,
			after text
		) strict`,
		sql`create index changes_by_record on changes (table_name, record_id, sequence)`,
		sql`create index changes_by_batch on changes (batch_id)`,
		sql`create table overrides (
			override_id text primary key,
			entity text not null,
			entity_id text not null,
			field text not null,
			value text,
			source_value text,
			user_id text not null,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text
		) strict`,
		sql`create unique index overrides_by_field on overrides (entity, entity_id, field) where deleted_at is null`,
		sql`create table tags (
			tag_id text primary key,
			name text not null,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text
		) strict`,
		sql`create unique index tags_by_name on tags (name collate nocase) where deleted_at is null`,
		sql`create table taggings (
			tagging_id text primary key,
			tag_id text not null references tags (tag_id),
			subject_type text not null,
			subject_id text not null,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text
		) strict`,
		sql`create unique index taggings_by_subject on taggings (subject_type, subject_id, tag_id) where deleted_at is null`,
		sql`create index taggings_by_tag on taggings (tag_id, subject_type, subject_id) where deleted_at is null`,
		sql`insert into users (user_id, name, created_at, updated_at)
			values ('local', 'Local user', strftime('%Y-%m-%dT%H:%M:%fZ'), strftime('%Y-%m-%dT%H:%M:%fZ'))`,
		noteSeeded('users', 'user_id', ['name', 'email', 'team', 'manager', 'is_active', 'external_key']),
	]) {
		await statement.execute(db);
	}
}
