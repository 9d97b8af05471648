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

export interface CampaignFilters {
	readonly campaignTypes?: Picked;
	readonly statuses?: Picked;
	readonly ownerIds?: Picked;
	readonly tagId?: string | undefined;
}

export type CampaignSort = 'name' | 'starts_on' | 'created_at' | 'updated_at';

export type CampaignRow = Omit<RecordRow<'campaigns'>, 'description' | 'search_text'> & {
	readonly owner_name: string | null;
	readonly members: number;
	/** Members it was sent to, and those of them who responded. */
	readonly sent: number;
	readonly responded: number;
	readonly tags: readonly RowTag[];
};

const LISTING: Listing<CampaignSort> = {
	table: 'campaigns',
	orders: {
		name: sql`name collate nocase`,
		starts_on: sql`starts_on`,
		created_at: sql`created_at`,
		updated_at: sql`updated_at`,
	},
	defaultSort: { by: 'starts_on', isDescending: true },
	searched: 'campaigns',
};

async function rowsOf(records: Records, ids: readonly string[]): Promise<CampaignRow[]> {
	const tags = await tagsOfRows(records, 'campaign', ids);
	const { rows } = await sql<Omit<CampaignRow, 'tags'>>`
		select campaigns.*, users.name as owner_name, coalesce(counted.members, 0) as members,
			coalesce(counted.sent, 0) as sent, coalesce(counted.responded, 0) as responded
		from campaigns
		left join users on users.user_id = campaigns.owner_id
		left join (
			select campaign_id, count(*) as members, count(sent_at) as sent, count(responded_at) as responded
			from campaign_members where deleted_at is null and ${amongSql('campaign_id', ids)} group by campaign_id
		) as counted on counted.campaign_id = campaigns.campaign_id
		where ${amongSql('campaigns.campaign_id', ids)}`.execute(records);
	return inOrder(
		ids,
		rows.map((row) => ({ ...row, tags: tags.get(row.campaign_id) ?? [] })),
		'campaign_id',
	);
}

/** A page of campaigns, the last to start first unless another order is asked for. */
export async function listCampaigns(
	records: Records,
	query: ListQuery<CampaignFilters, CampaignSort> = {},
): Promise<ListPage<CampaignRow>> {
	const { campaignTypes, statuses, ownerIds, tagId } = query.filters ?? {};
	const { ids, total } = await readIdPage(records, LISTING, query, [
		...pickedSql('campaign_type', campaignTypes),
		...pickedSql('status', statuses),
		...pickedSql('owner_id', ownerIds),
		...taggedSql('campaign_id', 'campaign', tagId),
	]);
	return { rows: await rowsOf(records, ids), total };
}
