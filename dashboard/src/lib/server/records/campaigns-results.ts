import { campaignResults } from '#warehouse/reads/campaign-results.ts';
import type { CampaignResult } from '#warehouse/reads/campaign-results.ts';
import type { RequestSnapshot } from '../warehouse.ts';

/** What a campaign cost and brought as of the snapshot; null before the first one, or where it does not have it yet. */
export async function readCampaignResult(
	snapshot: RequestSnapshot | null,
	campaignId: string,
): Promise<CampaignResult | null> {
	if (snapshot === null) return null;
	const results = await snapshot.cached('campaign-results', (db) => campaignResults(db));
	return results.find(({ campaign_id }) => campaign_id === campaignId) ?? null;
}
