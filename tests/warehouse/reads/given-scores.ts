/**
 * Scores of the tiny shop's customers: c1 in its rhythm, c2 likely lost, c3 in its first weeks, d9 without a purchase. c1
 * would buy for 500 if it were there for certain (400 / 0.8), so that 100 of it are at risk.
 */
export const GIVEN_SCORES = `
insert into customer_scores (customer_id, status, segment, recency_score, frequency_score, monetary_score, purchases,
	recency_days, age_days, p_alive, expected_purchases, expected_purchases_lower, expected_purchases_upper,
	expected_revenue, expected_revenue_lower, expected_revenue_upper, value_at_risk, reason, reason_gap_days, country,
	customer_kind, model, model_version) values
	('c1', 'scored', 'champions', 5, 4, 3, 3, 49, 91, 0.8, 4.5, 2, 7, 400, 150, 700, 100, 'in_rhythm', 21, 'Germany',
		'consumer', 'mbg-nbd', 'f1'),
	('c2', 'gone', 'at_risk', 2, 2, 5, 2, 10, 67, 0.05, null, null, null, null, null, null, null, 'long_gone', 57, 'Austria',
		'company', 'mbg-nbd', 'f1'),
	('c3', 'too_new', 'new', 5, 2, 1, 2, 1, 20, null, null, null, null, null, null, null, null, 'first_weeks', 19, 'Germany',
		'consumer', 'mbg-nbd', 'f1'),
	('d9', 'no_history', null, null, null, null, 0, null, null, null, null, null, null, null, null, null, null,
		'never_bought', null, null, 'consumer', null, null);
`;

/** Somebody whom the customers' list knows, who never ordered. */
export const GIVEN_NEWCOMER = `
insert into dim_customers (customer_id, customer_kind, country, orders_count, sales_revenue, returns_revenue,
	net_revenue, is_in_source) values ('d9', 'consumer', null, 0, 0, 0, 0, true);
`;
