import { sql } from 'kysely';
import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { pickedSql, rangeSql, taggedSql } from '../listing/filters.ts';
import type { Picked } from '../listing/filters.ts';
import { inOrder, readIdPage } from '../listing/page.ts';
import type { Listing, ListPage, ListQuery } from '../listing/page.ts';
import { amongSql } from '../listing/search.ts';
import { tagsOfRows } from '../listing/tags-of-rows.ts';
import type { RowTag } from '../listing/tags-of-rows.ts';
import type { DealOutcome } from '../schema/sales.ts';

export interface DealFilters {
	readonly salesPipelineId?: string | undefined;
	readonly stageIds?: Picked;
	readonly outcomes?: readonly DealOutcome[] | undefined;
	readonly ownerIds?: Picked;
	readonly companyIds?: Picked;
	readonly contactIds?: Picked;
	readonly campaignIds?: Picked;
	/** Days of the expected close, both included. */
	readonly expectedClose?: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined;
	readonly tagId?: string | undefined;
}

export type DealSort = 'name' | 'amount' | 'expected_close_on' | 'stage_changed_at' | 'created_at' | 'updated_at';

export type DealRow = Omit<RecordRow<'deals'>, 'search_text'> & {
	readonly stage_name: string;
	readonly outcome: DealOutcome;
	readonly probability: number;
	/** After so many days in its stage it counts as stuck. */
	readonly expected_days: number | null;
	readonly company_name: string | null;
	readonly contact_name: string | null;
	readonly owner_name: string | null;
	readonly tags: readonly RowTag[];
};

const LISTING: Listing<DealSort> = {
	table: 'deals',
	orders: {
		name: sql`name collate nocase`,
		amount: sql`cast(amount as real)`,
		expected_close_on: sql`expected_close_on`,
		stage_changed_at: sql`stage_changed_at`,
		created_at: sql`created_at`,
		updated_at: sql`updated_at`,
	},
	defaultSort: { by: 'created_at', isDescending: true },
	searched: 'deals',
};

/** Deals of these ids with what stands beside them in a list or on the board, in that order. */
export async function dealRows(records: Records, ids: readonly string[]): Promise<DealRow[]> {
	const tags = await tagsOfRows(records, 'deal', ids);
	const rows = await records
		.selectFrom('deals')
		.innerJoin('stages', 'stages.stage_id', 'deals.stage_id')
		.leftJoin('companies', (join) =>
			join.onRef('companies.company_id', '=', 'deals.company_id').on('companies.deleted_at', 'is', null),
		)
		.leftJoin('contacts', (join) =>
			join.onRef('contacts.contact_id', '=', 'deals.contact_id').on('contacts.deleted_at', 'is', null),
		)
		.leftJoin('users', 'users.user_id', 'deals.owner_id')
		.selectAll('deals')
		.select([
			'stages.name as stage_name',
			'stages.outcome',
			'stages.probability',
			'stages.expected_days',
			'companies.name as company_name',
			'contacts.full_name as contact_name',
			'users.name as owner_name',
		])
		.where(sql<boolean>`${amongSql('deals.deal_id', ids)}`)
		.execute();
	return inOrder(
		ids,
		rows.map((row) => ({ ...row, tags: tags.get(row.deal_id) ?? [] })),
		'deal_id',
	);
}

/** A page of deals, the newest first unless another order is asked for. */
export async function listDeals(
	records: Records,
	query: ListQuery<DealFilters, DealSort> = {},
): Promise<ListPage<DealRow>> {
	const filters = query.filters ?? {};
	const outcomes = filters.outcomes ?? [];
	const { ids, total } = await readIdPage(records, LISTING, query, [
		...pickedSql('sales_pipeline_id', filters.salesPipelineId === undefined ? [] : [filters.salesPipelineId]),
		...pickedSql('stage_id', filters.stageIds),
		...(outcomes.length === 0
			? []
			: [sql`stage_id in (select stage_id from stages where outcome in (${sql.join(outcomes)}))`]),
		...pickedSql('owner_id', filters.ownerIds),
		...pickedSql('company_id', filters.companyIds),
		...pickedSql('contact_id', filters.contactIds),
		...pickedSql('campaign_id', filters.campaignIds),
		...rangeSql('expected_close_on', filters.expectedClose ?? {}),
		...taggedSql('deal_id', 'deal', filters.tagId),
	]);
	return { rows: await dealRows(records, ids), total };
}
