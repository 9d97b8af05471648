import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Who a campaign reached, what it cost, and the lists and files that leave. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table campaign_members (
			campaign_member_id text primary key,
			campaign_id text not null references campaigns (campaign_id),
			contact_id text references contacts (contact_id),
			lead_id text references leads (lead_id),
			status text not null default 'planned',
			sent_at text,
			responded_at text,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text,
			check ((contact_id is null) <> (lead_id is null))
		) strict`,
		sql`create unique index campaign_members_by_contact on campaign_members (campaign_id, contact_id)
			where contact_id is not null and deleted_at is null`,
		sql`create unique index campaign_members_by_lead on campaign_members (campaign_id, lead_id)
			where lead_id is not null and deleted_at is null`,
		sql`create index campaign_members_of_contact on campaign_members (contact_id) where contact_id is not null`,
		sql`create index campaign_members_of_lead on campaign_members (lead_id) where lead_id is not null`,
		sql`create table campaign_costs (
			campaign_cost_id text primary key,
			campaign_id text not null references campaigns (campaign_id),
			spent_on text not null,
			amount text not null,
			currency text not null,
			description text,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text
		) strict`,
		sql`create index campaign_costs_by_campaign on campaign_costs (campaign_id)`,
		sql`create table lists (
			list_id text primary key,
			name text not null,
			description text,
			definition text not null,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text
		) strict`,
		sql`create table exports (
			export_id text primary key,
			exported_at text not null,
			user_id text not null,
			subject text not null,
			filter text not null,
			format text not null,
			rows integer not null,
			bytes integer not null,
			sha256 text not null,
			snapshot_id text
		) strict`,
		sql`create table imports (
			import_id text primary key,
			imported_at text not null,
			user_id text not null,
			entity text not null,
			file_name text not null,
			mode text not null,
			match_field text not null,
			mapping text not null,
			rows integer not null,
			created integer not null,
			updated integer not null,
			unchanged integer not null,
			rejected integer not null,
			processed integer not null default 0,
			finished_at text,
			batch_id text not null,
			revert_batch_id text,
			reverted_at text
		) strict`,
		sql`create table import_rejects (
			import_id text not null references imports (import_id) on delete cascade,
			line integer not null,
			field text,
			reason text not null,
			message text not null,
			original text not null,
			primary key (import_id, line)
		) strict`,
	]) {
		await statement.execute(db);
	}
}
