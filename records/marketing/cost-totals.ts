import { sql } from 'kysely';
import type { Records } from '../database.ts';
import { amongSql } from '../listing/search.ts';

/** What was spent in a currency, rounded to cents. */
export interface CostTotal {
	readonly currency: string;
	readonly amount: number;
}

/** What was spent on some campaigns, by their ids: a total for each currency, the largest first. */
export async function costTotals(
	records: Records,
	campaignIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CostTotal[]>> {
	const { rows } = await sql<CostTotal & { campaign_id: string }>`
		select campaign_id, currency, round(sum(cast(amount as real)), 2) as amount from campaign_costs
		where ${amongSql('campaign_id', campaignIds)} and deleted_at is null
		group by campaign_id, currency order by amount desc`.execute(records);
	return Map.groupBy(rows, ({ campaign_id }) => campaign_id);
}
