import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { ownedRow } from '../listing/live-row.ts';
import type { Owned } from '../listing/live-row.ts';
import type { MemberStatus } from '../schema/marketing.ts';
import { activitiesOf } from './activity-list.ts';
import type { ActivityRow } from './activity-list.ts';
import { currentConsents } from './consents.ts';
import type { Consent } from './consents.ts';
import { pointsOfContact } from './contact-points.ts';
import type { ContactPoint } from './contact-points.ts';
import { tagsOf } from './tags.ts';
import type { Tag } from './tags.ts';

export interface ContactCompany {
	readonly company_id: string;
	readonly name: string;
	readonly role: string | null;
	readonly is_primary: number;
}

export interface Membership {
	readonly campaign_id: string;
	readonly name: string;
	readonly status: MemberStatus;
	readonly sent_at: string | null;
	readonly responded_at: string | null;
}

export interface ContactPage {
	readonly contact: Owned<RecordRow<'contacts'>>;
	readonly emails: readonly ContactPoint[];
	readonly phones: readonly ContactPoint[];
	readonly companies: readonly ContactCompany[];
	readonly consents: readonly Consent[];
	readonly campaigns: readonly Membership[];
	readonly tags: readonly Pick<Tag, 'tag_id' | 'name'>[];
	readonly activities: readonly ActivityRow[];
}

async function companiesOf(records: Records, contactId: string): Promise<ContactCompany[]> {
	return records
		.selectFrom('company_contacts')
		.innerJoin('companies', 'companies.company_id', 'company_contacts.company_id')
		.select(['companies.company_id', 'companies.name', 'company_contacts.role', 'company_contacts.is_primary'])
		.where('company_contacts.contact_id', '=', contactId)
		.where('company_contacts.deleted_at', 'is', null)
		.where('companies.deleted_at', 'is', null)
		.orderBy('company_contacts.is_primary', 'desc')
		.orderBy('companies.name')
		.execute();
}

/** The campaigns a contact is in, the last that was sent first. */
export async function membershipsOf(records: Records, contactId: string): Promise<Membership[]> {
	return records
		.selectFrom('campaign_members')
		.innerJoin('campaigns', 'campaigns.campaign_id', 'campaign_members.campaign_id')
		.select([
			'campaigns.campaign_id',
			'campaigns.name',
			'campaign_members.status',
			'campaign_members.sent_at',
			'campaign_members.responded_at',
		])
		.where('campaign_members.contact_id', '=', contactId)
		.where('campaign_members.deleted_at', 'is', null)
		.where('campaigns.deleted_at', 'is', null)
		.orderBy('campaign_members.sent_at', 'desc')
		.orderBy('campaigns.name')
		.execute();
}

/**
 * A contact with what stands on their page; null when there is none, or they are deleted. Their deals and tickets are
 * lists of their own (`listDeals`, `listTickets` by contact).
 */
export async function readContact(records: Records, contactId: string): Promise<ContactPage | null> {
	const contact = await ownedRow(records, 'contacts', contactId);
	if (contact === null) return null;
	const points = await pointsOfContact(records, contactId);
	return {
		contact,
		emails: points.filter(({ kind }) => kind === 'email'),
		phones: points.filter(({ kind }) => kind === 'phone'),
		companies: await companiesOf(records, contactId),
		consents: await currentConsents(records, contactId),
		campaigns: await membershipsOf(records, contactId),
		tags: await tagsOf(records, { type: 'contact', id: contactId }),
		activities: await activitiesOf(records, { type: 'contact', id: contactId }),
	};
}
