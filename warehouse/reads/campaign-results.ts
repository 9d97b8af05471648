import type { Connection } from '../database.ts';
import { join, rows, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import type { DayRange } from '../metrics/period.ts';

/** What a campaign was, cost and brought. Money is in base currency, rounded to cents. */
export interface CampaignResult {
	readonly campaign_id: string;
	readonly campaign: string;
	readonly campaign_type: string | null;
	readonly status: string | null;
	readonly starts_on: string | null;
	readonly ends_on: string | null;
	readonly members_count: number;
	readonly sent_count: number;
	readonly responses_count: number;
	/** Of all members, as the metric campaign_response_rate; null without members. */
	readonly response_rate: number | null;
	readonly opted_out_count: number;
	readonly bounced_count: number;
	readonly cost: number;
	/** Null without a response. */
	readonly cost_per_response: number | null;
	/** Leads and deals that name the campaign as where they came from; nothing else is attributed to it. */
	readonly leads_count: number;
	readonly deals_count: number;
	readonly deals_won_count: number;
	readonly won_revenue: number;
}

const COLUMNS = `campaigns.campaign_id, campaigns.name as campaign, campaigns.campaign_type, campaigns.status,
	campaigns.starts_on, campaigns.ends_on, coalesce(members.members_count, 0) as members_count,
	coalesce(members.sent_count, 0) as sent_count, coalesce(members.responses_count, 0) as responses_count,
	members.responses_count / members.members_count as response_rate,
	coalesce(members.opted_out_count, 0) as opted_out_count, coalesce(members.bounced_count, 0) as bounced_count,
	cast(round(coalesce(costs.cost, 0), 2) as double) as cost,
	cast(round(costs.cost / nullif(members.responses_count, 0), 2) as double) as cost_per_response,
	coalesce(leads.leads_count, 0) as leads_count, coalesce(deals.deals_count, 0) as deals_count,
	coalesce(deals.deals_won_count, 0) as deals_won_count,
	cast(round(coalesce(deals.won_revenue, 0), 2) as double) as won_revenue`;

/**
 * Every campaign with its results, the latest first, those without a beginning last.
 * @param days campaigns that ran on one of these days or have no dates; all of them when left out. Their results are
 * whole, also those of other days
 */
export async function campaignResults(db: Connection, days?: DayRange): Promise<CampaignResult[]> {
	return rows<CampaignResult>(
		db,
		sql`with members as (
			select campaign_id, count(*) as members_count, count(*) filter (where is_sent) as sent_count,
				count(*) filter (where is_responded) as responses_count,
				count(*) filter (where status = 'opted_out') as opted_out_count,
				count(*) filter (where status = 'bounced') as bounced_count
			from fct_campaign_members group by campaign_id
		), costs as (
			select campaign_id, sum(amount_base) as cost from fct_campaign_costs group by campaign_id
		), leads as (
			select campaign_id, count(*) as leads_count from fct_leads group by campaign_id
		), deals as (
			select campaign_id, count(*) as deals_count, count(*) filter (where outcome = 'won') as deals_won_count,
				sum(amount_base) filter (where outcome = 'won') as won_revenue
			from fct_deals group by campaign_id
		)
		select ${unsafe(COLUMNS)}
		from dim_campaigns as campaigns
		left join members using (campaign_id)
		left join costs using (campaign_id)
		left join leads using (campaign_id)
		left join deals using (campaign_id)
		where ${join(ranOn(days), ' and ')}
		order by campaigns.starts_on desc nulls last, campaigns.campaign_id`,
	);
}

function ranOn(days: DayRange | undefined): Sql[] {
	if (days === undefined) return [unsafe('true')];
	return [
		sql`coalesce(campaigns.starts_on < cast(${days.to} as date), true)`,
		sql`coalesce(campaigns.ends_on >= cast(${days.from} as date), true)`,
	];
}
