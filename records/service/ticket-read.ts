import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { ownedRow } from '../listing/live-row.ts';
import type { Owned } from '../listing/live-row.ts';
import { activitiesOf } from '../people/activity-list.ts';
import type { ActivityRow } from '../people/activity-list.ts';
import { tagsOf } from '../people/tags.ts';
import type { Tag } from '../people/tags.ts';
import type { TicketStatus } from '../schema/service.ts';
import { messagesOf } from './messages.ts';
import type { TicketMessage } from './messages.ts';
import { nextStatuses } from './ticket-status.ts';

export interface TicketPage {
	readonly ticket: Owned<RecordRow<'tickets'>> & {
		readonly company_name: string | null;
		readonly contact_name: string | null;
	};
	/** Where it can go from here. */
	readonly nextStatuses: readonly TicketStatus[];
	/** The oldest first. */
	readonly messages: readonly (TicketMessage & { readonly user_name: string | null })[];
	readonly tags: readonly Pick<Tag, 'tag_id' | 'name'>[];
	readonly activities: readonly ActivityRow[];
}

async function withNames(records: Records, messages: readonly TicketMessage[]): Promise<TicketPage['messages']> {
	const users = await records.selectFrom('users').select(['user_id', 'name']).execute();
	const names = new Map(users.map(({ user_id, name }) => [user_id, name]));
	return messages.map((message) => ({ ...message, user_name: names.get(message.user_id ?? '') ?? null }));
}

/** A ticket with what stands on its page; null when there is none, or it is deleted. */
export async function readTicket(records: Records, ticketId: string): Promise<TicketPage | null> {
	const ticket = await ownedRow(records, 'tickets', ticketId);
	if (ticket === null) return null;
	const company = await records
		.selectFrom('companies')
		.select('name')
		.where('company_id', '=', ticket.company_id)
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	const contact = await records
		.selectFrom('contacts')
		.select('full_name')
		.where('contact_id', '=', ticket.contact_id)
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	return {
		ticket: { ...ticket, company_name: company?.name ?? null, contact_name: contact?.full_name ?? null },
		nextStatuses: nextStatuses(ticket.status),
		messages: await withNames(records, await messagesOf(records, ticketId)),
		tags: await tagsOf(records, { type: 'ticket', id: ticketId }),
		activities: await activitiesOf(records, { type: 'ticket', id: ticketId }),
	};
}
