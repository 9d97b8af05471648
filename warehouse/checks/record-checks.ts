import type { Check } from './check.ts';
import { accepted, never, notNull, references, unique } from './rules.ts';

const KEYS: readonly Check[] = [
	unique('fct_deals', ['deal_id'], 'a deal comes from two sources: give their deals ids that differ'),
	unique('fct_deal_stage_events', ['deal_stage_event_id'], 'a move of a deal comes from two sources'),
	unique('fct_deal_stages', ['deal_id', 'stage_id'], 'a stage of a deal is there twice'),
	unique('fct_leads', ['lead_id'], 'a lead comes from two sources: give their leads ids that differ'),
	unique('fct_tickets', ['ticket_id'], 'a ticket comes from two sources: give their tickets ids that differ'),
	unique('fct_campaign_members', ['campaign_member_id'], 'a member of a campaign comes from two sources'),
	unique('fct_campaign_costs', ['campaign_cost_id'], 'a cost of a campaign comes from two sources'),
	unique('fct_activities', ['activity_id'], 'an activity comes from two sources'),
	unique('dim_consents', ['contact_id', 'channel', 'purpose'], 'a contact says two things of one channel and purpose'),
];

/** What must not be published: figures would be wrong. */
const WRONG: readonly Check[] = [
	accepted('fct_deals', 'outcome', ['open', 'won', 'lost'], 'error'),
	never(
		'fct_deals',
		'probability 0 to 1',
		'error',
		'a probability is no share of 1: is it given in percent?',
		'not probability between 0 and 1',
		"deal_id || ': ' || probability",
	),
	never(
		'fct_deals',
		'amount_base not_null',
		'warn',
		'an amount is left out of the figures: there is no exchange rate to the base currency on or before its day',
		'amount_base is null and amount is not null',
		"'no exchange rate for ' || currency",
	),
	accepted('fct_tickets', 'status', ['new', 'open', 'pending', 'solved', 'closed'], 'error'),
	never(
		'fct_tickets',
		'satisfaction 1 to 5',
		'error',
		'a rating lies outside 1 (bad) to 5 (good): no rating is empty, not 0',
		'not satisfaction between 1 and 5',
		"ticket_id || ': ' || satisfaction",
	),
	notNull('fct_campaign_costs', 'amount', 'a cost of a campaign has no amount', 'campaign_cost_id'),
	never(
		'fct_campaign_costs',
		'amount_base not_null',
		'warn',
		'a cost is left out of the figures: there is no exchange rate to the base currency on or before its day',
		'amount_base is null and amount is not null',
		"'no exchange rate for ' || currency || ' on ' || spent_on",
	),
];

/** What is joined to nothing. */
const LOOSE: readonly Check[] = [
	references('fct_deals', 'stage_id', 'dim_stages', 'warn', 'deals are in a stage that no source lists: in no funnel'),
	never(
		'fct_deals',
		'customer_id known',
		'warn',
		'deals name a company or a contact that no source lists',
		'customer_id is null and (company_id is not null or contact_id is not null)',
		'deal_id',
	),
	references('fct_deal_stage_events', 'deal_id', 'fct_deals', 'warn', 'deals moved that no source lists'),
	references('fct_tickets', 'customer_id', 'dim_customers', 'warn', 'tickets name a customer that no source lists'),
	references(
		'fct_campaign_members',
		'campaign_id',
		'dim_campaigns',
		'warn',
		'members are of a campaign that is not there',
	),
	references('fct_campaign_costs', 'campaign_id', 'dim_campaigns', 'warn', 'costs are of a campaign that is not there'),
	...['fct_deals', 'fct_tickets', 'fct_leads'].map((relation) =>
		never(
			relation,
			'owner_id in dim_users',
			'warn',
			'an owner is no user that a source lists: they have no team and no manager',
			'owner_id is not null and owner_id not in (select user_id from dim_users)',
			'owner_id',
		),
	),
	accepted('fct_leads', 'status', ['new', 'working', 'qualified', 'converted', 'disqualified'], 'warn'),
	accepted('fct_tickets', 'priority', ['low', 'normal', 'high', 'urgent'], 'warn'),
	accepted('fct_campaign_members', 'status', ['planned', 'sent', 'responded', 'bounced', 'opted_out'], 'warn'),
	accepted('dim_consents', 'status', ['granted', 'denied', 'withdrawn'], 'warn'),
];

/** What is odd but possible: kept, and left out where it would spoil a figure. */
const ODD: readonly Check[] = [
	never(
		'fct_deals',
		'closed_on known',
		'warn',
		'won or lost deals without the day they closed count only where no period is asked for',
		"outcome <> 'open' and closed_on is null",
		'deal_id',
	),
	never(
		'fct_deals',
		'closed_on after opened_on',
		'warn',
		'deals closed before they were opened have no sales cycle',
		'closed_on < opened_on',
		'deal_id',
	),
	never(
		'fct_deals',
		'closed_on before as_of',
		'warn',
		'deals closed on or after the analysis date count in no period before it',
		'closed_on >= (select as_of from snapshot_info)',
		'deal_id',
	),
	never(
		'fct_deals',
		'weighted_base known',
		'warn',
		'open deals without an amount or a probability add nothing to the weighted pipeline',
		"outcome = 'open' and weighted_base is null",
	),
	never(
		'fct_tickets',
		'opened_at known',
		'warn',
		'tickets whose opening is not known have no response time and count only where no period is asked for',
		'opened_at is null',
	),
	never(
		'fct_tickets',
		'opened_at first',
		'warn',
		'tickets answered or resolved before they were opened have no such time',
		'first_response_at < opened_at or resolved_at < opened_at',
		'ticket_id',
	),
	never(
		'fct_tickets',
		'resolved_at after first_response_at',
		'warn',
		'tickets resolved before their first response have no resolution time',
		'is_resolved_before_response',
		'ticket_id',
	),
];

/** Checks of what sales, service and marketing are told from. */
export const RECORD_CHECKS: readonly Check[] = [...KEYS, ...WRONG, ...LOOSE, ...ODD];
