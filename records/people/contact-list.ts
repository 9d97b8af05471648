import { sql } from 'kysely';
import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { pickedSql, taggedSql } from '../listing/filters.ts';
import type { Picked } from '../listing/filters.ts';
import { inOrder, readIdPage } from '../listing/page.ts';
import type { Listing, ListPage, ListQuery } from '../listing/page.ts';
import { amongSql } from '../listing/search.ts';
import { tagsOfRows } from '../listing/tags-of-rows.ts';
import type { RowTag } from '../listing/tags-of-rows.ts';

export interface ContactFilters {
	readonly ownerIds?: Picked;
	readonly lifecycleStages?: Picked;
	readonly countries?: Picked;
	readonly companyId?: string | undefined;
	readonly campaignId?: string | undefined;
	readonly tagId?: string | undefined;
}

export type ContactSort = 'name' | 'created_at' | 'updated_at';

export type ContactRow = Pick<
	RecordRow<'contacts'>,
	| 'contact_id'
	| 'version'
	| 'full_name'
	| 'job_title'
	| 'lifecycle_stage'
	| 'city'
	| 'country'
	| 'owner_id'
	| 'created_at'
	| 'updated_at'
> & {
	readonly owner_name: string | null;
	/** The main address and number. */
	readonly email: string | null;
	readonly phone: string | null;
	/** The company they mainly work for. */
	readonly company_id: string | null;
	readonly company_name: string | null;
	readonly tags: readonly RowTag[];
};

const LISTING: Listing<ContactSort> = {
	table: 'contacts',
	orders: { name: sql`full_name collate nocase`, created_at: sql`created_at`, updated_at: sql`updated_at` },
	defaultSort: { by: 'name' },
	searched: 'contacts',
};

function mainPointSql(kind: 'email' | 'phone') {
	return sql`(select value from contact_points where contact_points.contact_id = contacts.contact_id
		and kind = ${sql.lit(kind)} and deleted_at is null order by is_primary desc limit 1)`;
}

async function rowsOf(records: Records, ids: readonly string[]): Promise<ContactRow[]> {
	const tags = await tagsOfRows(records, 'contact', ids);
	const { rows } = await sql<Omit<ContactRow, 'tags'>>`
		select contacts.contact_id, contacts.version, full_name, job_title, lifecycle_stage, contacts.city, contacts.country,
			contacts.owner_id, contacts.created_at, contacts.updated_at, users.name as owner_name,
			${mainPointSql('email')} as email, ${mainPointSql('phone')} as phone,
			companies.company_id, companies.name as company_name
		from contacts
		left join users on users.user_id = contacts.owner_id
		left join company_contacts on company_contacts.contact_id = contacts.contact_id
			and company_contacts.is_primary = 1 and company_contacts.deleted_at is null
		left join companies on companies.company_id = company_contacts.company_id and companies.deleted_at is null
		where ${amongSql('contacts.contact_id', ids)}`.execute(records);
	return inOrder(
		ids,
		rows.map((row) => ({ ...row, tags: tags.get(row.contact_id) ?? [] })),
		'contact_id',
	);
}

/** A page of contacts, by name unless another order is asked for. */
export async function listContacts(
	records: Records,
	query: ListQuery<ContactFilters, ContactSort> = {},
): Promise<ListPage<ContactRow>> {
	const { ownerIds, lifecycleStages, countries, companyId, campaignId, tagId } = query.filters ?? {};
	const linkedTo = (table: 'company_contacts' | 'campaign_members', column: string, id: string | undefined) =>
		id === undefined
			? []
			: [
					sql`contact_id in (select contact_id from ${sql.table(table)}
						where ${sql.ref(column)} = ${id} and contact_id is not null and deleted_at is null)`,
				];
	const { ids, total } = await readIdPage(records, LISTING, query, [
		...pickedSql('owner_id', ownerIds),
		...pickedSql('lifecycle_stage', lifecycleStages),
		...pickedSql('country', countries),
		...linkedTo('company_contacts', 'company_id', companyId),
		...linkedTo('campaign_members', 'campaign_id', campaignId),
		...taggedSql('contact_id', 'contact', tagId),
	]);
	return { rows: await rowsOf(records, ids), total };
}
