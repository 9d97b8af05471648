import type { ActionFailure } from '@sveltejs/kit';
import { historyOf } from '#records/changes/history.ts';
import type { Records } from '#records/database.ts';
import { listCampaigns } from '#records/marketing/campaign-list.ts';
import type { CampaignFilters } from '#records/marketing/campaign-list.ts';
import { readCampaign } from '#records/marketing/campaign-read.ts';
import { createCampaign, deleteCampaign, updateCampaign } from '#records/marketing/campaigns.ts';
import type { Campaign } from '#records/marketing/campaigns.ts';
import { costTotals } from '#records/marketing/cost-totals.ts';
import { addCost, deleteCost } from '#records/marketing/costs.ts';
import { countMemberConsents } from '#records/marketing/member-consents.ts';
import { campaignChannel } from '#lib/records/campaign-words.ts';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { records } from '../records.ts';
import { editTicked } from './bulk.ts';
import type { TickedAnswer } from './bulk.ts';
import { picked, readListPage } from './list-page.ts';
import { ownerOptions } from './owners.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';

type Saved<Result = unknown> = Promise<{ batchId: string; result: Result } | ActionFailure<FormAnswer>>;

/** The campaigns that an address asks for. */
export function campaignFilters(state: ListState): CampaignFilters {
	return {
		statuses: picked(state, 'status'),
		campaignTypes: picked(state, 'campaign_type'),
		ownerIds: picked(state, 'owner_id'),
	};
}

/** A page of the campaigns as they are now, with what each has cost so far. */
export async function listCampaignsPage(state: ListState) {
	const db = await records();
	const { rows, ...paging } = await readListPage(db, state, listCampaigns, campaignFilters(state));
	const totals = await costTotals(
		db,
		rows.map(({ campaign_id }) => campaign_id),
	);
	return {
		rows: rows.map((row) => ({
			campaign_id: row.campaign_id,
			name: row.name,
			campaign_type: row.campaign_type,
			status: row.status,
			starts_on: row.starts_on,
			ends_on: row.ends_on,
			owner_name: row.owner_name,
			members: row.members,
			sent: row.sent,
			responded: row.responded,
			costs: totals.get(row.campaign_id) ?? [],
		})),
		...paging,
		owners: await ownerOptions(),
	};
}

async function consentsOf(
	db: Records,
	{ campaign_id, campaign_type }: Pick<Campaign, 'campaign_id' | 'campaign_type'>,
) {
	const channel = campaignChannel(campaign_type);
	if (channel === null) return null;
	return { channel, ...(await countMemberConsents(db, campaign_id, { channel, purpose: 'marketing' })) };
}

/** A campaign with what stands on its page, as it is now; null when there is none. Its members are a list of their own. */
export async function readCampaignPage(campaignId: string) {
	const db = await records();
	const page = await readCampaign(db, campaignId);
	if (page === null) return null;
	const { campaign } = page;
	const changes = await historyOf(db, 'campaigns', campaignId);
	return {
		campaign,
		counts: page.counts,
		costs: page.costs,
		totals: page.totals,
		activities: page.activities,
		consents: await consentsOf(db, campaign),
		history: changes.filter(({ table }) => table === 'campaigns'),
	};
}

export type CampaignPage = NonNullable<Awaited<ReturnType<typeof readCampaignPage>>>;

/** Makes a campaign from a form. */
export function addCampaign(form: SentForm): Saved<Campaign> {
	return saveForm(form, (transaction, author) => createCampaign(transaction, author, form.values));
}

/** Changes what a form says of a campaign. */
export function changeCampaign(id: string, form: SentForm): Saved {
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => updateCampaign(transaction, author, seen, form.values));
}

/** Deletes a campaign. */
export function removeCampaign(id: string, form: SentForm): Saved {
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => deleteCampaign(transaction, author, seen));
}

/** Sets the status or the owner of all ticked campaigns, or deletes them. */
export function setOfCampaigns(form: SentForm): Promise<TickedAnswer> {
	return editTicked(form, 'campaign', ['status', 'owner_id']);
}

/** Adds what was spent on a campaign. */
export function addCampaignCost(id: string, form: SentForm): Saved {
	return saveForm(form, (transaction, author) => addCost(transaction, author, id, form.values), 'cost');
}

/** Deletes a cost of a campaign. */
export function removeCampaignCost(form: SentForm): Saved {
	const seen = { id: form.values.id ?? '', version: form.version };
	return saveForm(form, (transaction, author) => deleteCost(transaction, author, seen), 'cost');
}
