import type { Records } from '../database.ts';

/** Those of some contacts that a campaign is for already. */
export async function membersAmong(
	records: Records,
	campaignId: string,
	contactIds: readonly string[],
): Promise<ReadonlySet<string>> {
	const rows = await records
		.selectFrom('campaign_members')
		.select('contact_id')
		.where('campaign_id', '=', campaignId)
		.where('contact_id', 'in', contactIds)
		.where('deleted_at', 'is', null)
		.execute();
	return new Set(rows.flatMap(({ contact_id }) => contact_id ?? []));
}
