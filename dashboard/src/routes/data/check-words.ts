import { m } from '#lib/paraglide/messages.js';

const OWN: Readonly<Record<string, () => string>> = {
	'fct_order_lines rows = order lines loaded': m.data_check_no_line_lost,
	'fct_order_lines.ordered_on before as_of': m.data_check_no_future,
	'fct_order_lines.cost_base known': m.data_check_cost_known,
	'fct_order_lines.amount_base not_null': m.data_check_rate_known,
	'fct_order_lines.quantity signed': m.data_check_signed,
	'fct_order_lines.customer_id known': m.data_check_customer_known,
	'rollup_cohorts_by_month sizes = dim_customers': m.data_check_cohort_sizes,
	'marts hold no personal column': m.data_check_no_personal,
	'fct_deals.probability 0 to 1': m.data_check_probability,
	'fct_deals.amount_base not_null': m.data_check_deal_rate,
	'fct_tickets.satisfaction 1 to 5': m.data_check_satisfaction,
	'fct_campaign_costs.amount_base not_null': m.data_check_cost_rate,
	'fct_deals.customer_id known': m.data_check_deal_customer,
	'fct_deals.closed_on known': m.data_check_deal_closed,
	'fct_deals.closed_on after opened_on': m.data_check_deal_cycle,
	'fct_deals.closed_on before as_of': m.data_check_deal_future,
	'fct_deals.weighted_base known': m.data_check_deal_weighted,
	'fct_tickets.opened_at known': m.data_check_ticket_opened,
	'fct_tickets.opened_at first': m.data_check_ticket_order,
	'fct_tickets.resolved_at after first_response_at': m.data_check_ticket_response,
	'customer_scores.scored has figures': m.data_check_scored,
	'forecasts complete': m.data_check_forecasts,
};

/** The rule that a check asks for, as a sentence; a check we do not know says its name. */
export function checkRule(name: string): string {
	const own = OWN[name];
	if (own) return own();
	const sums = /^(\w+) sums = (\w+) sums$/.exec(name);
	if (sums) return m.data_check_sums({ left: sums[1] ?? '', right: sums[2] ?? '' });
	const counts = /^(\w+) rows = (.+)$/.exec(name);
	if (counts) return m.data_check_rows({ left: counts[1] ?? '', right: counts[2] ?? '' });
	const scores = /^(\w+)\.(figures finite|\w+ 0 to 1|(?:intervals|bands) ordered)$/.exec(name);
	if (scores) return scoreRule(scores[1] ?? '', scores[2] ?? '');
	const counted = /^(\w+) row_count_change$/.exec(name);
	if (counted) return m.data_check_row_count({ relation: counted[1] ?? '' });
	const key = /^(\w+) key unique$/.exec(name);
	if (key) return m.data_check_key({ relation: key[1] ?? '' });
	const [, relation = '', column = '', rule = '', target = ''] =
		/^(\w+)\.(\w+) (unique|not_null|accepted|range|freshness|in)(?: ([\w.]+))?$/.exec(name) ?? [];
	switch (rule) {
		case 'unique':
			return m.data_check_unique({ relation, column });
		case 'not_null':
			return m.data_check_not_null({ relation, column });
		case 'accepted':
			return m.data_check_accepted({ relation, column });
		case 'range':
			return m.data_check_range({ relation, column });
		case 'freshness':
			return m.data_check_fresh({ relation, column });
		case 'in':
			return m.data_check_in({ relation, column, target });
		default:
			return name;
	}
}

/** A rule for what models say of the rows of a relation. */
function scoreRule(relation: string, rule: string): string {
	if (rule === 'figures finite') return m.data_check_finite({ relation });
	return rule.endsWith('ordered') ? m.data_check_interval({ relation }) : m.data_check_share({ relation });
}
