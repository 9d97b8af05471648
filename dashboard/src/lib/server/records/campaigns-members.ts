import type { ActionFailure } from '@sveltejs/kit';
import { act } from '#records/changes/act.ts';
import type { Author } from '#records/changes/act.ts';
import type { Records, RecordsTransaction } from '#records/database.ts';
import { InputError } from '#records/input/issues.ts';
import { listMembers, readCampaign } from '#records/marketing/campaign-read.ts';
import { consentsOfContacts } from '#records/marketing/member-consents.ts';
import { membersAmong } from '#records/marketing/members-among.ts';
import { addMembers, removeMember, setMemberStatus } from '#records/marketing/members.ts';
import { listContacts } from '#records/people/contact-list.ts';
import { MEMBER_STATUSES } from '#records/schema/marketing.ts';
import type { CampaignType, MemberStatus } from '#records/schema/marketing.ts';
import { campaignChannel } from '#lib/records/campaign-words.ts';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { records } from '../records.ts';
import type { TickedAnswer } from './bulk.ts';
import { picked, readListPage } from './list-page.ts';
import { ownerOptions } from './owners.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';
import { currentUserId } from './user.ts';

type Saved<Result = unknown> = Promise<{ batchId: string; result: Result } | ActionFailure<FormAnswer>>;

const PER_PAGE = 25;
const AT_ONCE = 1000;

function statusOf(text: string | undefined): MemberStatus | undefined {
	return MEMBER_STATUSES.find((candidate) => candidate === text);
}

async function consentStates(db: Records, type: CampaignType, contactIds: readonly string[]) {
	const channel = campaignChannel(type);
	return channel === null ? null : await consentsOfContacts(db, contactIds, { channel, purpose: 'marketing' });
}

/** A page of the members of a campaign, and whether each may be written to; null where a campaign needs no consent. */
export async function readMembers(campaignId: string, type: CampaignType, state: ListState) {
	const db = await records();
	const status = statusOf(state.filters.status);
	const readPage = (page: number) =>
		listMembers(db, campaignId, { ...(status === undefined ? {} : { status }), page, pageSize: PER_PAGE });
	let found = await readPage(state.page);
	const pages = Math.max(1, Math.ceil(found.total / PER_PAGE));
	const page = Math.min(state.page, pages);
	if (page !== state.page) found = await readPage(page);
	const consents = await consentStates(
		db,
		type,
		found.rows.flatMap(({ contact_id }) => contact_id ?? []),
	);
	return {
		rows: found.rows.map((row) => ({
			campaign_member_id: row.campaign_member_id,
			contact_id: row.contact_id,
			lead_id: row.lead_id,
			name: row.name,
			email: row.email,
			status: row.status,
			sent_at: row.sent_at,
			responded_at: row.responded_at,
			consent: consents === null ? null : (consents.get(row.contact_id ?? '') ?? ('unknown' as const)),
		})),
		total: found.total,
		pages,
		page,
	};
}

export type MemberRow = Awaited<ReturnType<typeof readMembers>>['rows'][number];

/** A page of contacts to pick members from, with those that are in the campaign already; null when there is no campaign. */
export async function readContactsToPick(campaignId: string, state: ListState) {
	const db = await records();
	const page = await readCampaign(db, campaignId);
	if (page === null) return null;
	const { rows, ...paging } = await readListPage(db, state, listContacts, contactFilters(state));
	const ids = rows.map(({ contact_id }) => contact_id);
	const members = await membersAmong(db, campaignId, ids);
	const consents = await consentStates(db, page.campaign.campaign_type, ids);
	return {
		campaign: { campaign_id: campaignId, name: page.campaign.name, campaign_type: page.campaign.campaign_type },
		rows: rows.map((row) => ({
			contact_id: row.contact_id,
			full_name: row.full_name,
			company_name: row.company_name,
			email: row.email,
			city: row.city,
			isMember: members.has(row.contact_id),
			consent: consents === null ? null : (consents.get(row.contact_id) ?? ('unknown' as const)),
		})),
		...paging,
		owners: await ownerOptions(),
	};
}

function contactFilters(state: ListState) {
	return { ownerIds: picked(state, 'owner_id'), countries: picked(state, 'country') };
}

/** Adds the contact that a form names to a campaign. */
export function addMember(campaignId: string, form: SentForm): Saved<{ added: number }> {
	const contactIds = [form.values.contact_id ?? ''].filter((id) => id !== '');
	return saveForm(form, (transaction, author) => addMembers(transaction, author, campaignId, { contactIds }), 'member');
}

/** Every contact that a list shows on all its pages. */
async function allContacts(db: Records, state: ListState): Promise<string[]> {
	const ids: string[] = [];
	for (let page = 1; ; page++) {
		const query = { search: state.q, filters: contactFilters(state), page, pageSize: AT_ONCE };
		const { rows, total } = await listContacts(db, query);
		ids.push(...rows.map(({ contact_id }) => contact_id));
		if (rows.length === 0 || ids.length >= total) return ids;
	}
}

/** Adds the ticked contacts to a campaign, or all that the list shows when the form's `do` says so. */
export async function addPicked(campaignId: string, form: SentForm, state: ListState): Saved<{ added: number }> {
	const contactIds = form.values.do === 'all' ? await allContacts(await records(), state) : form.all('id');
	return saveForm(form, (transaction, author) => addMembers(transaction, author, campaignId, { contactIds }));
}

/** Does something with each ticked member; those it does not fit stay as they were, and are counted. */
async function eachTicked(
	form: SentForm,
	work: (transaction: RecordsTransaction, author: Author, id: string) => Promise<unknown>,
): Promise<TickedAnswer> {
	const ids = [...new Set(form.all('id'))];
	const { batchId, result } = await act(await records(), currentUserId(), async (transaction, author) => {
		let refused = 0;
		for (const id of ids) {
			try {
				await work(transaction, author, id);
			} catch (error) {
				// It is thrown before anything of this member is written.
				if (!(error instanceof InputError)) throw error;
				refused++;
			}
		}
		return refused;
	});
	return { batchId, changed: ids.length - result, refused: result };
}

/** Takes the ticked members of a campaign to a status, or out of it. */
export function setOfMembers(form: SentForm): Promise<TickedAnswer> {
	const status = statusOf(form.values.status);
	return eachTicked(form, async (transaction, author, id) => {
		const seen = { id, version: 'current' as const };
		if (form.values.do === 'remove') await removeMember(transaction, author, seen);
		else if (status !== undefined) await setMemberStatus(transaction, author, seen, status);
	});
}
