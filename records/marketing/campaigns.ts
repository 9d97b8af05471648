import type { InferOutput } from 'valibot';
import type { Author } from '../changes/act.ts';
import { merge } from '../changes/merge.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { InputError, issue, parseInput, requireFields } from '../input/issues.ts';
import { requireFreeKey, requireReferences } from '../input/references.ts';
import { untagAll } from '../people/tags.ts';
import { searchTextOf } from '../values/search-text.ts';
import { campaignInput } from './campaign-input.ts';
import type { CampaignInput } from './campaign-input.ts';

export type Campaign = RecordRow<'campaigns'>;

async function requireFit(
	transaction: RecordsTransaction,
	values: InferOutput<typeof campaignInput>,
	{ starts_on, ends_on }: Pick<Campaign, 'starts_on' | 'ends_on'>,
	ownId: string | null,
): Promise<void> {
	if (starts_on !== null && ends_on !== null && ends_on < starts_on) {
		throw new InputError([issue('ends_on', 'before_start')]);
	}
	await requireReferences(transaction, [['owner_id', 'users', values.owner_id]], {
		table: 'campaigns',
		column: 'campaign_id',
		id: ownId,
	});
	await requireFreeKey(transaction, 'campaigns', values.external_key, ownId);
}

function searchText({ name, external_key }: Pick<Campaign, 'name' | 'external_key'>): string {
	return searchTextOf([name, external_key]);
}

/**
 * Makes a campaign: planned, unless told otherwise.
 * @throws InputError with everything that is wrong
 */
export async function createCampaign(
	transaction: RecordsTransaction,
	author: Author,
	input: CampaignInput,
): Promise<Campaign> {
	const values = parseInput(campaignInput, input);
	requireFields(values, ['name', 'campaign_type']);
	const known = merge({ name: '', external_key: null, starts_on: null, ends_on: null }, values);
	await requireFit(transaction, values, known, null);
	return createRecord(transaction, author, 'campaigns', {
		...values,
		name: known.name,
		campaign_type: values.campaign_type ?? 'other',
		status: values.status ?? 'planned',
		search_text: searchText(known),
	});
}

/**
 * Changes what is given of a campaign.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateCampaign(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: CampaignInput,
): Promise<Campaign> {
	const values = parseInput(campaignInput, input);
	const row = await rowOf(transaction, 'campaigns', seen.id);
	if (row === null) throw new RecordNotFoundError('campaigns', seen.id);
	const known = merge(row, values);
	await requireFit(transaction, values, known, seen.id);
	return updateRecord(transaction, author, 'campaigns', seen, { ...values, search_text: searchText(known) });
}

/** Deletes a campaign with its tags; who it was for and what it cost stays with it. */
export async function deleteCampaign(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'campaigns', seen);
	await untagAll(transaction, author, { type: 'campaign', id: seen.id });
}
