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

export interface CompanyFilters {
	readonly companyTypes?: Picked;
	readonly ownerIds?: Picked;
	readonly countries?: Picked;
	readonly tagId?: string | undefined;
}

export type CompanySort = 'name' | 'city' | 'created_at' | 'updated_at';

export type CompanyRow = Pick<
	RecordRow<'companies'>,
	| 'company_id'
	| 'version'
	| 'name'
	| 'company_type'
	| 'domain'
	| 'email'
	| 'phone'
	| 'industry'
	| 'city'
	| 'country'
	| 'owner_id'
	| 'created_at'
	| 'updated_at'
> & {
	readonly owner_name: string | null;
	readonly contacts: number;
	/** Deals that are open. */
	readonly open_deals: number;
	readonly tags: readonly RowTag[];
};

const LISTING: Listing<CompanySort> = {
	table: 'companies',
	orders: {
		name: sql`name collate nocase`,
		city: sql`city collate nocase`,
		created_at: sql`created_at`,
		updated_at: sql`updated_at`,
	},
	defaultSort: { by: 'name' },
	searched: 'companies',
};

async function rowsOf(records: Records, ids: readonly string[]): Promise<CompanyRow[]> {
	const tags = await tagsOfRows(records, 'company', ids);
	const { rows } = await sql<Omit<CompanyRow, 'tags'>>`
		select company_id, companies.version, companies.name, company_type, domain, companies.email, phone, industry, city,
			country, owner_id, companies.created_at, companies.updated_at, users.name as owner_name,
			(select count(*) from company_contacts where company_contacts.company_id = companies.company_id
				and company_contacts.deleted_at is null) as contacts,
			(select count(*) from deals where deals.company_id = companies.company_id and deals.deleted_at is null
				and deals.closed_at is null) as open_deals
		from companies left join users on users.user_id = companies.owner_id
		where ${amongSql('company_id', ids)}`.execute(records);
	return inOrder(
		ids,
		rows.map((row) => ({ ...row, tags: tags.get(row.company_id) ?? [] })),
		'company_id',
	);
}

/** A page of companies, by name unless another order is asked for. */
export async function listCompanies(
	records: Records,
	query: ListQuery<CompanyFilters, CompanySort> = {},
): Promise<ListPage<CompanyRow>> {
	const { companyTypes, ownerIds, countries, tagId } = query.filters ?? {};
	const { ids, total } = await readIdPage(records, LISTING, query, [
		...pickedSql('company_type', companyTypes),
		...pickedSql('owner_id', ownerIds),
		...pickedSql('country', countries),
		...taggedSql('company_id', 'company', tagId),
	]);
	return { rows: await rowsOf(records, ids), total };
}
