import type { MARKETING_RELATIONS } from '../../metrics/relations/marketing.ts';
import type { SALES_RELATIONS } from '../../metrics/relations/sales.ts';
import type { SERVICE_RELATIONS } from '../../metrics/relations/service.ts';
import { sampleOfColumns } from './sample.ts';
import type { Sample } from './sample.ts';

/** Deals, the newest by a day of theirs first; those without it come last. */
function deals(day: 'opened_on' | 'closed_on' | 'expected_close_on'): Sample {
	return sampleOfColumns(
		'deal',
		{
			[day]: 'day',
			deal_id: 'text',
			customer_id: 'text',
			owner: 'text',
			product: 'text',
			stage: 'text',
			outcome: 'text',
			country: 'text',
			...(day === 'expected_close_on' ? { weighted_base: 'money' } : { cycle_days: 'days' }),
			amount_base: 'money',
		},
		`${day} desc nulls last, deal_id`,
	);
}

function tickets(day: 'opened_on' | 'first_response_on' | 'resolved_on' | 'satisfaction_on'): Sample {
	return sampleOfColumns(
		'ticket',
		{
			[day]: 'day',
			ticket_id: 'text',
			customer_id: 'text',
			owner: 'text',
			status: 'text',
			priority: 'text',
			ticket_type: 'text',
			channel: 'text',
			first_response_minutes: 'minutes',
			resolution_minutes: 'minutes',
			satisfaction: 'count',
		},
		`${day} desc nulls last, ticket_id`,
	);
}

type RecordRelationId =
	keyof typeof SALES_RELATIONS | keyof typeof SERVICE_RELATIONS | keyof typeof MARKETING_RELATIONS;

/** How the rows of relations of sales, service and marketing are shown. */
export const RECORD_SAMPLES = {
	deals_by_opening: deals('opened_on'),
	deals_by_closing: deals('closed_on'),
	deals_by_expected_close: deals('expected_close_on'),
	deal_stages: sampleOfColumns(
		'deal_stage',
		{
			entered_on: 'day',
			deal_id: 'text',
			customer_id: 'text',
			owner: 'text',
			product: 'text',
			stage: 'text',
			is_skipped: 'flag',
			is_passed: 'flag',
		},
		'entered_on desc nulls last, deal_id, stage_step desc, stage_id',
	),
	deal_stage_stays: sampleOfColumns(
		'deal_stage_event',
		{
			left_on: 'day',
			entered_on: 'day',
			deal_id: 'text',
			customer_id: 'text',
			owner: 'text',
			stage: 'text',
			next_stage: 'text',
			days_in_stage: 'days',
		},
		'left_at desc nulls last, deal_id, deal_stage_event_id',
	),
	leads: sampleOfColumns(
		'lead',
		{
			created_on: 'day',
			lead_id: 'text',
			customer_id: 'text',
			owner: 'text',
			status: 'text',
			source: 'text',
			campaign: 'text',
			country: 'text',
			is_converted: 'flag',
		},
		'created_on desc nulls last, lead_id',
	),
	tickets_by_opening: tickets('opened_on'),
	tickets_by_first_response: tickets('first_response_on'),
	tickets_by_resolution: tickets('resolved_on'),
	tickets_by_rating: tickets('satisfaction_on'),
	campaign_members: sampleOfColumns(
		'campaign_member',
		{
			sent_on: 'day',
			campaign: 'text',
			customer_id: 'text',
			campaign_member_id: 'text',
			status: 'text',
			country: 'text',
			responded_on: 'day',
		},
		'sent_on desc nulls last, campaign_member_id',
	),
	campaign_costs: sampleOfColumns(
		'campaign_cost',
		{ spent_on: 'day', campaign: 'text', campaign_type: 'text', currency: 'text', amount_base: 'money' },
		'spent_on desc nulls last, campaign_cost_id',
	),
} as const satisfies Readonly<Record<RecordRelationId, Sample>>;
