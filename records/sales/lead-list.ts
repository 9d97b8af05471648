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

export interface LeadFilters {
	/** All but the converted ones, unless told. */
	readonly statuses?: Picked;
	readonly ownerIds?: Picked;
	readonly sources?: Picked;
	readonly campaignIds?: Picked;
	readonly tagId?: string | undefined;
}

export type LeadSort = 'name' | 'company_name' | 'status' | 'created_at' | 'updated_at';

export type LeadRow = Omit<RecordRow<'leads'>, 'note' | 'search_text' | 'email_normalised' | 'phone_normalised'> & {
	readonly owner_name: string | null;
	readonly campaign_name: string | null;
	readonly tags: readonly RowTag[];
};

const LISTING: Listing<LeadSort> = {
	table: 'leads',
	orders: {
		name: sql`full_name collate nocase`,
		company_name: sql`company_name collate nocase`,
		status: sql`case status when 'new' then 1 when 'working' then 2 when 'qualified' then 3 when 'converted' then 4 else 5 end`,
		created_at: sql`created_at`,
		updated_at: sql`updated_at`,
	},
	defaultSort: { by: 'created_at', isDescending: true },
	searched: 'leads',
};

async function rowsOf(records: Records, ids: readonly string[]): Promise<LeadRow[]> {
	const tags = await tagsOfRows(records, 'lead', ids);
	const rows = await records
		.selectFrom('leads')
		.leftJoin('users', 'users.user_id', 'leads.owner_id')
		.leftJoin('campaigns', 'campaigns.campaign_id', 'leads.campaign_id')
		.selectAll('leads')
		.select(['users.name as owner_name', 'campaigns.name as campaign_name'])
		.where(sql<boolean>`${amongSql('leads.lead_id', ids)}`)
		.execute();
	return inOrder(
		ids,
		rows.map((row) => ({ ...row, tags: tags.get(row.lead_id) ?? [] })),
		'lead_id',
	);
}

/** A page of leads, the newest first unless another order is asked for. */
export async function listLeads(
	records: Records,
	query: ListQuery<LeadFilters, LeadSort> = {},
): Promise<ListPage<LeadRow>> {
	const { statuses, ownerIds, sources, campaignIds, tagId } = query.filters ?? {};
	const { ids, total } = await readIdPage(records, LISTING, query, [
		...pickedSql('status', statuses ?? ['new', 'working', 'qualified', 'disqualified']),
		...pickedSql('owner_id', ownerIds),
		...pickedSql('source', sources),
		...pickedSql('campaign_id', campaignIds),
		...taggedSql('lead_id', 'lead', tagId),
	]);
	return { rows: await rowsOf(records, ids), total };
}
