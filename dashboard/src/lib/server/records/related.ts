import { listDeals } from '#records/sales/deal-list.ts';
import { listTickets } from '#records/service/ticket-list.ts';
import type { Records } from '#records/database.ts';
import { customerOfRecord } from '#warehouse/reads/identity.ts';
import type { RequestSnapshot } from '../warehouse.ts';

const SHOWN = 20;

/** A line of a list of records beside a record. */
export interface RelatedRecord {
	readonly id: string;
	readonly name: string;
	readonly href: string;
	readonly detail: string;
	/** An amount as it is stored, with its currency: the page writes it. */
	readonly amount?: string | null;
	readonly currency?: string;
}

type Of = { readonly companyIds: readonly string[] } | { readonly contactIds: readonly string[] };

/** The deals of a company or a contact, the newest first. */
export async function dealsOf(records: Records, of: Of): Promise<RelatedRecord[]> {
	const { rows } = await listDeals(records, { filters: of, pageSize: SHOWN });
	return rows.map((deal) => ({
		id: deal.deal_id,
		name: deal.name,
		href: `/deals/${deal.deal_id}`,
		detail: deal.stage_name,
		amount: deal.amount,
		currency: deal.currency,
	}));
}

/** The tickets of a company or a contact, the newest first; the detail is their status. */
export async function ticketsOf(records: Records, of: Of): Promise<RelatedRecord[]> {
	const { rows } = await listTickets(records, { filters: of, pageSize: SHOWN });
	return rows.map((ticket) => ({
		id: ticket.ticket_id,
		name: `#${ticket.number} ${ticket.subject}`,
		href: `/tickets/${ticket.ticket_id}`,
		detail: ticket.status,
	}));
}

/** The customer that a company or a contact is in the snapshot; null before a run has seen it. */
export async function customerOf(
	snapshot: RequestSnapshot | null,
	entity: 'companies' | 'contacts',
	sourceId: string,
): Promise<string | null> {
	if (snapshot === null) return null;
	return snapshot.read((db) => customerOfRecord(db, { source: 'records', entity, sourceId }));
}
