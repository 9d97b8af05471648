import type { Author } from '../changes/act.ts';
import { deleteRecord, updateRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { furtherStatus } from '../marketing/member-status.ts';

async function carryMemberships(
	transaction: RecordsTransaction,
	author: Author,
	leadId: string,
	contactId: string,
): Promise<void> {
	const members = await transaction
		.selectFrom('campaign_members')
		.selectAll()
		.where('deleted_at', 'is', null)
		.where((build) => build.or([build('lead_id', '=', leadId), build('contact_id', '=', contactId)]))
		.execute();
	for (const member of members.filter(({ lead_id }) => lead_id === leadId)) {
		const seen = { id: member.campaign_member_id, version: 'current' } as const;
		const own = members.find(
			({ contact_id, campaign_id }) => contact_id === contactId && campaign_id === member.campaign_id,
		);
		if (own === undefined) {
			const links = { contact_id: contactId, lead_id: null };
			await updateRecord(transaction, author, 'campaign_members', seen, links);
			continue;
		}
		await deleteRecord(transaction, author, 'campaign_members', seen);
		const ownSeen = { id: own.campaign_member_id, version: 'current' } as const;
		await updateRecord(transaction, author, 'campaign_members', ownSeen, {
			status: furtherStatus(own.status, member.status),
			sent_at: own.sent_at ?? member.sent_at,
			responded_at: own.responded_at ?? member.responded_at,
		});
	}
}

/**
 * Lets what belongs to a lead belong to the contact it becomes: its place in campaigns (one for both where the contact has
 * one too, the further of the two) and its activities.
 */
export async function carryToContact(
	transaction: RecordsTransaction,
	author: Author,
	leadId: string,
	contactId: string,
): Promise<void> {
	await carryMemberships(transaction, author, leadId, contactId);
	const activities = await transaction
		.selectFrom('activities')
		.select('activity_id')
		.where('subject_type', '=', 'lead')
		.where('subject_id', '=', leadId)
		.where('deleted_at', 'is', null)
		.execute();
	for (const { activity_id } of activities) {
		await updateRecord(
			transaction,
			author,
			'activities',
			{ id: activity_id, version: 'current' },
			{ subject_type: 'contact', subject_id: contactId },
		);
	}
}
