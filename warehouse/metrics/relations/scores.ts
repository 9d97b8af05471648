import type { Relation } from '../relation.ts';

/** What figures of scores are computed from: customers and open deals with what models say of them. */
export const SCORE_RELATIONS = {
	customer_scores: {
		from: `(
	select scores.*, customers.last_order_on as last_on
	from customer_scores as scores left join dim_customers as customers using (customer_id)
) as customer_scores`,
		timeColumn: 'last_on',
		timeGrain: 'day',
		covers: 'own',
		dimensions: {
			country: 'country',
			customer_kind: 'customer_kind',
			segment: 'segment',
			customer: 'customer_id',
		},
	},
	deal_scores: {
		from: 'deal_scores',
		timeColumn: 'expected_close_on',
		timeGrain: 'day',
		covers: 'planned',
		dimensions: { owner: 'owner', stage: 'stage' },
	},
} as const satisfies Readonly<Record<string, Relation>>;
