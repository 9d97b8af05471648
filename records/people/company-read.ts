import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { ownedRow } from '../listing/live-row.ts';
import type { Owned } from '../listing/live-row.ts';
import { activitiesOf } from './activity-list.ts';
import type { ActivityRow } from './activity-list.ts';
import { listContacts } from './contact-list.ts';
import type { ContactRow } from './contact-list.ts';
import { tagsOf } from './tags.ts';
import type { Tag } from './tags.ts';

export interface CompanyName {
	readonly company_id: string;
	readonly name: string;
}

export interface CompanyPage {
	readonly company: Owned<RecordRow<'companies'>>;
	readonly parent: CompanyName | null;
	readonly children: readonly CompanyName[];
	/** Who works there, with the role they have there. */
	readonly contacts: readonly (ContactRow & { readonly role: string | null })[];
	readonly tags: readonly Pick<Tag, 'tag_id' | 'name'>[];
	readonly activities: readonly ActivityRow[];
}

const MOST_CONTACTS = 200;

async function contactsOf(records: Records, companyId: string): Promise<CompanyPage['contacts']> {
	const { rows } = await listContacts(records, { filters: { companyId }, pageSize: MOST_CONTACTS });
	const places = await records
		.selectFrom('company_contacts')
		.select(['contact_id', 'role'])
		.where('company_id', '=', companyId)
		.where('deleted_at', 'is', null)
		.execute();
	const roles = new Map(places.map(({ contact_id, role }) => [contact_id, role]));
	return rows.map((row) => ({ ...row, role: roles.get(row.contact_id) ?? null }));
}

/**
 * A company with what stands on its page; null when there is none, or it is deleted. Its deals and tickets are lists of
 * their own (`listDeals`, `listTickets` by company).
 */
export async function readCompany(records: Records, companyId: string): Promise<CompanyPage | null> {
	const company = await ownedRow(records, 'companies', companyId);
	if (company === null) return null;
	const named = records.selectFrom('companies').select(['company_id', 'name']).where('deleted_at', 'is', null);
	const parent = await named.where('company_id', '=', company.parent_company_id ?? '').executeTakeFirst();
	return {
		company,
		parent: parent ?? null,
		children: await named.where('parent_company_id', '=', companyId).orderBy('name').execute(),
		contacts: await contactsOf(records, companyId),
		tags: await tagsOf(records, { type: 'company', id: companyId }),
		activities: await activitiesOf(records, { type: 'company', id: companyId }),
	};
}
