import type { SCORE_RELATIONS } from '../../metrics/relations/scores.ts';
import { sampleOfColumns } from './sample.ts';
import type { Sample } from './sample.ts';

/** How the rows of relations of scores are shown: those that matter most first. */
export const SCORE_SAMPLES = {
	customer_scores: sampleOfColumns(
		'customer',
		{
			customer_id: 'text',
			segment: 'text',
			country: 'text',
			last_on: 'day',
			expected_revenue: 'money',
			value_at_risk: 'money',
		},
		'expected_revenue desc nulls last, customer_id',
	),
	deal_scores: sampleOfColumns(
		'deal',
		{
			expected_close_on: 'day',
			deal_id: 'text',
			owner: 'text',
			stage: 'text',
			amount_base: 'money',
			expected_base: 'money',
		},
		'expected_base desc nulls last, deal_id',
	),
} as const satisfies Readonly<Record<keyof typeof SCORE_RELATIONS, Sample>>;
