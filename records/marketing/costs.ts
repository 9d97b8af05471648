import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { parseInput, requireFields } from '../input/issues.ts';
import { requireReferences } from '../input/references.ts';
import { costInput } from './campaign-input.ts';
import type { CostInput } from './campaign-input.ts';

export type CampaignCost = RecordRow<'campaign_costs'>;

/**
 * Adds what was spent on a campaign.
 * @throws InputError with everything that is wrong
 */
export async function addCost(
	transaction: RecordsTransaction,
	author: Author,
	campaignId: string,
	input: CostInput,
): Promise<CampaignCost> {
	const values = parseInput(costInput, input);
	requireFields(values, ['spent_on', 'amount', 'currency']);
	await requireReferences(transaction, [['campaign_id', 'campaigns', campaignId]]);
	const { spent_on = '', amount = '', currency = '', description } = values;
	const cost = { campaign_id: campaignId, spent_on, amount, currency, description };
	return createRecord(transaction, author, 'campaign_costs', cost);
}

/**
 * Changes what is given of a cost.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 */
export async function updateCost(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: CostInput,
): Promise<CampaignCost> {
	return updateRecord(transaction, author, 'campaign_costs', seen, parseInput(costInput, input));
}

/** Deletes a cost. */
export async function deleteCost(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'campaign_costs', seen);
}
