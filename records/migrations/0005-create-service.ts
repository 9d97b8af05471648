import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Tickets, what was written in them, and what happened to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of [
		sql`create table tickets (
			ticket_id text primary key,
			number integer not null unique,
			subject text not null,
			description text,
			status text not null default 'new',
			priority text not null default 'normal',
			ticket_type text,
			channel text,
			company_id text references companies (company_id),
			contact_id text references contacts (contact_id),
			owner_id text references users (user_id),
			opened_at text not null,
			first_response_at text,
			resolved_at text,
			resolution text,
			reopened_count integer not null default 0,
			satisfaction integer check (satisfaction between 1 and 5),
			satisfaction_at text,
			external_key text,
			search_text text not null,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text
		) strict`,
		sql`create index tickets_by_status on tickets (status, owner_id, priority, opened_at, ticket_id) where deleted_at is null`,
		sql`create index tickets_by_subject on tickets (subject collate nocase, ticket_id, search_text) where deleted_at is null`,
		sql`create index tickets_by_opened_at on tickets (opened_at, ticket_id, status) where deleted_at is null`,
		sql`create index tickets_by_updated_at on tickets (updated_at, ticket_id, status) where deleted_at is null`,
		sql`create index tickets_by_contact on tickets (contact_id) where contact_id is not null`,
		sql`create index tickets_by_company on tickets (company_id) where company_id is not null`,
		sql`create index tickets_by_owner on tickets (owner_id, opened_at, ticket_id) where deleted_at is null`,
		sql`create table ticket_messages (
			ticket_message_id text primary key,
			ticket_id text not null references tickets (ticket_id),
			direction text not null check (direction in ('in', 'out', 'internal')),
			body text not null,
			written_at text not null,
			user_id text,
			version integer not null default 1,
			created_at text not null,
			updated_at text not null,
			deleted_at text
		) strict`,
		sql`create index ticket_messages_by_ticket on ticket_messages (ticket_id, written_at)`,
	]) {
		await statement.execute(db);
	}
}
