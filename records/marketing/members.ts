import { instantOfAct } from '../changes/act.ts';
import type { Author } from '../changes/act.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { InputError, issue } from '../input/issues.ts';
import { requireReferences } from '../input/references.ts';
import type { MemberStatus } from '../schema/marketing.ts';
import { canGo } from './member-status.ts';

export type CampaignMember = RecordRow<'campaign_members'>;

/** Who a campaign is for: contacts, or leads. */
export interface MemberIds {
	readonly contactIds?: readonly string[];
	readonly leadIds?: readonly string[];
}

/**
 * Adds contacts and leads to a campaign; those that are in it already stay as they are. Gives how many were added.
 * @throws InputError when the campaign, a contact or a lead is not there
 */
export async function addMembers(
	transaction: RecordsTransaction,
	author: Author,
	campaignId: string,
	{ contactIds = [], leadIds = [] }: MemberIds,
): Promise<{ readonly added: number }> {
	await requireReferences(transaction, [
		['campaign_id', 'campaigns', campaignId],
		...contactIds.map((id) => ['contact_id', 'contacts', id] as const),
		...leadIds.map((id) => ['lead_id', 'leads', id] as const),
	]);
	const members = await transaction
		.selectFrom('campaign_members')
		.select(['contact_id', 'lead_id'])
		.where('campaign_id', '=', campaignId)
		.where('deleted_at', 'is', null)
		.execute();
	const known = new Set(members.map(({ contact_id, lead_id }) => contact_id ?? lead_id));
	const wanted = [
		...[...new Set(contactIds)].map((id) => ({ id, links: { contact_id: id } })),
		...[...new Set(leadIds)].map((id) => ({ id, links: { lead_id: id } })),
	].filter(({ id }) => !known.has(id));
	for (const { links } of wanted) {
		const member = { campaign_id: campaignId, status: 'planned' as const, ...links };
		await createRecord(transaction, author, 'campaign_members', member);
	}
	return { added: wanted.length };
}

/**
 * Takes a member of a campaign forward: planned, sent, then responded, bounced or opted out. The first time something was
 * sent and answered is kept.
 * @throws InputError (`status`, `not_allowed`) when it would go back
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function setMemberStatus(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	status: MemberStatus,
): Promise<CampaignMember> {
	const member = await rowOf(transaction, 'campaign_members', seen.id);
	if (member === null) throw new RecordNotFoundError('campaign_members', seen.id);
	if (member.status !== status && !canGo(member.status, status)) {
		throw new InputError([issue('status', 'not_allowed', { from: member.status, to: status })]);
	}
	const at = instantOfAct(author);
	return updateRecord(transaction, author, 'campaign_members', seen, {
		status,
		sent_at: status === 'planned' ? undefined : (member.sent_at ?? at),
		responded_at: status === 'responded' ? (member.responded_at ?? at) : undefined,
	});
}

/** Takes a member out of a campaign. */
export async function removeMember(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'campaign_members', seen);
}
