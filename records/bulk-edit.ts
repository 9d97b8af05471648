import { sql } from 'kysely';
import { act } from './changes/act.ts';
import type { Author } from './changes/act.ts';
import { RecordNotFoundError, StaleRecordError } from './changes/stale.ts';
import type { SeenRecord } from './changes/write.ts';
import { lastSequence } from './changes/since.ts';
import type { Records, RecordsTransaction } from './database.ts';
import { InputError, issue } from './input/issues.ts';
import type { FieldIssue } from './input/issues.ts';
import { deleteCampaign, updateCampaign } from './marketing/campaigns.ts';
import { addMembers } from './marketing/members.ts';
import { deleteCompany, updateCompany } from './people/companies.ts';
import { deleteContact, updateContact } from './people/contacts.ts';
import { addTag, removeTag } from './people/tags.ts';
import { deleteDeal, updateDeal } from './sales/deals.ts';
import { deleteLead, updateLead } from './sales/leads.ts';
import { moveDeal } from './sales/move-deal.ts';
import type { TicketStatus } from './schema/service.ts';
import { deleteTicket, updateTicket } from './service/tickets.ts';
import { setTicketStatus } from './service/tickets.ts';

/** Fields as the record's own input has them, checked by it. */
type Fields = Readonly<Record<string, string | number | null>>;

type Write = (transaction: RecordsTransaction, author: Author, seen: SeenRecord, fields: Fields) => Promise<unknown>;
type Removal = (transaction: RecordsTransaction, author: Author, seen: SeenRecord) => Promise<void>;

const WRITES = {
	company: { update: updateCompany, remove: deleteCompany },
	contact: { update: updateContact, remove: deleteContact },
	lead: { update: updateLead, remove: deleteLead },
	deal: { update: updateDeal, remove: deleteDeal },
	ticket: { update: updateTicket, remove: deleteTicket },
	campaign: { update: updateCampaign, remove: deleteCampaign },
} as const satisfies Record<string, { readonly update: Write; readonly remove: Removal }>;

/** What many records of can be changed at once. */
export type BulkType = keyof typeof WRITES;

/** The same change for many records. */
export type BulkEdit =
	| { readonly kind: 'fields'; readonly fields: Fields }
	/** Deals alone. */
	| { readonly kind: 'stage'; readonly stageId: string; readonly lossReason?: string | null }
	/** Tickets alone; a lead's status is a field. */
	| { readonly kind: 'ticket_status'; readonly status: TicketStatus }
	| { readonly kind: 'add_tag'; readonly name: string }
	| { readonly kind: 'remove_tag'; readonly tagId: string }
	/** Contacts and leads alone. */
	| { readonly kind: 'add_to_campaign'; readonly campaignId: string }
	| { readonly kind: 'delete' };

/** What became of one record. */
export type BulkResult =
	| { readonly id: string; readonly outcome: 'changed' | 'unchanged' | 'stale' | 'not_found' }
	| { readonly id: string; readonly outcome: 'invalid'; readonly issues: readonly FieldIssue[] };

async function edit(
	transaction: RecordsTransaction,
	author: Author,
	type: BulkType,
	seen: SeenRecord,
	change: BulkEdit,
): Promise<void> {
	const notAllowed = new InputError([issue(change.kind, 'not_allowed', { type })]);
	switch (change.kind) {
		case 'fields':
			await WRITES[type].update(transaction, author, seen, change.fields);
			break;
		case 'delete':
			await WRITES[type].remove(transaction, author, seen);
			break;
		case 'add_tag':
			await addTag(transaction, author, { type, id: seen.id }, change.name);
			break;
		case 'remove_tag':
			await removeTag(transaction, author, { type, id: seen.id }, change.tagId);
			break;
		case 'stage':
			if (type !== 'deal') throw notAllowed;
			await moveDeal(transaction, author, seen, change);
			break;
		case 'ticket_status':
			if (type !== 'ticket') throw notAllowed;
			await setTicketStatus(transaction, author, seen, change.status);
			break;
		case 'add_to_campaign':
			if (type !== 'contact' && type !== 'lead') throw notAllowed;
			await addMembers(transaction, author, change.campaignId, {
				...(type === 'contact' ? { contactIds: [seen.id] } : { leadIds: [seen.id] }),
			});
			break;
	}
}

function failureOf(id: string, error: unknown): BulkResult {
	if (error instanceof InputError) return { id, outcome: 'invalid', issues: error.issues };
	if (error instanceof StaleRecordError) return { id, outcome: 'stale' };
	if (error instanceof RecordNotFoundError) return { id, outcome: 'not_found' };
	throw error;
}

async function editOne(
	transaction: RecordsTransaction,
	author: Author,
	type: BulkType,
	seen: SeenRecord,
	change: BulkEdit,
): Promise<BulkResult> {
	const before = await lastSequence(transaction);
	await sql`savepoint one_record`.execute(transaction);
	try {
		await edit(transaction, author, type, seen, change);
		await sql`release one_record`.execute(transaction);
	} catch (error) {
		await sql`rollback to one_record`.execute(transaction);
		await sql`release one_record`.execute(transaction);
		return failureOf(seen.id, error);
	}
	return { id: seen.id, outcome: (await lastSequence(transaction)) > before ? 'changed' : 'unchanged' };
}

/**
 * Makes the same change of many records, in one batch. One that cannot be changed is left as it was and says why; the
 * others are changed.
 */
export async function bulkEdit(
	records: Records,
	userId: string,
	type: BulkType,
	seen: readonly SeenRecord[],
	change: BulkEdit,
): Promise<{ readonly batchId: string; readonly results: readonly BulkResult[] }> {
	const { batchId, result } = await act(records, userId, async (transaction, author) => {
		const results: BulkResult[] = [];
		for (const record of seen) results.push(await editOne(transaction, author, type, record, change));
		return results;
	});
	return { batchId, results: result };
}
