import { sql } from 'kysely';
import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { ownedRow } from '../listing/live-row.ts';
import type { Owned } from '../listing/live-row.ts';
import type { ListPage } from '../listing/page.ts';
import { activitiesOf } from '../people/activity-list.ts';
import type { ActivityRow } from '../people/activity-list.ts';
import { tagsOf } from '../people/tags.ts';
import type { Tag } from '../people/tags.ts';
import type { MemberStatus } from '../schema/marketing.ts';
import type { CampaignCost } from './costs.ts';
import type { CampaignMember } from './members.ts';

export interface CampaignPage {
	readonly campaign: Owned<RecordRow<'campaigns'>>;
	/** Members in each status; those without one are left out. */
	readonly counts: Readonly<Partial<Record<MemberStatus, number>>>;
	/** What was spent, the last day first, and what it comes to for each currency, rounded to cents. */
	readonly costs: readonly CampaignCost[];
	readonly totals: readonly { readonly currency: string; readonly amount: number }[];
	readonly tags: readonly Pick<Tag, 'tag_id' | 'name'>[];
	readonly activities: readonly ActivityRow[];
}

/** A campaign with what stands on its page; null when there is none, or it is deleted. */
export async function readCampaign(records: Records, campaignId: string): Promise<CampaignPage | null> {
	const campaign = await ownedRow(records, 'campaigns', campaignId);
	if (campaign === null) return null;
	const counts = await records
		.selectFrom('campaign_members')
		.select((build) => ['status', build.fn.countAll<number>().as('members')])
		.where('campaign_id', '=', campaignId)
		.where('deleted_at', 'is', null)
		.groupBy('status')
		.execute();
	const costs = await records
		.selectFrom('campaign_costs')
		.selectAll()
		.where('campaign_id', '=', campaignId)
		.where('deleted_at', 'is', null)
		.orderBy('spent_on', 'desc')
		.orderBy('campaign_cost_id', 'desc')
		.execute();
	const totals = await sql<{ currency: string; amount: number }>`
		select currency, round(sum(cast(amount as real)), 2) as amount from campaign_costs
		where campaign_id = ${campaignId} and deleted_at is null group by currency order by amount desc`.execute(records);
	return {
		campaign,
		counts: Object.fromEntries(counts.map(({ status, members }) => [status, members])),
		costs,
		totals: totals.rows,
		tags: await tagsOf(records, { type: 'campaign', id: campaignId }),
		activities: await activitiesOf(records, { type: 'campaign', id: campaignId }),
	};
}

export type MemberRow = CampaignMember & {
	/** The contact's or lead's name; null when they are deleted. */
	readonly name: string | null;
	/** Their main e-mail address. */
	readonly email: string | null;
};

/** A page of the members of a campaign in the order they were added, of one status or all. */
export async function listMembers(
	records: Records,
	campaignId: string,
	options: { readonly status?: MemberStatus; readonly page?: number; readonly pageSize?: number } = {},
): Promise<ListPage<MemberRow>> {
	const size = options.pageSize ?? 50;
	const where = sql`campaign_members.campaign_id = ${campaignId} and campaign_members.deleted_at is null
		${options.status === undefined ? sql`` : sql`and campaign_members.status = ${options.status}`}`;
	const { rows } = await sql<MemberRow>`
		select campaign_members.*, coalesce(contacts.full_name, leads.full_name) as name,
			coalesce(leads.email, (select value from contact_points where contact_points.contact_id = contacts.contact_id
				and kind = 'email' and deleted_at is null order by is_primary desc limit 1)) as email
		from campaign_members
		left join contacts on contacts.contact_id = campaign_members.contact_id and contacts.deleted_at is null
		left join leads on leads.lead_id = campaign_members.lead_id and leads.deleted_at is null
		where ${where} order by campaign_members.created_at, campaign_member_id
		limit ${size} offset ${((options.page ?? 1) - 1) * size}`.execute(records);
	const counted = await sql<{
		total: number;
	}>`select count(*) as total from campaign_members where ${where}`.execute(records);
	return { rows, total: counted.rows[0]?.total ?? 0 };
}
